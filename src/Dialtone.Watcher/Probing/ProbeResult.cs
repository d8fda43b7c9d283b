using Dialtone.Core.Transactions;

namespace Dialtone.Watcher.Probing;

/// <summary>What running a probe came to.</summary>
public abstract record ProbeResult
{
    private ProbeResult()
    {
    }

    /// <summary>It was run, with whatever result.</summary>
    /// <param name="Result">The result, its messages kept.</param>
    /// <param name="TimedOut">Whether the time ran out before the transaction came to an end.</param>
    public sealed record Ran(TransactionResult Result, bool TimedOut) : ProbeResult;

    /// <summary>It could not be run.</summary>
    /// <param name="Why">Why, in a sentence that names the file or variable.</param>
    public sealed record NotRun(string Why) : ProbeResult;
}
