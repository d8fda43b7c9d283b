using System.Collections.Immutable;
using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <summary>
/// What is wrong, told from what follows from it, by the journal of one sign-in alone: it sees what a device can see.
/// </summary>
public sealed record RootCauseAnalysis
{
    /// <summary>
    /// The causes that nothing else explains: the one that decided a failure first, then the worst first, then in the
    /// order of the way.
    /// </summary>
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
        return Of(view, FindingRules.All.SelectMany(rule => rule(view))) with
        {
            NotChecked = [.. StepsNotChecked.Of(view)],
        };
    }

    /// <summary>
    /// Tells causes from consequences among what was found. Of a code that is found of a subject several times the
    /// first counts. What would block is no more than a degradation where the user was signed in all the same.
    /// </summary>
    /// <param name="journal">Where it was found.</param>
    /// <param name="found">What was found.</param>
    public static RootCauseAnalysis Of(JournalView journal, IEnumerable<Finding> found)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(found);
        var (cover, decisive) = (SubjectCover.Of(journal), journal.Summary.Cause);
        ImmutableArray<Finding> ordered =
        [
            .. found.DistinctBy(finding => (finding.Code, finding.Subject))
                .Select(finding => journal.IsSignedIn && finding.Severity == FindingSeverity.Blocking
                    ? finding with { Severity = FindingSeverity.Degraded } : finding)
                .OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Definition.Step)
                .ThenBy(finding => finding.Code).ThenBy(finding => finding.Subject, StringComparer.Ordinal),
        ];
        var causeOf = CausesOf(ordered, cover);
        var first = decisive is null ? null
            : ordered.Where(finding => finding.Evidence.Any(entry => ReferenceEquals(entry, decisive)))
                .Select(finding => causeOf[finding]).FirstOrDefault();
        return new()
        {
            Causes =
            [
                .. ordered.Where(finding => ReferenceEquals(causeOf[finding], finding))
                    .OrderBy(finding => !ReferenceEquals(finding, first)),
            ],
            Consequences =
            [
                .. ordered.Where(finding => !ReferenceEquals(causeOf[finding], finding))
                    .Select(finding => new Consequence(finding, causeOf[finding])),
            ],
        };
    }

    /// <summary>
    /// The cause behind each finding, which is itself for a cause. One that nothing explains is a cause, and what it
    /// explains follows from it, through as many others as there are. Of findings that explain each other in a circle
    /// the first is taken for the cause.
    /// </summary>
    private static Dictionary<Finding, Finding> CausesOf(ImmutableArray<Finding> ordered, SubjectCover cover)
    {
        var causeOf = new Dictionary<Finding, Finding>(ReferenceEqualityComparer.Instance);
        foreach (var cause in ordered.Where(finding => !ordered.Any(other => Explains(other, finding, cover))))
        {
            Follow(cause, ordered, cover, causeOf);
        }

        foreach (var finding in ordered)
        {
            Follow(finding, ordered, cover, causeOf);
        }

        return causeOf;
    }

    private static void Follow(
        Finding cause, ImmutableArray<Finding> ordered, SubjectCover cover, Dictionary<Finding, Finding> causeOf)
    {
        if (!causeOf.TryAdd(cause, cause))
        {
            return;
        }

        var open = new Queue<Finding>([cause]);
        while (open.TryDequeue(out var next))
        {
            foreach (var finding in ordered.Where(finding => Explains(next, finding, cover)))
            {
                if (causeOf.TryAdd(finding, cause))
                {
                    open.Enqueue(finding);
                }
            }
        }
    }

    private static bool Explains(Finding cause, Finding finding, SubjectCover cover) =>
        !ReferenceEquals(cause, finding)
            && ((finding.Definition.ExplainedBy.Contains(cause.Code) && cover.Covers(cause.Subject, finding.Subject))
                || (finding.Definition.ExplainedBehind.Contains(cause.Code)
                    && cover.IsBehind(cause.Subject, finding.Subject)));
}
