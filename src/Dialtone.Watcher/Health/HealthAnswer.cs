using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Reports;
using Dialtone.Watcher.Configuration;
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
    /// <param name="health">How it is.</param>
    /// <param name="fault">
    /// Why the configuration's file as it is now is refused, while an earlier one is in force; <c>null</c> where it is
    /// not.
    /// </param>
    public static HealthAnswer IsReady(WatchHealth health, ConfigurationFault? fault)
    {
        ArgumentNullException.ThrowIfNull(health);
        return new([Loop(health), Checks(health), Configuration(fault), History(health)]);
    }

    private static HealthPart Loop(WatchHealth health) => health.IsAlive
        ? new("loop", true, "goes round")
        : new("loop", false, "is stuck: no check is begun any more");

    private static HealthPart Checks(WatchHealth health) => health.IsReady
        ? new("checks", true, health.Late == TimeSpan.Zero
            ? Invariant($"{health.Held} are this watcher's own")
            : Invariant($"{health.Held} are this watcher's own, {health.Due} are late, by {Words.Of(health.Late)}"))
        : new("checks", false, "this watcher does not know yet which are its own");

    private static HealthPart Configuration(ConfigurationFault? fault) => fault is null
        ? new("configuration", true, "in force")
        : new("configuration", true, $"in force; the file has changed since, and is refused: {fault}");

    private static HealthPart History(WatchHealth health) => health switch
    {
        { HistoryFault: null, Waiting: 0 } => new("history", true, "reachable"),
        { HistoryFault: null } => new("history", true, $"reachable; {Wait(health)}"),
        { SpoolFault: null } => new("history", true, $"{Away(health)}; {Wait(health)}"),
        _ => new("history", false, $"{Away(health)}; {Wait(health)}, and no more can be kept: {health.SpoolFault}"),
    };

    private static string Away(WatchHealth health) =>
        "away" + (health.HistoryAwaySince is { } since ? Invariant($" since {since.UtcDateTime:u}") : "")
        + $": {health.HistoryFault}" + (health.IsHistoryPassing ? "" : " (somebody must act)");

    private static string Wait(WatchHealth health) => Words.Count(health.Waiting, "result waits", "results wait");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
