using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Sip;
using Catalogue = Dialtone.Core.Findings.FindingCatalogue;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<FindingRule> Memory() =>
        [FromMemory, Limited, MemoryTrouble, ConnectionsLost, Notices, SignOuts];

    private static IEnumerable<Finding> FromMemory(JournalView journal)
    {
        if (journal.Summary.Registered is { Candidate: { Source: CandidateSource.Memory } candidate } registered)
        {
            yield return Found(
                journal, Catalogue.SignedInFromMemory, "", [registered],
                ("registrar", candidate.Host.Text));
        }
    }

    private static IEnumerable<Finding> Limited(JournalView journal) =>
        journal.Of<JournalEntry.SurvivableModeBegan>()
            .GroupBy(began => (began.Why, began.Candidate.Host, began.Primary))
            .Select(same =>
            {
                var (isBackup, primary) = (same.Key.Why == SurvivableReason.OnBackup, same.Key.Primary);
                return Diagnosed(
                    Found(
                        journal, isBackup ? Catalogue.SignedInOnBackup : Catalogue.UserServicesUnavailable,
                        isBackup && !primary.IsEmpty ? primary.Text : same.Key.Host.Text, same,
                        ("registrar", same.Key.Host.Text),
                        ("primary", primary.IsEmpty ? "" : $" {primary}"),
                        ("pool", primary.IsEmpty ? "PRIMARY" : primary.Text)),
                    same.First().Diagnostics);
            });

    private static IEnumerable<Finding> MemoryTrouble(JournalView journal) =>
        journal.Of<JournalEntry.MemorySetAside>().Take(1)
            .Select(aside => Found(journal, Catalogue.MemorySetAside, "", [aside], ("why", aside.Why)))
            .Concat(journal.Of<JournalEntry.SaveFailed>().Take(1)
                .Select(failed => Found(journal, Catalogue.MemoryNotStored, "", [failed], ("why", failed.Detail))));

    private static IEnumerable<Finding> ConnectionsLost(JournalView journal) =>
        journal.Of<JournalEntry.ChannelLost>().GroupBy(lost => lost.Candidate.Host)
            .Select(same => Found(
                journal, Catalogue.RegistrationConnectionLost, same.Key.Text, same,
                ("registrar", same.Key.Text), ("why", WordsOf(same.First().Why))));

    private static IEnumerable<Finding> Notices(JournalView journal) =>
        journal.Of<JournalEntry.RegistrationNotice>()
            .Select(notice => (Notice: notice, Definition: DefinitionOf(notice)))
            .Where(each => each.Definition is not null)
            .GroupBy(each => (each.Definition, each.Notice.Candidate.Host), each => each.Notice)
            .Select(same => Diagnosed(
                Found(
                    journal, same.Key.Definition!, same.Key.Host.Text, same,
                    ("registrar", same.Key.Host.Text),
                    ("target", same.First().Preferred is { } to ? to.Host.Text : "another Registrar")),
                same.First().Diagnostics));

    private static FindingDefinition? DefinitionOf(JournalEntry.RegistrationNotice told) => told.Notice.Kind switch
    {
        RegistrationEventKind.Unregistered => Catalogue.EndpointEvicted,
        RegistrationEventKind.Rejected => Catalogue.UserDisabled,
        RegistrationEventKind.Deactivated or RegistrationEventKind.PreferredRegistrarChange => Catalogue.UserMoved,
        _ => null,
    };

    private static IEnumerable<Finding> SignOuts(JournalView journal)
    {
        if (journal.Summary.Registered is { } registered
            && journal.Of<JournalEntry.SignedOut>().LastOrDefault() is { Confirmed: false } signedOut)
        {
            yield return Found(
                journal, Catalogue.SignOutNotConfirmed, registered.Candidate.Host.Text, [signedOut],
                ("registrar", registered.Candidate.Host.Text));
        }
    }
}
