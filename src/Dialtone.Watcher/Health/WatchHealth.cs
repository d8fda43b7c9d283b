namespace Dialtone.Watcher.Health;

/// <summary>
/// What the parts of a watcher say of themselves at one moment, as far as it decides whether it works.
/// </summary>
public sealed record WatchHealth
{
    /// <summary>How long ago the engine's loop came round the last time, by a clock that is never set.</summary>
    public required TimeSpan SinceHeartbeat { get; init; }

    /// <summary>
    /// Whether it knows which checks are its own: not before the leases were asked for once.
    /// </summary>
    public bool KnowsItsChecks { get; init; } = true;

    /// <summary>How many checks are its own.</summary>
    public int Held { get; init; }

    /// <summary>How many of these are due and wait for a free place.</summary>
    public int Due { get; init; }

    /// <summary>By how much the one of them that waits longest is late.</summary>
    public TimeSpan Late { get; init; }

    /// <summary>Whether a configuration is in force.</summary>
    public required bool HasConfiguration { get; init; }

    /// <summary>
    /// Why the file as it stands now is refused, while an earlier one is in force; empty where it is not.
    /// </summary>
    public string ConfigurationFault { get; init; } = "";

    /// <summary>Whether history takes results in.</summary>
    public required bool IsHistoryReachable { get; init; }

    /// <summary>Why it does not, in words without a secret; empty where it does.</summary>
    public string HistoryTrouble { get; init; } = "";

    /// <summary>How many results wait to be handed to history.</summary>
    public long Waiting { get; init; }

    /// <summary>Whether there is room for more that wait; where there is none, results are lost.</summary>
    public bool HasRoomToWait { get; init; } = true;
}
