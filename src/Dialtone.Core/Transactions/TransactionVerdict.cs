namespace Dialtone.Core.Transactions;

/// <summary>The Result of a synthetic transaction.</summary>
public enum TransactionVerdict : byte
{
    /// <summary>It was stopped before it came to an end.</summary>
    NotRun,

    /// <summary>All that it is about worked.</summary>
    Success,

    /// <summary>It did not.</summary>
    Failure,
}
