using System.Collections.Immutable;
using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <summary>
/// What is wrong, told from what follows from it, by the journal of one sign-in alone: it sees what a device can see.
/// </summary>
public sealed record RootCauseAnalysis
{
    /// <summary>The causes that nothing else explains: the worst first, then in the order of the way.</summary>
    public ImmutableArray<Finding> Causes { get; init; } = [];

    /// <summary>What follows from a cause.</summary>
    public ImmutableArray<Consequence> Consequences { get; init; } = [];

    /// <summary>What was not looked at.</summary>
    public ImmutableArray<NotChecked> NotChecked { get; init; } = [];

    /// <summary>The first cause; <c>null</c> where nothing is wrong.</summary>
    public Finding? First => Causes.IsEmpty ? null : Causes[0];

    /// <summary>Judges a journal by every rule.</summary>
    public static RootCauseAnalysis Of(IReadOnlyList<JournalEntry> journal)
    {
        var view = new JournalView(journal);
        ImmutableArray<Finding> found = [.. FindingRules.All.SelectMany(rule => rule(view))
            .Select(finding => view.IsSignedIn && finding.Severity == FindingSeverity.Blocking
                ? finding with { Severity = FindingSeverity.Degraded }
                : finding)];
        var explained = found.Select(finding => (Finding: finding, Of: ExplanationOf(finding, found))).ToList();
        return new()
        {
            Causes = [.. explained.Where(each => each.Of is null).Select(each => each.Finding)
                .OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Definition.Step)],
            Consequences = [.. explained.Where(each => each.Of is not null)
                .Select(each => new Consequence(each.Finding, each.Of!))],
        };
    }

    private static Finding? ExplanationOf(Finding finding, ImmutableArray<Finding> among) => among.FirstOrDefault(
        other => finding.Definition.ExplainedBy.Contains(other.Code)
            && (other.Subject.Length == 0 || other.Subject == finding.Subject));
}
