using System.Collections.Immutable;
using Dialtone.Reports;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;

namespace Dialtone.Watcher.Pages;

/// <summary>What is wrong with the watcher itself, for whoever looks at its pages.</summary>
public static class PageTroubles
{
    /// <summary>Says it.</summary>
    /// <param name="health">How the engine is.</param>
    /// <param name="fault">Why the file as it stands is refused; <c>null</c> where it is in force.</param>
    public static ImmutableArray<PageTrouble> Of(EngineHealth health, ConfigurationFault? fault)
    {
        ArgumentNullException.ThrowIfNull(health);
        return [.. All(health, fault)];
    }

    private static IEnumerable<PageTrouble> All(EngineHealth health, ConfigurationFault? fault)
    {
        if (fault is not null)
        {
            yield return new("The changed configuration is refused, the one before is in force", fault.ToString());
        }

        if (!health.IsAlive)
        {
            yield return new("The watcher begins no runs", "its loop stands still");
        }

        if (health.HistoryFault is { } why)
        {
            var waiting = Words.Count(health.Waiting, "run waits", "runs wait");
            yield return new("History takes nothing in", health.Waiting == 0 ? why : $"{why}; {waiting} for it");
        }

        if (health.SpoolFault is { } spool)
        {
            yield return new("What waits for history cannot be kept on disk", spool);
        }

        if (health.RunsGivenUp > 0)
        {
            yield return new("Runs were given up for want of room", $"{health.RunsGivenUp} since the start");
        }
    }
}
