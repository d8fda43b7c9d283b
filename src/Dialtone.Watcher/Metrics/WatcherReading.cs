using System.Collections.Immutable;

namespace Dialtone.Watcher.Metrics;

/// <summary>
/// What the parts of a watcher say of themselves at the moment of a scrape. What a part does not say is left out of
/// the metrics, and not zero.
/// </summary>
public sealed record WatcherReading
{
    /// <summary>How many results wait until the history takes them.</summary>
    public long? ResultsWaiting { get; init; }

    /// <summary>Whether the history could be written when it was last tried.</summary>
    public bool? IsHistoryUp { get; init; }

    /// <summary>Whether the configuration as it stands is in force; else it was refused.</summary>
    public bool? IsConfigurationGood { get; init; }

    /// <summary>When the configuration in force was read.</summary>
    public DateTimeOffset? ConfigurationLoadedAt { get; init; }

    /// <summary>What webhooks were told.</summary>
    public ImmutableArray<DeliveryCount> Deliveries { get; init; } = [];
}
