using System.Collections.Immutable;
using Dialtone.Lab.World;

namespace Dialtone.Lab.Scenarios;

/// <summary>What runs of the simulation came to.</summary>
public sealed record SimulationReport
{
    /// <summary>No run.</summary>
    public static SimulationReport Empty { get; } = new();

    /// <summary>Runs made.</summary>
    public int Seeds { get; init; }

    /// <summary>Simulated time, of all devices together.</summary>
    public TimeSpan Simulated { get; init; }

    /// <summary>Events.</summary>
    public long Events { get; init; }

    /// <summary>Registrations, refreshes not counted.</summary>
    public long SignIns { get; init; }

    /// <summary>The trace of every run, folded without regard to their order: equal where all runs were.</summary>
    public ulong Trace { get; init; }

    /// <summary>What did not hold, by seed.</summary>
    public ImmutableArray<SimulationFinding> Findings { get; init; } = [];

    /// <summary>Both together.</summary>
    public SimulationReport With(SimulationReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new()
        {
            Seeds = Seeds + other.Seeds,
            Simulated = Simulated + other.Simulated,
            Events = Events + other.Events,
            SignIns = SignIns + other.SignIns,
            Trace = Trace + other.Trace,
            Findings = [.. Findings.Concat(other.Findings).OrderBy(finding => finding.Seed)],
        };
    }

    /// <summary>Makes <paramref name="seeds"/> runs, from seed <paramref name="from"/> on, in this thread.</summary>
    public static SimulationReport Run(int seeds, ulong from = 1)
    {
        var report = Empty;
        for (var i = 0; i < seeds; i++)
        {
            report = report.With(new SimulationRun(SimulationOptions.Draw(from + (ulong)i)).Run());
        }

        return report;
    }

    /// <summary>What a digest of one run adds to <see cref="Trace"/>.</summary>
    internal static ulong Fold(ulong seed, TraceHash trace)
    {
        var hash = default(TraceHash);
        hash.Add(seed);
        hash.Add(trace.Value);
        return hash.Value;
    }
}
