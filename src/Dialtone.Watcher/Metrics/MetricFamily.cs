using System.Collections.Immutable;

namespace Dialtone.Watcher.Metrics;

/// <summary>A metric: all samples of one name.</summary>
/// <param name="Name">The name of its samples.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Help">What it says, in a sentence.</param>
/// <param name="Labels">The names of its labels, behind those of the check where it is of one.</param>
public sealed record MetricFamily(string Name, MetricKind Kind, string Help, params ImmutableArray<string> Labels)
{
    private const string OfCounters = "_total";
    private const string OfInfos = "_info";

    /// <summary>
    /// The name without what the kind adds: OpenMetrics declares a family by it
    /// (<see href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0.0</see>, MetricFamily).
    /// </summary>
    public string BareName { get; } = Kind switch
    {
        MetricKind.Counter => Name[..^OfCounters.Length],
        MetricKind.Info => Name[..^OfInfos.Length],
        _ => Name,
    };

    /// <summary>The base unit, as the bare name ends in it; empty for plain numbers.</summary>
    public string Unit => BareName.EndsWith("_seconds", StringComparison.Ordinal) ? "seconds"
        : BareName.EndsWith("_bytes", StringComparison.Ordinal) ? "bytes" : "";
}
