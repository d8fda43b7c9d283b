using Dialtone.Core.Journal;
using Dialtone.Core.Presence;
using Dialtone.Core.UserServices;
using Catalogue = Dialtone.Core.Findings.FindingCatalogue;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<FindingRule> Contacts() => [PresenceMissing, ContactsElsewhere, PublicationsCorrected];

    private static IEnumerable<Finding> PresenceMissing(JournalView journal) =>
        journal.Of<JournalEntry.PresenceFailed>()
            .GroupBy(failed => (Definition: DefinitionOf(failed.What, failed.Failure), failed.Candidate.Host))
            .Select(same => Diagnosed(
                Found(
                    journal, same.Key.Definition, same.Key.Host.Text, same,
                    ("registrar", same.Key.Host.Text),
                    ("what", List(same.Select(failed => WordsOf(failed.What)))),
                    ("address", journal.Account.Replace("sip:", "", StringComparison.OrdinalIgnoreCase)),
                    ("answer", AnswerOf(same.First().Failure)),
                    ("reason", ReasonOf(same.First().Failure))),
                same.First().Failure.Diagnostics));

    private static FindingDefinition DefinitionOf(PresenceRequest what, ServiceFailure failure) =>
        (failure.Kind, what) switch
        {
            (ServiceFailureKind.NoAnswer, _) => Catalogue.PresenceNoAnswer,
            (ServiceFailureKind.NoContent or ServiceFailureKind.Ended, _) => Catalogue.PresenceNoContent,
            (ServiceFailureKind.Malformed, _) => Catalogue.PresenceMalformed,
            (ServiceFailureKind.NotThere, _) => Catalogue.PresenceUserUnknown,
            (ServiceFailureKind.Unavailable, _) => Catalogue.PresenceUnavailable,
            (_, PresenceRequest.ContactList) when failure.Status == 488 => Catalogue.ContactsInExchange,
            (_, PresenceRequest.Publication) when failure.Status == 409 => Catalogue.PublicationConflict,
            (_, PresenceRequest.Publication) => Catalogue.PublicationRefused,
            (_, PresenceRequest.ContactPresence) => Catalogue.ContactPresenceRefused,
            _ => Catalogue.PresenceRefused,
        };

    private static IEnumerable<Finding> ContactsElsewhere(JournalView journal)
    {
        if (journal.Of<JournalEntry.ContactsReceived>().LastOrDefault() is { IsMigrated: true } received)
        {
            yield return Found(
                journal, Catalogue.ContactsMigrated, received.Candidate.Host.Text, [received],
                ("registrar", received.Candidate.Host.Text));
        }
    }

    /// <summary>What was published at the second try is there, and costs a round each time.</summary>
    private static IEnumerable<Finding> PublicationsCorrected(JournalView journal) =>
        journal.Of<JournalEntry.Published>().Where(published => published.Corrected)
            .GroupBy(published => published.Candidate.Host)
            .Select(same => Found(
                journal, Catalogue.PublicationConflict, same.Key.Text, same, ("registrar", same.Key.Text)) with
            {
                Severity = FindingSeverity.Advice,
            });

    private static string WordsOf(PresenceRequest what) => what switch
    {
        PresenceRequest.ContactList => "the contact list",
        PresenceRequest.OwnPresence => "own presence",
        PresenceRequest.ContactPresence => "presence of contacts",
        PresenceRequest.Containers => "members of containers",
        PresenceRequest.Publication => "publication",
        _ => "subscribers",
    };
}
