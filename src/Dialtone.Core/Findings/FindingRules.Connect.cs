using Dialtone.Core.Journal;
using Dialtone.Core.Net;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<FindingRule> Connect() => [ConnectRefused];

    private static IEnumerable<Finding> ConnectRefused(JournalView journal) => journal.Of<JournalEntry.ConnectFailed>()
        .Where(entry => entry.Why == ChannelEnd.Refused)
        .GroupBy(entry => (entry.Candidate.Host, entry.Candidate.Port))
        .Select(refused => new Finding(FindingCatalogue.ConnectRefused, [.. refused])
        {
            Subject = refused.Key.Host.Text,
            Values = Values(
                ("registrar", refused.Key.Host.Text),
                ("port", $"{refused.Key.Port}"),
                ("addresses", string.Join(", ", refused.Select(entry => entry.Remote).Distinct()))),
        });
}
