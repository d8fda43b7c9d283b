namespace Dialtone.Watcher.Metrics;

/// <summary>What the values of a metric are.</summary>
public enum MetricKind : byte
{
    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>A count since the process began; its name ends in <c>_total</c>.</summary>
    Counter,

    /// <summary>Always 1; its labels say something. Its name ends in <c>_info</c>.</summary>
    Info,
}
