namespace Dialtone.Watcher.Outbox;

/// <summary>What there is room for while history is away.</summary>
public static class OutboxLimits
{
    /// <summary>
    /// About how many bytes of results wait in memory, where the spool cannot be written: 32 MiB, a minute of 500
    /// checks with their reports.
    /// </summary>
    public const long MemoryBytesMax = 32 * 1024 * 1024;

    /// <summary>How many bytes the spool has: 256 MiB, some hours of 500 checks a minute without reports.</summary>
    public const long SpoolBytesMax = 256 * 1024 * 1024;

    /// <summary>The largest result in the spool, in bytes; of a larger one the report is left out.</summary>
    public const int RecordBytesMax = 16 * 1024 * 1024;

    /// <summary>How many results history is given at once.</summary>
    public const int BatchMax = 64;

    /// <summary>About how many bytes it is given at once.</summary>
    public const long BatchBytesMax = 4 * 1024 * 1024;
}
