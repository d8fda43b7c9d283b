using Dialtone.Core.Time;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>
/// A check that never fires is no check: each planted fault is caught within a few seeds, by the check it is for.
/// </summary>
public class CanaryTests
{
    private const int SeedsMax = 10;

    [Fact]
    public void A_swapped_order_is_caught() => IsCaught(Canaries.OrderSwapped, SimulationCheck.Order);

    [Fact]
    public void A_candidate_without_a_plan_is_caught() => IsCaught(Canaries.PlanIgnored, SimulationCheck.Order);

    [Fact]
    public void A_candidate_made_ready_too_early_is_caught() =>
        IsCaught(Canaries.MadeReadyAtOnce, SimulationCheck.Order);

    [Fact]
    public void A_candidate_registered_with_before_its_turn_is_caught() =>
        IsCaught(Canaries.RegistersAhead, SimulationCheck.Order, seeds: 20);

    [Fact]
    public void Memory_used_too_early_is_caught() => IsCaught(Canaries.MemoryTooEarly, SimulationCheck.Remembered);

    [Fact]
    public void Memory_flushed_on_failure_is_caught() =>
        IsCaught(Canaries.MemoryFlushedOnFailure, SimulationCheck.Memory);

    [Fact]
    public void Memory_stored_by_halves_is_caught() => IsCaught(Canaries.SavesHalf, SimulationCheck.Memory);

    [Fact]
    public void A_lost_deadline_is_caught_at_once_and_by_liveness()
    {
        IsCaught(Canaries.DeadlineLost, SimulationCheck.Deadline);
        IsCaught(Canaries.DeadlineLost, SimulationCheck.Liveness);
    }

    [Fact]
    public void Bytes_before_tls_are_caught() => IsCaught(Canaries.TalksBeforeTls, SimulationCheck.Secrecy);

    [Fact]
    public void Trust_in_everybody_is_caught() => IsCaught(Canaries.TrustsEverybody, SimulationCheck.Secrecy);

    [Fact]
    public void Silence_about_malformed_bytes_is_caught() =>
        IsCaught(Canaries.HidesMalformed, SimulationCheck.Evidence, seeds: 50);

    [Fact]
    public void Silence_about_malformed_dns_is_caught() =>
        IsCaught(Canaries.HidesMalformedDns, SimulationCheck.Evidence, seeds: 50);

    [Fact]
    public void Pools_that_send_nobody_home_are_caught() =>
        Enumerable.Range(1, 150)
            .Select(seed => SimulationOptions.Draw((ulong)seed) with { FailbackDetection = TimeSpan.FromDays(1) })
            .Any(options => new SimulationRun(options).Run().Findings.Any(f => f.Check == SimulationCheck.Home))
            .ShouldBeTrue();

    [Fact]
    public void Torn_memory_that_is_patched_up_is_caught() =>
        IsCaught(Canaries.PatchesMemory, SimulationCheck.Memory, seeds: 200);

    [Fact]
    public void Bindings_that_are_lost_are_caught()
    {
        var run = new SimulationRun(new() { Seed = 1 });
        run.World.At(Instant.Zero + TimeSpan.FromMinutes(20), run.Lab.Nodes.Pool01Directory.LoseAll);

        run.Run().Findings.ShouldContain(finding => finding.Check == SimulationCheck.Binding);
    }

    [Fact]
    public void Contacts_that_nobody_asks_for_are_caught() =>
        IsCaught(Canaries.FollowsNobody, SimulationCheck.Contacts);

    private static void IsCaught(DeviceFactory canary, SimulationCheck check, int seeds = SeedsMax) =>
        Enumerable.Range(1, seeds).Select(seed => SimulationOptions.Draw((ulong)seed))
            .Any(options => new SimulationRun(options, canary).Run().Findings.Any(finding => finding.Check == check))
            .ShouldBeTrue($"Nothing of kind {check} was found within {seeds} seeds.");
}
