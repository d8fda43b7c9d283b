namespace Dialtone.Watcher.Metrics;

/// <summary>In which form metrics are written.</summary>
public enum ExpositionFormat : byte
{
    /// <summary>The text format of Prometheus, version 0.0.4.</summary>
    Text,

    /// <summary>OpenMetrics 1.0.0.</summary>
    OpenMetrics,
}
