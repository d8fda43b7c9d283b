namespace Dialtone.Lab.Nodes;

/// <summary>What Web Services saw.</summary>
public sealed class WebServicesObservations
{
    /// <summary>Connections that stood.</summary>
    public long Connections { get; internal set; }

    /// <summary>Connections that were closed because there were too many.</summary>
    public long ConnectionsOverLimit { get; internal set; }

    /// <summary>Connections that the host did not bring, their TLS handshake failed above all.</summary>
    public long NotAccepted { get; internal set; }

    /// <summary>Requests.</summary>
    public long Requests { get; internal set; }

    /// <summary>Web tickets given.</summary>
    public long Tickets { get; internal set; }

    /// <summary>Users that Kerberos has proved.</summary>
    public long ProvedByKerberos { get; internal set; }

    /// <summary>Users that NTLM has proved.</summary>
    public long ProvedByNtlm { get; internal set; }

    /// <summary>Users that a number and a PIN have proved.</summary>
    public long ProvedByPin { get; internal set; }

    /// <summary>Credentials that proved nobody, PINs among them.</summary>
    public long WrongCredentials { get; internal set; }

    /// <summary>Tickets that were refused where something was asked for with them.</summary>
    public long TicketsRefused { get; internal set; }

    /// <summary>Certificates issued.</summary>
    public long Certificates { get; internal set; }

    /// <summary>How often the chain of root certificates was given.</summary>
    public long Chains { get; internal set; }

    /// <summary>Answers of Lyncdiscover.</summary>
    public long Discoveries { get; internal set; }
}
