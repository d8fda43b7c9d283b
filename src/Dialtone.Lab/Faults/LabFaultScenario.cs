using System.Diagnostics.CodeAnalysis;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Lab.Faults;

/// <summary>
/// The scenario in which a fault shows: it alone, from the start, in a deployment where no other way leads round it,
/// and what a phone must find there. Each is a file of its own, which the library carries.
/// </summary>
public static class LabFaultScenario
{
    /// <summary>The scenario of a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="basis">What is built where the scenario says nothing else.</param>
    /// <param name="scenario">The scenario, which expects something.</param>
    /// <returns>Whether the fault has one: every fault of <see cref="LabFault.All"/> has.</returns>
    /// <exception cref="InvalidOperationException">The file that the library carries is no scenario.</exception>
    public static bool TryOf(LabFault fault, Deployment basis, [NotNullWhen(true)] out LabScenario? scenario)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentNullException.ThrowIfNull(basis);
        scenario = null;
        using var stream = typeof(LabFaultScenario).Assembly
            .GetManifestResourceStream($"Dialtone.Lab.Faults.{fault.Name}.json");
        if (stream is null)
        {
            return false;
        }

        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return LabScenario.TryRead(text, basis, out scenario, out var wrong) && scenario.Expect is not null
            ? true : throw new InvalidOperationException($"The scenario of {fault}: {wrong}");
    }
}
