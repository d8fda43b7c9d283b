namespace Dialtone.Reports;

/// <summary>What the sign in front of a line of the walk says.</summary>
public enum WalkMark : byte
{
    /// <summary>It worked.</summary>
    Done,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>Neither: something to know.</summary>
    Note,
}
