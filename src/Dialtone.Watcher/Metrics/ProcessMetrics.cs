using System.Diagnostics;
using System.Globalization;

namespace Dialtone.Watcher.Metrics;

/// <summary>
/// The process, by the names that
/// <see href="https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics">every client library of
/// Prometheus</see> has for it, and the runtime, by those of .NET.
/// </summary>
internal static class ProcessMetrics
{
    private static readonly double StartedAt = Seconds(Started());
    private static readonly double? FilesMost = OperatingSystem.IsLinux() ? LimitOfFiles() : null;

    public static void Write(PrometheusText text)
    {
        using (var process = Process.GetCurrentProcess())
        {
            text.Sample(MetricCatalogue.CpuTime, process.TotalProcessorTime.TotalSeconds);
            if (OperatingSystem.IsLinux())
            {
                text.Sample(MetricCatalogue.OpenFiles, process.HandleCount);
            }

            if (FilesMost is { } most)
            {
                text.Sample(MetricCatalogue.OpenFilesMost, most);
            }

            text.Sample(MetricCatalogue.VirtualMemory, process.VirtualMemorySize64);
            text.Sample(MetricCatalogue.ResidentMemory, process.WorkingSet64);
        }

        text.Sample(MetricCatalogue.StartTime, StartedAt);
        text.Sample(MetricCatalogue.HeapSize, GC.GetGCMemoryInfo().HeapSizeBytes);
        text.Sample(MetricCatalogue.Allocated, GC.GetTotalAllocatedBytes());
        // As .NET's own metrics have it: a collection counts for its own generation alone.
        var older = 0;
        for (var generation = GC.MaxGeneration; generation >= 0; generation--)
        {
            var count = GC.CollectionCount(generation);
            text.Sample(MetricCatalogue.Collections, count - older, $"gen{generation}");
            older = count;
        }

        text.Sample(MetricCatalogue.PauseTime, GC.GetTotalPauseDuration().TotalSeconds);
    }

    /// <summary>As Prometheus counts time.</summary>
    public static double Seconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000.0;

    private static DateTimeOffset Started()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime);
    }

    private static double? LimitOfFiles()
    {
        try
        {
            foreach (var line in File.ReadLines("/proc/self/limits"))
            {
                if (line.StartsWith("Max open files", StringComparison.Ordinal))
                {
                    var soft = line["Max open files".Length..].TrimStart().Split(' ')[0];
                    return soft == "unlimited" ? double.PositiveInfinity
                        : double.Parse(soft, CultureInfo.InvariantCulture);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // A machine without it has no such metric.
        }

        return null;
    }
}
