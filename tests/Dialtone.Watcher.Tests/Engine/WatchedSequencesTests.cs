using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;

namespace Dialtone.Watcher.Tests.Engine;

/// <summary>
/// What holds whatever happens and in whatever order: two watchers of one history that is by turns away, full and
/// silent; leases won and lost, checks added, removed, paused and asked for, a watcher that stops and is started anew
/// from its spool.
/// </summary>
public class WatchedSequencesTests
{
    private static readonly string[] Names = ["A", "B", "C", "D"];
    private static readonly string[] Outcomes = ["H", "H", "H", "D:2101", "F:1101", "F", "N"];
    private static readonly string[] Watchers = ["berlin", "paris"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Nothing_runs_twice_at_once_and_nothing_is_lost_or_kept_twice(int seed)
    {
        await using var world = new WatchedWorld();
        var chance = new Random(seed);
        var checks = Names;
        var all = new List<WatchedWorld.Watching>();
        var watching = Watchers.ToDictionary(name => name, Start);
        world.Outcome = Any;
        for (var turn = 0; turn < 80; turn++)
        {
            await ActAsync();
            foreach (var each in all)
            {
                each.Board.Checks.ShouldAllBe(view => view.Recent.Runs.Length <= RecentRuns.RunsMax);
            }
        }

        await EndAsync(world, watching.Values);
        world.Twice.ShouldBeEmpty();
        var kept = world.History.Runs;
        kept.Select(run => run.Id).ShouldBeUnique();
        all.SelectMany(each => each.Ended).Select(run => run.Id).ShouldBeSubsetOf(kept.Select(run => run.Id));
        kept.Length.ShouldBe(all.Sum(each => each.Ended.Count));
        foreach (var ofOne in kept.GroupBy(run => (run.Check, run.Watcher)))
        {
            ofOne.Select(run => run.StartedAt).ShouldBeInOrder();
        }

        WatchedWorld.Watching Start(string name)
        {
            var started = world.Start(Configuration(name));
            all.Add(started);
            return started;
        }

        WatchConfiguration Configuration(string name) =>
            WatchedWorld.Configuration([.. checks.Select(check => WatchedWorld.Check(check, 20))]) with
            {
                Watcher = name, Concurrency = 1 + chance.Next(4),
            };

        async Task ActAsync()
        {
            var name = Watchers[chance.Next(Watchers.Length)];
            var (one, check) = (watching[name], Names[chance.Next(Names.Length)]);
            switch (chance.Next(12))
            {
                case 0:
                    world.History.Trouble = StandInHistory.Away;
                    world.History.LosesItsAnswer = chance.Next(2) == 0;
                    break;
                case 1:
                    world.History.Trouble = StandInHistory.Full;
                    break;
                case 2 or 3:
                    world.History.Trouble = null;
                    break;
                case 4:
                    _ = one.Engine.RunNow(check);
                    break;
                case 5:
                    _ = one.Engine.Pause(check, chance.Next(2) == 0);
                    break;
                case 6:
                    checks = [.. Names.Where(_ => chance.Next(4) > 0)];
                    one.Engine.Apply(Configuration(name));
                    break;
                case 7:
                    var mine = chance.Next(16);
                    one.Leases.Fair = lease => ((mine >> (lease[^1] & 3)) & 1) == 0;
                    break;
                case 8:
                    world.Outcome = chance.Next(3) > 0 ? _ => null : Any;
                    break;
                case 9:
                    await EndOfOneAsync(world, one);
                    watching[name] = Start(name);
                    break;
                default:
                    foreach (var probe in world.Probes.Values)
                    {
                        probe.TrySetResult(Outcomes[chance.Next(Outcomes.Length)]);
                    }

                    break;
            }

            await world.PassAsync(chance.Next(1, 16));
        }

        // On any thread, where chance must not be asked.
        string Any(string name) => Outcomes[((world.Time.GetUtcNow().Ticks / 1000) + name[0] + seed) % Outcomes.Length];
    }

    private static async Task EndOfOneAsync(WatchedWorld world, WatchedWorld.Watching one)
    {
        one.TellToStop();
        await world.UntilAsync(
            () =>
            {
                world.Time.Advance(TimeSpan.FromSeconds(0.5));
                return one.Running.IsCompleted;
            },
            "it stops");
        await one.StopAsync();
    }

    /// <summary>All is well again: what waits is handed in.</summary>
    private static async Task EndAsync(WatchedWorld world, IReadOnlyCollection<WatchedWorld.Watching> watching)
    {
        world.History.Trouble = null;
        foreach (var one in watching)
        {
            await EndOfOneAsync(world, one);
        }
    }
}
