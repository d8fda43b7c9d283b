using Dialtone.Core.Transactions;
using Dialtone.PowerShell.Results;
using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Transactions;

public sealed class AVEdgeConnectivityTests(LabFixture lab) : IClassFixture<LabFixture>, IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_relays_that_the_Registrar_names_give_an_address_each()
    {
        var run = _session.Run($"Test-DialtoneAVEdgeConnectivity {lab.User} {lab.Here} -Verbose");

        run.Errors.ShouldBeEmpty($"{run}");
        run["Result"].ShouldBe(TransactionVerdict.Success, $"{run}");
        run["Steps"].ShouldBeOfType<StepOutput[]>()
            .Single(step => step.Step == TransactionStep.RelayAllocation).Result.ShouldBe(StepResult.Passed);
        run.Verbose.ShouldContain("'GetMediaRelayCredentials' activity started.");
    }

    [Fact]
    public void An_Edge_Server_that_is_given_is_asked_in_place_of_them()
    {
        var relay = lab.Lab.Sheet.MediaRelays[0];

        var run = _session.Run(
            $"Test-DialtoneAVEdgeConnectivity {lab.User} {lab.Here} -AVEdgeAddress {relay.Address} "
            + $"-AVEdgeUDPPort {relay.UdpPort} -AVEdgeTCPPort 1 -Verbose");

        run.Errors.ShouldBeEmpty($"{run}");
        run["Result"].ShouldBe(TransactionVerdict.Failure, $"{run}");
        run.Verbose.ShouldContain(line => line.Contains($"{relay.Address}:1", StringComparison.Ordinal), $"{run}");
    }
}
