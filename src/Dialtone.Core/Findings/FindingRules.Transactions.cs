using Dialtone.Core.Journal;
using Dialtone.Wire.Presence;
using Catalogue = Dialtone.Core.Findings.FindingCatalogue;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<FindingRule> Synthetic() => [PresenceNotNotified];

    private static IEnumerable<Finding> PresenceNotNotified(JournalView journal) =>
        journal.Of<JournalEntry.NotificationMissed>()
            .Select(missed => new Finding(Catalogue.PresenceNotNotified, [missed])
            {
                Subject = missed.Account,
                Values = Values(
                    ("publisher", missed.Account), ("subscriber", journal.Account), ("waited", Seconds(missed.Waited)),
                    ("shown", $"{missed.Shown?.Availability ?? Availability.Unknown}"),
                    ("registrar", journal.Summary.Registered?.Candidate.Host.Text ?? "")),
            });
}
