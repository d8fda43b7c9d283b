using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Metrics;

/// <summary>Counts what <c>/probe</c> did, for as long as the process lives.</summary>
public sealed class ProbeTally
{
    private readonly long[] _ran = new long[Enum.GetValues<RunOutcome>().Length];
    private long _refused;

    /// <summary>How many requests found every place taken.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>How many transactions ended so.</summary>
    public long Ran(RunOutcome outcome) => Interlocked.Read(ref _ran[(int)outcome]);

    internal void CountRun(RunOutcome outcome) => Interlocked.Increment(ref _ran[(int)outcome]);

    internal void CountRefusal() => Interlocked.Increment(ref _refused);
}
