using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Outbox;

/// <summary>
/// Results that wait in memory, the oldest first, within a number of bytes. One caller at a time.
/// </summary>
/// <param name="bytesMax">About how many bytes they may have.</param>
internal sealed class MemoryQueue(long bytesMax)
{
    private readonly List<CheckRun> _waiting = [];

    public int Count => _waiting.Count;

    public long Bytes { get; private set; }

    public long ReportsGivenUp { get; private set; }

    public long RunsGivenUp { get; private set; }

    public void Add(CheckRun run)
    {
        _waiting.Add(run);
        Bytes += SizeOf(run).Whole;
        if (Bytes > bytesMax)
        {
            MakeRoom();
        }
    }

    /// <summary>The first of them: at most so many, and at most so many bytes, but at least one.</summary>
    public IReadOnlyList<CheckRun> Peek(int count, long bytes)
    {
        List<CheckRun> runs = [];
        foreach (var run in _waiting.Take(count))
        {
            bytes -= SizeOf(run).Whole;
            if (bytes < 0 && runs.Count > 0)
            {
                break;
            }

            runs.Add(run);
        }

        return runs;
    }

    /// <summary>
    /// These were handed on. Some of them may have been given up in the meantime, or lost their reports.
    /// </summary>
    public void Remove(IReadOnlyList<CheckRun> runs)
    {
        var ids = runs.Select(run => run.Id).ToHashSet();
        Bytes -= _waiting.Where(run => ids.Contains(run.Id)).Sum(run => SizeOf(run).Whole);
        _ = _waiting.RemoveAll(run => ids.Contains(run.Id));
    }

    private void MakeRoom()
    {
        var kept = GivingUp.Choose([.. _waiting.Select(SizeOf)], bytesMax / 4 * 3);
        var all = _waiting.ToArray();
        _waiting.Clear();
        for (var at = 0; at < all.Length; at++)
        {
            switch (kept[at])
            {
                case GivingUp.Kept.Whole:
                    _waiting.Add(all[at]);
                    break;
                case GivingUp.Kept.Run:
                    _waiting.Add(all[at] with { Report = null });
                    ReportsGivenUp++;
                    break;
                default:
                    RunsGivenUp++;
                    break;
            }
        }

        Bytes = _waiting.Sum(run => SizeOf(run).Whole);
    }

    // About what they take in memory: objects, and two bytes a character.
    private static GivingUp.Size SizeOf(CheckRun run) => new(
        512 + (48 * run.Steps.Length) + (2 * run.Verdict.Length)
            + run.Findings.Sum(each => 96 + (2 * (each.Subject.Length + each.Title.Length))),
        (run.Report?.Page.Length ?? 0) + (long)(run.Report?.Data.Length ?? 0),
        GivingUp.IsPlain(run));
}
