using Dialtone.Wire.WebServices;

namespace Dialtone.Lab.Nodes;

/// <summary>What Web Services do wrong. Everything may be changed while they run.</summary>
public sealed class WebServicesBehaviour
{
    /// <summary>The services are stopped: connections end, ports are refused.</summary>
    public bool IsDown { get; set; }

    /// <summary>Takes requests and does not answer.</summary>
    public bool Silent { get; set; }

    /// <summary>Every request gets this status and no more; 0 for the right answer.</summary>
    public int Status { get; set; }

    /// <summary>Connections are closed as soon as they stand.</summary>
    public bool ClosesAfterAccept { get; set; }

    /// <summary>How long an answer takes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How far the clock is off; ahead where positive.</summary>
    public TimeSpan ClockError { get; set; }

    /// <summary>The certificate presented in place of the right one; <c>null</c> for the right one.</summary>
    public string? TlsIdentity { get; set; }

    /// <summary>There is no metadata: 404.</summary>
    public bool OmitsMetadata { get; set; }

    /// <summary>The metadata lack the port that is called with a ticket, and its policy.</summary>
    public bool OmitsPort { get; set; }

    /// <summary>Nobody gets a ticket: 401.</summary>
    public bool RefusesCredentials { get; set; }

    /// <summary>Refusals by HTTP say nothing of their reason.</summary>
    public bool OmitsDiagnostics { get; set; }

    /// <summary>Nobody gets a ticket: a SOAP fault.</summary>
    public bool RefusesTickets { get; set; }

    /// <summary>Tickets are over when they are given.</summary>
    public bool GivesExpiredTickets { get; set; }

    /// <summary>No signature with a proof key is found good.</summary>
    public bool RefusesSignatures { get; set; }

    /// <summary>Any signature with a proof key is found good.</summary>
    public bool AcceptsAnySignature { get; set; }

    /// <summary>No certificate request is liked.</summary>
    public bool RefusesCertificateRequests { get; set; }

    /// <summary>How long certificates are good for; <c>null</c> as the settings say.</summary>
    public TimeSpan? CertificateLifetime { get; set; }

    /// <summary>For whom certificates are issued, a user part; <c>null</c> for whom they were asked for.</summary>
    public string? CertificateUser { get; set; }

    /// <summary>Certificates are issued and not published: no Registrar takes them.</summary>
    public bool PublishesNothing { get; set; }

    /// <summary>There is no chain of root certificates: 404.</summary>
    public bool OmitsChain { get; set; }

    /// <summary>The chain is another authority's than the one that issued the certificate of TLS.</summary>
    public bool GivesForeignChain { get; set; }

    /// <summary>Why every PIN is refused; <c>null</c> for as it is.</summary>
    public PinReason? PinRefusal { get; set; }

    /// <summary>Lyncdiscover sends everybody on to itself.</summary>
    public bool LoopsLyncdiscover { get; set; }

    /// <summary>Lyncdiscover knows no user: 404.</summary>
    public bool KnowsNoUser { get; set; }
}
