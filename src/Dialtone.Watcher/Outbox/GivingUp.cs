using System.Collections.Immutable;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Outbox;

/// <summary>
/// What goes first where there is no room for all that waits, each the oldest first: reports of healthy runs, reports
/// of others, healthy runs; and only then the fact that something failed.
/// </summary>
internal static class GivingUp
{
    /// <summary>What is kept of one that waits.</summary>
    public enum Kept : byte
    {
        /// <summary>All of it.</summary>
        Whole,

        /// <summary>The run without its report.</summary>
        Run,

        /// <summary>Nothing.</summary>
        Nothing,
    }

    /// <summary>What one that waits takes.</summary>
    /// <param name="Run">The bytes of the run.</param>
    /// <param name="Report">Those of its report besides.</param>
    /// <param name="IsPlain">Whether it was healthy and changed nothing.</param>
    public readonly record struct Size(long Run, long Report, bool IsPlain)
    {
        /// <summary>All of it.</summary>
        public long Whole => Run + Report;
    }

    /// <summary>Whether a run says no more than that all is well as before.</summary>
    public static bool IsPlain(CheckRun run) => run is { Outcome: RunOutcome.Healthy, Change: null };

    /// <summary>Says what is kept of each.</summary>
    /// <param name="waiting">What waits, the oldest first.</param>
    /// <param name="room">How many bytes it may take.</param>
    public static ImmutableArray<Kept> Choose(IReadOnlyList<Size> waiting, long room)
    {
        var kept = new Kept[waiting.Count];
        var over = waiting.Sum(each => each.Whole) - room;
        (bool OfPlain, Kept To)[] order =
            [(true, Kept.Run), (false, Kept.Run), (true, Kept.Nothing), (false, Kept.Nothing)];
        foreach (var (ofPlain, to) in order)
        {
            for (var at = 0; at < kept.Length && over > 0; at++)
            {
                var freed = to == Kept.Run ? waiting[at].Report : waiting[at].Run;
                if (waiting[at].IsPlain == ofPlain && freed > 0)
                {
                    kept[at] = to;
                    over -= freed;
                }
            }
        }

        return [.. kept];
    }
}
