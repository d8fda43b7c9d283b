namespace Dialtone.Lab.Nodes;

/// <summary>What a web ticket is for.</summary>
internal enum WebTicketService : byte
{
    /// <summary>None of the services here.</summary>
    None,

    /// <summary>The certificate provisioning service.</summary>
    Certificates,

    /// <summary>What Lyncdiscover says of a user.</summary>
    Autodiscover,
}
