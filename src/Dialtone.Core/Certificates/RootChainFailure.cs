using Dialtone.Core.Exchange.Web;

namespace Dialtone.Core.Certificates;

/// <summary>Why a device has learned no roots, and what was seen.</summary>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Url">Where they were asked for.</param>
/// <param name="Outcome">What came of the request; <c>null</c> where it was given up.</param>
/// <param name="Detail">What is wrong with the answer, for people; may be empty.</param>
public sealed record RootChainFailure(RootChainFailureKind Kind, string Url, WebOutcome? Outcome, string Detail = "");
