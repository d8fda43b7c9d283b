using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Judging;

/// <summary>
/// Says what is shown of a check after a run. One failure alone is not shown: the next run may be well. What is amiss
/// in as many runs in a row as the check asks is, and the first healthy run ends it.
/// </summary>
public static class CheckJudge
{
    /// <summary>Takes a run in.</summary>
    /// <param name="state">How the check stood before.</param>
    /// <param name="run">What was run now; later than the last one.</param>
    /// <param name="visibleAfter">In how many runs in a row something must be amiss before it is shown.</param>
    /// <returns>How it stands now, and the run with what it changed of that.</returns>
    public static (CheckState State, CheckRun Run) Next(CheckState state, CheckRun run, int visibleAfter)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(run);
        var counted = run.Outcome == RunOutcome.NotRun
            ? state with { Visible = [] }
            : Count(state, run) with { Visible = VisibleIn(state, run, visibleAfter) };
        var color = ColorOf(counted, run, visibleAfter);
        var turned = color != state.Color;
        var cause = FirstCause(counted.Visible);
        var next = counted with
        {
            Color = color,
            Since = turned || state.Last is null ? run.StartedAt : state.Since,
            OutcomeInARow = state.Last?.Outcome == run.Outcome ? state.OutcomeInARow + 1 : 1,
            Cause = color == CheckColor.Green ? null : turned ? cause : cause ?? state.Cause,
        };
        var judged = run with { Change = ChangeOf(state, next, run) };
        return (next with { Last = judged with { Report = null } }, judged);
    }

    /// <summary>
    /// Takes in a run that was judged when it was run, by another watcher or by this one before a new start: what it
    /// changed then is believed, so that nothing turns a second time.
    /// </summary>
    /// <inheritdoc cref="Next"/>
    public static CheckState Follow(CheckState state, CheckRun run, int visibleAfter)
    {
        var next = Next(state, run, visibleAfter).State with { Last = run with { Report = null } };
        if (run.Change is not { } change)
        {
            return next with { Color = state.Color, Since = state.Last is null ? next.Since : state.Since };
        }

        return next with
        {
            Color = change.To,
            Since = change.From == change.To ? state.Since : run.StartedAt,
            Cause = change.Code.Length == 0 ? next.Cause : Named(run, change.Code) ?? next.Cause,
        };
    }

    /// <summary>How a check stands by what history keeps of it.</summary>
    /// <param name="check">Its name.</param>
    /// <param name="newestFirst">
    /// Its newest runs, the newest first. Older ones may follow with a gap between: the last that was healthy, the
    /// first that was not, those that changed something.
    /// </param>
    /// <param name="visibleAfter">In how many runs in a row something must be amiss before it is shown.</param>
    public static CheckState Rebuild(string check, IReadOnlyList<CheckRun> newestFirst, int visibleAfter)
    {
        ArgumentNullException.ThrowIfNull(newestFirst);
        var state = new CheckState { Check = check };
        var isTold = false;
        foreach (var run in newestFirst.Reverse())
        {
            // Before the first change that is known nobody says what was shown.
            isTold |= run.Change is not null;
            state = isTold ? Follow(state, run, visibleAfter) : Next(state, run, visibleAfter).State with
            {
                Last = run with { Report = null },
            };
        }

        return state;
    }

    private static CheckState Count(CheckState state, CheckRun run)
    {
        var isGood = run.Outcome == RunOutcome.Healthy;
        return state with
        {
            InARow = KeysOf(run).ToImmutableDictionary(key => key, key => state.InARow.GetValueOrDefault(key) + 1),
            FailedInARow = run.Outcome == RunOutcome.Failed ? state.FailedInARow + 1 : 0,
            BadInARow = isGood ? 0 : state.BadInARow + 1,
            LastGood = isGood ? run.Id : state.LastGood,
            FirstBad = isGood ? null : state.FirstBad ?? run.Id,
        };
    }

    private static IEnumerable<FindingKey> KeysOf(CheckRun run) => run.Findings.Select(KeyOf).Distinct();

    private static FindingKey KeyOf(RunFinding finding) => new(finding.Code, finding.Subject);

    private static ImmutableArray<RunFinding> VisibleIn(CheckState before, CheckRun run, int visibleAfter) =>
        [.. run.Findings.Where(each => before.InARow.GetValueOrDefault(KeyOf(each)) + 1 >= visibleAfter)];

    private static CheckColor ColorOf(CheckState state, CheckRun run, int visibleAfter)
    {
        switch (run.Outcome)
        {
            case RunOutcome.NotRun:
                return CheckColor.Unknown;
            case RunOutcome.Healthy:
                return CheckColor.Green;
            case RunOutcome.Failed when state.FailedInARow >= visibleAfter || state.Color == CheckColor.Red:
                return CheckColor.Red;
            default:
                var isShown = state.BadInARow >= visibleAfter
                    || state.Color == CheckColor.Red
                    || state.Visible.Any(each => each.Severity > FindingSeverity.Advice);
                return isShown ? CheckColor.Yellow : state.Color;
        }
    }

    // Advice is no reason why a check is not green.
    private static RunFinding? FirstCause(ImmutableArray<RunFinding> visible) =>
        visible.FirstOrDefault(each => each.IsCause && each.Severity > FindingSeverity.Advice);

    private static RunFinding? Named(CheckRun run, string code) =>
        run.Findings.FirstOrDefault(each => each.IsCause && each.Code.ToString() == code);

    private static StateChange? ChangeOf(CheckState before, CheckState now, CheckRun run)
    {
        var isAnother = now.Cause is { } cause && (before.Cause is not { } old || KeyOf(old) != KeyOf(cause));
        if (now.Color == before.Color && !isAnother)
        {
            return null;
        }

        return now.Color == CheckColor.Green
            ? new(before.Color, now.Color, "", "")
            : new(before.Color, now.Color, now.Cause?.Code.ToString() ?? "", now.Cause?.Title ?? run.Verdict);
    }
}
