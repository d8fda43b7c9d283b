using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Relays;

namespace Dialtone.Relays;

/// <summary>What a check of a relay brought.</summary>
/// <param name="Resolved">What DNS said of its name; null where it was given by its address.</param>
/// <param name="Outcomes">What each address came to over each transport.</param>
public sealed record RelayReport(DnsOutcome? Resolved, ImmutableArray<RelayOutcome> Outcomes)
{
    /// <summary>Whether it may be used at one address over one transport at least.</summary>
    public bool IsReachable => Outcomes.Any(outcome => outcome.IsGood);
}
