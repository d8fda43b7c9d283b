using Dialtone.Core.Journal;

namespace Dialtone.Simulation.Tests.Findings;

/// <summary>
/// What an entry of a journal shows, without when, where and at whom: so that it is known again in the journal of
/// another run.
/// </summary>
/// <param name="Entry">The kind of entry.</param>
/// <param name="Shown">What it says.</param>
internal readonly record struct Sighting(string Entry, string Shown)
{
    public static Sighting Of(JournalEntry entry) => new(entry.GetType().Name, entry switch
    {
        JournalEntry.DnsSeen e => $"{e.Question.Type} {e.Outcome.Status}",
        JournalEntry.DhcpSeen e => $"{e.Outcome.Status} {e.Outcome.Unreadable is null}",
        JournalEntry.Dhcp6Seen e => $"{e.Outcome.Status}",
        JournalEntry.LyncdiscoverSeen e => $"{e.Outcome.Status}",
        JournalEntry.Planned e => string.Join(' ', e.Rejected.Select(each => each.Reason)),
        JournalEntry.Resolved e => $"{e.Outcome.Status}",
        JournalEntry.Located e => $"{e.Step} {e.Outcome.Status}",
        JournalEntry.ConnectFailed e => $"{e.Why}",
        JournalEntry.HandshakeFailed e => $"{e.Why}",
        JournalEntry.Secured e => $"{e.Verdict}",
        JournalEntry.RegisterFailed e => $"{e.Failure.Kind} {e.Failure.Status}",
        JournalEntry.WebCalled e => $"{e.Outcome.Status} {e.Outcome.Step} {e.Outcome.HttpStatus}",
        JournalEntry.CertificateFailed e => $"{e.Failure.Kind} {e.Failure.Step} {e.Failure.Status}",
        JournalEntry.RootsNotLearned e => $"{e.Failure.Kind}",
        JournalEntry.ProvisioningFailed e => $"{e.Failure.Kind} {e.Failure.Status} {e.IsExpected}",
        JournalEntry.RelayCredentialsFailed e => $"{e.Failure.Kind} {e.Failure.Status}",
        JournalEntry.RelayChecked e => $"{e.Outcome.Status} {e.Outcome.Code}",
        JournalEntry.PresenceFailed e => $"{e.What} {e.Failure.Kind} {e.Failure.Status}",
        JournalEntry.SignedOut e => $"{e.Confirmed}",
        _ => "",
    });
}
