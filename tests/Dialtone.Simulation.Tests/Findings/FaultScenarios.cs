using System.Collections.Immutable;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Simulation.Tests.Findings;

/// <summary>The scenario files of single faults, one a fault, named like it.</summary>
internal static class FaultScenarios
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "lab", "faults");

    /// <summary>All of them, by name.</summary>
    public static ImmutableSortedDictionary<string, LabScenario> All { get; } = Directory.GetFiles(Folder, "*.json")
        .ToImmutableSortedDictionary(
            file => Path.GetFileNameWithoutExtension(file), Read, StringComparer.Ordinal);

    /// <summary>What is broken in one.</summary>
    public static LabFault FaultOf(LabScenario scenario) => scenario.Events.ShouldHaveSingleItem().Fault;

    private static LabScenario Read(string file)
    {
        LabScenario.TryRead(File.ReadAllBytes(file), DiagnosisWorld.Basis, out var scenario, out var fault)
            .ShouldBeTrue($"{file}: {fault}");
        return scenario!;
    }
}
