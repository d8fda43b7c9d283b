namespace Dialtone.Core.Transactions;

/// <summary>What an entry of the journal says of a step.</summary>
internal enum StepSign : byte
{
    /// <summary>It belongs to it, and says neither.</summary>
    Seen,

    /// <summary>It worked.</summary>
    Good,

    /// <summary>Nothing was there, which is a failure only where nothing else was.</summary>
    Missing,

    /// <summary>It failed.</summary>
    Bad,
}
