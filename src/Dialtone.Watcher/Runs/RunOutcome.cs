namespace Dialtone.Watcher.Runs;

/// <summary>How one run of a check went, the worst last.</summary>
public enum RunOutcome : byte
{
    /// <summary>It could not be run: a password file cannot be read, there is no room for a memory.</summary>
    NotRun,

    /// <summary>All of it worked.</summary>
    Healthy,

    /// <summary>It worked, and yet something failed on the way or is amiss.</summary>
    Degraded,

    /// <summary>It failed.</summary>
    Failed,
}
