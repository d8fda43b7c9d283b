namespace Dialtone.Reports.Html.Ladders;

/// <summary>What is amiss with a message.</summary>
internal enum LadderMark : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A request that nothing answers, as far as it was looked.</summary>
    Unanswered,

    /// <summary>It says no, or the connection failed.</summary>
    Failed,
}
