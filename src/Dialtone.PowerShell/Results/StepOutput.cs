using Dialtone.Core.Transactions;
using Dialtone.Reports;

namespace Dialtone.PowerShell.Results;

/// <summary>How one step went.</summary>
public sealed class StepOutput
{
    internal StepOutput(StepReport step) => (Step, Result, Took) = (step.Step, step.Result, step.Took);

    /// <summary>Which step.</summary>
    public TransactionStep Step { get; }

    /// <summary>How it went.</summary>
    public StepResult Result { get; }

    /// <summary>How long it took; zero where that is not known, or it was not run.</summary>
    public TimeSpan Took { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Words.Of(Step)}: {Words.Of(Result)}";
}
