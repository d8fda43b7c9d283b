using Dialtone.Core.Certificates;
using Dialtone.Core.Exchange.Web;

namespace Dialtone.Core.Discovery;

/// <summary>One way through Lyncdiscover that ended without a Registrar, and what was seen.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Url">What was asked last.</param>
public sealed record LyncdiscoverFailure(LyncdiscoverFailureKind Kind, string Url)
{
    /// <summary>The call that it failed at; <c>null</c> where there was none.</summary>
    public WebOutcome? Call { get; init; }

    /// <summary>Why there is no web ticket; <c>null</c> where it did not fail at that.</summary>
    public CertificateFailure? Ticket { get; init; }

    /// <summary>What was seen, for people; may be empty.</summary>
    public string Detail { get; init; } = "";
}
