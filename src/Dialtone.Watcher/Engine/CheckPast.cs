using System.Collections.Immutable;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Engine;

/// <summary>What history knows of a check when a watcher takes it over, or shows what another one does.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Recent">Its newest runs.</param>
internal sealed record CheckPast(CheckState State, RecentRuns Recent)
{
    // Among so many there is one that turned it, and not only one that found another cause.
    private const int ChangesMax = 20;

    // And among so many one that could be run.
    private const int FirstBadMax = 10;

    /// <summary>Reads it anew.</summary>
    /// <exception cref="HistoryException">History cannot be read just now.</exception>
    public static async Task<CheckPast> ReadAsync(
        IHistory history, WatchCheck check, CancellationToken cancellationToken)
    {
        var newest = await RunsAsync(new(check.Name, RecentRuns.RunsMax)).ConfigureAwait(false);
        if (newest.Length < RecentRuns.RunsMax)
        {
            return new(CheckJudge.Rebuild(check.Name, newest, check.VisibleAfter), RecentRuns.Of(newest));
        }

        var before = newest[^1].Id;
        var bad = await RunsAsync(
            new(check.Name, RecentRuns.BadMax) { Before = before, OnlyBad = true }).ConfigureAwait(false);
        var older = await RunsAsync(
            new(check.Name, ChangesMax) { Before = before, OnlyChanges = true }).ConfigureAwait(false);
        if (newest.All(run => run.Outcome != RunOutcome.Healthy))
        {
            older = older.AddRange(await LastGoodAsync().ConfigureAwait(false));
        }

        var runs = newest.Concat(older).DistinctBy(run => run.Id).OrderByDescending(run => run.Id);
        return new(
            CheckJudge.Rebuild(check.Name, [.. runs], check.VisibleAfter), RecentRuns.Of([.. newest, .. bad]));

        Task<ImmutableArray<CheckRun>> RunsAsync(RunQuery query) => history.RunsAsync(query, cancellationToken);

        // The last good one, and the first that was not after it.
        async Task<ImmutableArray<CheckRun>> LastGoodAsync()
        {
            var good = await RunsAsync(new(check.Name, 1) { Before = before, OnlyGood = true }).ConfigureAwait(false);
            return good.IsEmpty ? [] : good.AddRange(await RunsAsync(
                new(check.Name, FirstBadMax) { After = good[0].Id, OnlyBad = true }).ConfigureAwait(false));
        }
    }

    /// <summary>With what another watcher ran meanwhile.</summary>
    public CheckPast With(CheckRun run, int visibleAfter) =>
        new(CheckJudge.Follow(State, run, visibleAfter), Recent.With(run));
}
