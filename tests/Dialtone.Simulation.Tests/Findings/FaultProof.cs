using System.Collections.Immutable;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Simulation.Tests.Findings;

/// <summary>A fault alone: what was expected, and what was found.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Scenario">Its scenario.</param>
/// <param name="Diagnosis">What came of it.</param>
internal sealed record FaultProof(LabFault Fault, LabScenario Scenario, Diagnosis Diagnosis)
{
    private static readonly Lazy<ImmutableSortedDictionary<string, FaultProof>> Once = new(() =>
        FaultScenarios.All.AsParallel().Select(one => (one.Key, Proof: Make(one.Value)))
            .ToImmutableSortedDictionary(one => one.Key, one => one.Proof, StringComparer.Ordinal));

    /// <summary>Every fault, each made once.</summary>
    public static ImmutableSortedDictionary<string, FaultProof> All => Once.Value;

    /// <summary>What was expected.</summary>
    public LabExpectation Expected => Scenario.Expect!;

    /// <summary>Why the diagnosis is wrong; empty where it is right.</summary>
    public string WhyWrong { get; } = Judgement.WhyWrong(Scenario.Expect!, Diagnosis);

    private static FaultProof Make(LabScenario scenario)
    {
        var fault = FaultScenarios.FaultOf(scenario);
        return new(fault, scenario, DiagnosisWorld.Of(scenario.Deployment, scenario.Expect.ShouldNotBeNull(), fault));
    }
}
