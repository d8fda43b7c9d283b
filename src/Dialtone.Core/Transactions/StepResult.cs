namespace Dialtone.Core.Transactions;

/// <summary>How a step went.</summary>
public enum StepResult : byte
{
    /// <summary>It was not reached, or there was no need of it.</summary>
    NotRun,

    /// <summary>It went as it should.</summary>
    Passed,

    /// <summary>It failed in part, and the way led on.</summary>
    Degraded,

    /// <summary>It failed, and nothing else led on.</summary>
    Failed,
}
