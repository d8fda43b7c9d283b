using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;
using Dialtone.Reports;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Metrics;

/// <summary>
/// How members of enumerations are called in labels: as in the JSON of transactions. Made once, not at every scrape.
/// </summary>
internal static class MetricNames
{
    private static readonly ImmutableArray<string> Steps = Names<TransactionStep>();
    private static readonly ImmutableArray<string> Severities = Names<FindingSeverity>();
    private static readonly ImmutableArray<string> Outcomes = Names<RunOutcome>();
    private static readonly ImmutableArray<string> Transactions = Names<TransactionKind>();

    public static string Of(TransactionStep step) => Steps[(int)step];

    public static string Of(FindingSeverity severity) => Severities[(int)severity];

    public static string Of(RunOutcome outcome) => Outcomes[(int)outcome];

    public static string Of(TransactionKind transaction) => Transactions[(int)transaction];

    private static ImmutableArray<string> Names<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(DataNames.Of)];
}
