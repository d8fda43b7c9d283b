using Dialtone.Cli.Tests.Running;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;

namespace Dialtone.Cli.Tests.Test;

/// <summary>How somebody who breaks the lab is told where that shows.</summary>
public sealed class FaultSightingTests
{
    [Theory]
    [InlineData("pin-wrong", "phone-bootstrap --lab --fault pin-wrong")]
    [InlineData("dhcp6-refused", "registration --lab --fault dhcp6-refused --profile sip")]
    [InlineData("lyncdiscover-loop", "registration --lab --fault lyncdiscover-loop --profile lync-client")]
    [InlineData("auth-proof-refused", "registration --lab --fault auth-proof-refused --auth ntlm")]
    [InlineData("web-chain-404", "client-auth --lab --fault web-chain-404 --trust-on-first-use")]
    public async Task Where_another_command_line_shows_a_fault_it_is_said(string fault, string how)
    {
        var run = await RunningProgram.RunAsync("test", "client-auth", "--lab", "--fault", fault);

        run.Error.ShouldBe($"This fault shows to: dialtone test {how}\n");
    }

    [Fact]
    public async Task The_list_of_faults_has_what_is_found()
    {
        var run = await RunningProgram.RunAsync("lab", "faults");

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Lines.Length.ShouldBe(LabFault.All.Length);
        string[][] cells = [.. run.Lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        foreach (var fault in LabFault.All)
        {
            LabFaultScenario.TryOf(fault, Deployment.Contoso, out var scenario).ShouldBeTrue();
            cells.Single(line => line[0] == fault.Name)[1].ShouldBe(scenario!.Expect!.Finding?.ToString() ?? "-");
        }
    }
}
