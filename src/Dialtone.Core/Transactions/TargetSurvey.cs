using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Transactions;

/// <summary>
/// Every address behind every name, on every rung and transport: which ones there are, and what it amounts to once each
/// was signed in at. A phone that is lucky hides the others.
/// </summary>
public static class TargetSurvey
{
    /// <summary>The most targets of one survey; those of the higher rungs come first.</summary>
    public const int TargetsMax = 64;

    /// <summary>The targets, in the order in which a phone would come to them, each once.</summary>
    /// <param name="candidates">Whom a phone would try, in order.</param>
    /// <param name="journal">What was seen: the addresses of the names are in it.</param>
    public static ImmutableArray<Candidate> TargetsOf(
        ImmutableArray<Candidate> candidates, IReadOnlyList<JournalEntry> journal)
    {
        var addresses = journal.OfType<JournalEntry.Resolved>().Where(each => !each.Outcome.Addresses.IsEmpty)
            .ToLookup(each => each.Candidate.Host, each => each.Outcome.Addresses);
        return [.. candidates.SelectMany(each => TargetsOf(each, addresses[each.Host].LastOrDefault([])))
            .DistinctBy(each => (each.Transport, each.TlsName, each.Port, each.Address)).Take(TargetsMax)];
    }

    /// <summary>A result and what its targets add to it.</summary>
    /// <param name="result">The transaction without them.</param>
    /// <param name="targets">How each target went, in order.</param>
    public static TransactionResult Join(TransactionResult result, ImmutableArray<TargetResult> targets)
    {
        ArgumentNullException.ThrowIfNull(result);
        ImmutableArray<JournalEntry> journal =
            [.. result.Journal, .. targets.SelectMany(each => each.Result.Journal.Where(IsOfTarget))];
        return result with
        {
            Targets = targets,
            Journal = journal,
            Findings = RootCauseAnalysis.Of(journal),
            Messages = [.. result.Messages, .. targets.SelectMany(each => each.Result.Messages)],
        };
    }

    private static IEnumerable<Candidate> TargetsOf(Candidate candidate, ImmutableArray<IpAddress> addresses) =>
        candidate.Address is not null || IpAddress.TryParse(candidate.Host.Text, out _) || addresses.IsEmpty
            ? [candidate]
            : addresses.Select(address => candidate with { Address = address });

    // What belongs to the way to one address and its answer; cycles, memory and what was granted are the device's own.
    private static bool IsOfTarget(JournalEntry entry) => entry is
        JournalEntry.Resolved { Outcome.Addresses.IsEmpty: true } or JournalEntry.Connected
        or JournalEntry.ConnectFailed or JournalEntry.Secured or JournalEntry.HandshakeFailed or JournalEntry.Challenged
        or JournalEntry.RegisterFailed or JournalEntry.SignatureRefused
        or JournalEntry.Malformed;
}
