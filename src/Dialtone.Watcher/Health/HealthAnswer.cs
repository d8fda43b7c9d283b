using System.Collections.Immutable;
using Dialtone.Reports;
using Dialtone.Watcher.Engine;

namespace Dialtone.Watcher.Health;

/// <summary>An answer to whether a watcher lives, or is ready.</summary>
/// <param name="Parts">The parts that the question is about.</param>
public sealed record HealthAnswer(ImmutableArray<HealthPart> Parts)
{
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
        return new([Loop(health), Checks(health), Configuration(health), History(health)]);
    }

    private static HealthPart Loop(WatchHealth health) => health.SinceHeartbeat <= WatchEngine.AliveWithin
        ? new("loop", true, "goes round")
        : new("loop", false, $"is stuck: no check was begun for {Words.Of(health.SinceHeartbeat)}");

    private static HealthPart Checks(WatchHealth health) => health switch
    {
        { KnowsItsChecks: false } => new("checks", false, "this watcher does not know yet which are its own"),
        { Due: 0 } => new("checks", true, Own(health)),
        _ => new("checks", true, $"{Own(health)}, {health.Due} are late, by {Words.Of(health.Late)}"),
    };

    private static HealthPart Configuration(WatchHealth health) => health switch
    {
        { HasConfiguration: false } => new("configuration", false, "none is in force"),
        { ConfigurationFault: "" } => new("configuration", true, "in force"),
        _ => new("configuration", true,
            $"in force; the file has changed since, and is refused: {health.ConfigurationFault}"),
    };

    private static HealthPart History(WatchHealth health) => health switch
    {
        { IsHistoryReachable: true, Waiting: 0 } => new("history", true, "reachable"),
        { IsHistoryReachable: true } => new("history", true, $"reachable; {Wait(health)}"),
        { HasRoomToWait: true } => new("history", true, $"away, {Wait(health)}{Trouble(health)}"),
        _ => new("history", false, $"away, {Wait(health)}, and there is no room for more{Trouble(health)}"),
    };

    private static string Own(WatchHealth health) => health.Held == 1
        ? "1 is this watcher's own" : $"{health.Held} are this watcher's own";

    private static string Wait(WatchHealth health) =>
        health.Waiting == 1 ? "1 result waits" : $"{health.Waiting} results wait";

    private static string Trouble(WatchHealth health) =>
        health.HistoryTrouble.Length == 0 ? "" : $": {health.HistoryTrouble}";
}
