namespace Dialtone.Watcher.Outbox;

/// <summary>How results are handed to history.</summary>
public sealed record OutboxHealth
{
    /// <summary>Why history takes nothing in just now, in words without a secret; <c>null</c> where it does.</summary>
    public string? HistoryFault { get; init; }

    /// <summary>Whether that may pass by itself; else somebody must act: the disk is full.</summary>
    public bool IsPassing { get; init; }

    /// <summary>Since when; <c>null</c> where history takes everything in.</summary>
    public DateTimeOffset? AwaySince { get; init; }

    /// <summary>Why the spool cannot be written, in words; <c>null</c> where it can.</summary>
    public string? SpoolFault { get; init; }

    /// <summary>How many results wait, in memory and in the spool.</summary>
    public int Waiting { get; init; }

    /// <summary>About how many bytes of memory those have that are not in the spool.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>How many bytes the spool has.</summary>
    public long SpoolBytes { get; init; }

    /// <summary>How many results history took in since the start.</summary>
    public long Handed { get; init; }

    /// <summary>How many reports were given up since the start, their runs kept.</summary>
    public long ReportsGivenUp { get; init; }

    /// <summary>How many runs were given up since the start.</summary>
    public long RunsGivenUp { get; init; }
}
