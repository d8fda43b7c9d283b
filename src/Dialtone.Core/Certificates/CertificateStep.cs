namespace Dialtone.Core.Certificates;

/// <summary>The steps to a certificate, in their order.</summary>
public enum CertificateStep : byte
{
    /// <summary>The address of the service.</summary>
    Source,

    /// <summary>The metadata of the certificate provisioning service.</summary>
    Metadata,

    /// <summary>The metadata of the web ticket service.</summary>
    TicketMetadata,

    /// <summary>The web ticket, which proves who the user is.</summary>
    Ticket,

    /// <summary>The key pair and the certificate request, made on this machine.</summary>
    Key,

    /// <summary>The certificate, asked for and published.</summary>
    Publish,

    /// <summary>The judgement of what came.</summary>
    Judge,
}
