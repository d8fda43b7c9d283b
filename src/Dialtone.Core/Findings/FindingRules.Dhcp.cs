using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<FindingRule> Dhcp() => [DhcpNoAnswer];

    private static IEnumerable<Finding> DhcpNoAnswer(JournalView journal)
    {
        if (journal.Of<JournalEntry.DhcpSeen>().LastOrDefault() is { Outcome.Status: DhcpStatus.NoAnswer } seen)
        {
            yield return new(FindingCatalogue.DhcpNoAnswer, [seen])
            {
                Values = Values(("interface", seen.Outcome.Interface ?? "this network"), ("registrar", "POOL")),
            };
        }
    }
}
