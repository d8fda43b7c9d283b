using System.Collections.Immutable;
using Dialtone.Reports;

namespace Dialtone.Watcher.Health;

/// <summary>An answer to whether a watcher lives, or is ready.</summary>
/// <param name="Parts">The parts that the question is about.</param>
public sealed record HealthAnswer(ImmutableArray<HealthPart> Parts)
{
    /// <summary>
    /// After which the engine's loop counts as stuck. It comes round every few seconds, whatever the checks do; a
    /// machine under load may be late by some.
    /// </summary>
    public static readonly TimeSpan HeartbeatAgeMax = TimeSpan.FromSeconds(30);

    /// <summary>Whether all of it is good.</summary>
    public bool IsGood => Parts.All(each => each.IsGood);

    /// <summary>
    /// Whether it lives: if not, only starting it anew helps. What is wrong outside of it (a server that is away) is no
    /// reason to.
    /// </summary>
    public static HealthAnswer Lives(WatchHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        return new([Loop(health)]);
    }

    /// <summary>Whether it watches, and what it sees is kept.</summary>
    public static HealthAnswer IsReady(WatchHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        return new([Loop(health), Configuration(health), History(health)]);
    }

    private static HealthPart Loop(WatchHealth health) => health.SinceHeartbeat <= HeartbeatAgeMax
        ? new("loop", true, $"came round {Words.Of(health.SinceHeartbeat)} ago")
        : new("loop", false, $"stuck: came round {Words.Of(health.SinceHeartbeat)} ago, "
            + $"which should be less than {Words.Of(HeartbeatAgeMax)}");

    private static HealthPart Configuration(WatchHealth health) => health switch
    {
        { HasConfiguration: false } => new("configuration", false, "none is in force"),
        { ConfigurationFault.Length: > 0 } => new(
            "configuration", true, $"in force, but the changed file is refused: {health.ConfigurationFault}"),
        _ => new("configuration", true, "in force"),
    };

    private static HealthPart History(WatchHealth health) => health switch
    {
        { IsHistoryReachable: true } => new("history", true, health.Waiting == 0
            ? "reachable" : $"reachable; {Results(health)}"),
        { HasRoomToWait: true } => new("history", true, $"away; {Results(health)}{Trouble(health)}"),
        _ => new("history", false, $"away, and there is no room for more to wait; {Results(health)}{Trouble(health)}"),
    };

    private static string Results(WatchHealth health) =>
        health.Waiting == 1 ? "1 result waits" : $"{health.Waiting} results wait";

    private static string Trouble(WatchHealth health) =>
        health.HistoryTrouble.Length == 0 ? "" : $": {health.HistoryTrouble}";
}
