namespace Dialtone.Watcher.Engine;

/// <summary>How the watcher itself is.</summary>
public sealed record EngineHealth
{
    /// <summary>Whether the loop that begins runs went round lately.</summary>
    public required bool IsAlive { get; init; }

    /// <summary>How long ago that was, by a clock that is never set.</summary>
    public TimeSpan SinceHeartbeat { get; init; }

    /// <summary>Whether it knows which checks are its own: not before the leases were asked for once.</summary>
    public required bool IsReady { get; init; }

    /// <summary>Why history takes nothing in just now, in words; <c>null</c> where it does.</summary>
    public string? HistoryFault { get; init; }

    /// <summary>Since when; <c>null</c> where history takes everything in.</summary>
    public DateTimeOffset? HistoryAwaySince { get; init; }

    /// <summary>Whether that may pass by itself; else somebody must act: the disk is full.</summary>
    public bool IsHistoryPassing { get; init; }

    /// <summary>How many runs wait to be kept by history, in memory and in the spool.</summary>
    public int Waiting { get; init; }

    /// <summary>How many bytes of these are in memory.</summary>
    public long WaitingBytes { get; init; }

    /// <summary>How many bytes the spool has.</summary>
    public long SpoolBytes { get; init; }

    /// <summary>Why the spool cannot be written, in words; <c>null</c> where it can.</summary>
    public string? SpoolFault { get; init; }

    /// <summary>How many reports were given up since the start for want of room, their runs kept.</summary>
    public long ReportsGivenUp { get; init; }

    /// <summary>How many runs were given up since the start for want of room.</summary>
    public long RunsGivenUp { get; init; }

    /// <summary>How many checks are this watcher's own now.</summary>
    public int Held { get; init; }

    /// <summary>How many runs there may be at once.</summary>
    public int Places { get; init; }

    /// <summary>How many runs are under way.</summary>
    public int Running { get; init; }

    /// <summary>How many checks are due and wait for a free place.</summary>
    public int Due { get; init; }

    /// <summary>By how much the one of them that waits longest is late.</summary>
    public TimeSpan Late { get; init; }

    /// <summary>How many runs were begun since the start.</summary>
    public long Begun { get; init; }

    /// <summary>How late all of these together began: divided by their number, how late a run begins.</summary>
    public TimeSpan LateTogether { get; init; }

    /// <summary>How many runs were skipped since the start, because the one before was not over.</summary>
    public long Skipped { get; init; }
}
