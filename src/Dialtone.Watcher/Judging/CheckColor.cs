namespace Dialtone.Watcher.Judging;

/// <summary>What is shown of a check, the worst last.</summary>
public enum CheckColor : byte
{
    /// <summary>It did not run yet, or cannot be run.</summary>
    Unknown,

    /// <summary>It works.</summary>
    Green,

    /// <summary>It works by a fall-back, or something is amiss.</summary>
    Yellow,

    /// <summary>It fails.</summary>
    Red,
}
