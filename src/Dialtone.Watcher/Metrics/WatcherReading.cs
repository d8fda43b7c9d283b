using System.Collections.Immutable;
using Dialtone.Watcher.Alerts;
using Dialtone.Watcher.Engine;

namespace Dialtone.Watcher.Metrics;

/// <summary>What the parts of a watcher say of themselves at the moment of a scrape.</summary>
/// <param name="Engine">The engine.</param>
public sealed record WatcherReading(EngineHealth Engine)
{
    /// <summary>Whether the configuration as it stands is in force; else it was refused.</summary>
    public bool IsConfigurationGood { get; init; } = true;

    /// <summary>When the configuration in force was read; <c>null</c> where nobody says.</summary>
    public DateTimeOffset? ConfigurationLoadedAt { get; init; }

    /// <summary>The webhooks.</summary>
    public ImmutableArray<HookStatus> Hooks { get; init; } = [];
}
