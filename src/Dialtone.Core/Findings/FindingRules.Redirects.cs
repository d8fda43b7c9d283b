using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Catalogue = Dialtone.Core.Findings.FindingCatalogue;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<Finding> Redirects(JournalView journal) =>
        RedirectsInCircles(journal).Concat(RedirectsToDead(journal)).Concat(RedirectsToNowhere(journal));

    private static IEnumerable<Finding> RedirectsInCircles(JournalView journal)
    {
        var circles = journal.Of<JournalEntry.Redirected>()
            .Where(sent => sent.Rejected.Any(each => each.Reason == RejectionReason.RedirectLoop))
            .Where(sent => !IsToBackedUp(journal, sent)).ToList();
        if (circles is [.., var last])
        {
            yield return Found(
                journal, Catalogue.RedirectLoop, "", circles,
                ("registrar", last.Candidate.Host.Text),
                ("target", List(last.Rejected.Where(each => each.Reason == RejectionReason.RedirectLoop)
                    .Select(each => each.Host))));
        }
    }

    /// <summary>Redirects to what was not reached. What was, and failed at TLS, is told there.</summary>
    private static IEnumerable<Finding> RedirectsToDead(JournalView journal) =>
        journal.Of<JournalEntry.Redirected>()
            .SelectMany(sent => sent.To.Select(to => (Sent: sent, To: to)))
            .Where(each => journal.Of<JournalEntry.AttemptFailed>().Any(
                failed => failed.Candidate == each.To && failed.FailedAt <= Step.Connect))
            .GroupBy(each => (each.To.Host, From: each.Sent.Candidate.Host))
            .Select(same => Found(
                journal, Catalogue.RedirectToDead, same.Key.Host.Text,
                same.Select(each => (JournalEntry)each.Sent).Concat(FailuresOf(journal, same.Key.Host)),
                ("registrar", same.Key.From.Text), ("target", same.Key.Host.Text)));

    private static IEnumerable<Finding> RedirectsToNowhere(JournalView journal) =>
        journal.Of<JournalEntry.Redirected>()
            .Where(sent => sent.To.IsEmpty && !IsToBackedUp(journal, sent)
                && sent.Rejected.All(each => each.Reason
                    is not (RejectionReason.RedirectLoop or RejectionReason.FailedBefore)))
            .GroupBy(sent => sent.Candidate.Host)
            .Select(same => Found(
                journal, Catalogue.RedirectNowhere, same.Key.Text, same,
                ("registrar", same.Key.Text),
                ("targets", same.First().Rejected.IsEmpty ? "it names none"
                    : List(same.SelectMany(sent => sent.Rejected).Select(each => each.Host)))));

    // A backup that does not take its users yet sends them to the primary, which has just failed.
    private static bool IsToBackedUp(JournalView journal, JournalEntry.Redirected sent) =>
        journal.Of<JournalEntry.BackupIdle>().Any(
            idle => idle.Backup == sent.Candidate && !IsRedirectToDead(journal, idle));

    private static IEnumerable<JournalEntry> FailuresOf(JournalView journal, HostName host) =>
        journal.Entries.Where(entry => entry switch
        {
            JournalEntry.ConnectFailed e => e.Candidate.Host == host,
            JournalEntry.HandshakeFailed e => e.Candidate.Host == host,
            JournalEntry.Secured e => e.Candidate.Host == host && e.Verdict != CertificateVerdict.Good,
            JournalEntry.Resolved e => e.Candidate.Host == host && e.Outcome.Addresses.IsEmpty,
            _ => false,
        });
}
