using System.Net;
using System.Net.Sockets;
using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Lab;

/// <summary>A lab in one process and its clients in others.</summary>
public sealed class LabUpTests : IDisposable
{
    private const string Alice = "sip:alice@contoso.example";
    private readonly TemporaryDirectory _directory = new();

    public LabUpTests() => Signals.SkipWhereThereAreNone();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_it_and_nothing_is_left(string signal)
    {
        await using var lab = RunningProgram.Start("lab", "up", "--json");
        var sheet = await LabSheet.OfAsync(lab);
        sheet.Json.GetProperty("schema").GetInt32().ShouldBe(1);
        File.Exists(sheet.Text("caFile")).ShouldBeTrue();
        foreach (var port in sheet.Ports())
        {
            (await ListensAsync(port)).ShouldBeTrue($"{port}");
        }

        await lab.SignalAsync(signal);
        var run = await lab.EndAsync();

        run.ExitCode.ShouldBe(0, $"{run}");
        run.Error.ShouldBe("The lab runs. Ctrl-C stops it.\nThe lab has stopped; nothing of it is left.\n");
        run.Json.GetProperty("domain").GetString().ShouldBe("contoso.example");
        Directory.GetFileSystemEntries(lab.TemporaryFiles).ShouldBeEmpty();
        foreach (var port in sheet.Ports())
        {
            (await ListensAsync(port)).ShouldBeFalse($"{port}");
        }
    }

    [Fact]
    public async Task What_it_prints_is_all_that_another_program_needs()
    {
        await using var lab = RunningProgram.Start("lab", "up", "--json");
        var sheet = await LabSheet.OfAsync(lab);

        var discovery = await RunningProgram.RunAsync(["discover", "contoso.example", "--json", .. sheet.Options[..4]]);
        discovery.ExitCode.ShouldBe(0, $"{discovery}");
        discovery.Json.GetProperty("plan")[0].GetProperty("source").GetString().ShouldBe("internal-srv");
        discovery.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("detail").GetString())
            .ShouldContain(detail => detail!.Contains("answered: Registrar pool01.contoso.example (option 120)"));

        var fromStdin = await RunningProgram.RunWithAsync(
            sheet.Password + "\n", [], ["sign-in", Alice, .. sheet.Options, "--password-stdin", "--json"]);
        fromStdin.ExitCode.ShouldBe(0, $"{fromStdin}");
        fromStdin.Json.GetProperty("verdict").GetString().ShouldBe("signed-in");

        var fromFile = await RunningProgram.RunAsync(
            ["sign-in", Alice, .. sheet.Options, "--json", "--password-file", _directory.File("pw", sheet.Password)]);
        fromFile.ExitCode.ShouldBe(0, $"{fromFile}");

        var fromEnvironment = await RunningProgram.RunWithAsync(
            null, [("DIALTONE_PASSWORD", sheet.Password)], ["sign-in", Alice, .. sheet.Options, "--json", "--verbose"]);
        fromEnvironment.ExitCode.ShouldBe(0, $"{fromEnvironment}");
        (fromEnvironment.Output + fromEnvironment.Error).ShouldNotContain(sheet.Password);
    }

    [Fact]
    public async Task The_authority_of_one_lab_is_not_trusted_in_another_and_two_run_at_once()
    {
        await using var first = RunningProgram.Start("lab", "up", "--json");
        await using var second = RunningProgram.Start("lab", "up", "--json");
        var (one, other) = (await LabSheet.OfAsync(first), await LabSheet.OfAsync(second));
        one.Ports().Intersect(other.Ports()).ShouldBeEmpty();

        string[] mixed = [.. one.Options[..4], "--ca", other.Text("caFile")];
        var run = await RunningProgram.RunWithAsync(
            one.Password, [], ["sign-in", Alice, .. mixed, "--password-stdin", "--json", "--transport", "tls"]);

        run.ExitCode.ShouldBe(1, $"{run}");
        run.Json.GetProperty("failure").GetProperty("kind").GetString().ShouldBe("untrusted");
    }

    [Fact]
    public async Task Remembered_addresses_carry_a_phone_through_an_outage_of_DNS_and_DHCP()
    {
        await using var lab = RunningProgram.Start("lab", "up", "--json");
        var sheet = await LabSheet.OfAsync(lab);
        string[] common =
        [
            "sign-in", Alice, "--ca", sheet.Text("caFile"), "--state-dir", _directory["state"],
            "--password-file", _directory.File("password", sheet.Password), "--json", "--strict",
        ];
        var first = await RunningProgram.RunAsync([.. common, .. sheet.Options[..4]]);
        first.ExitCode.ShouldBe(0, $"{first}");

        // Nothing answers DNS there: the lab's own second address speaks SIP alone.
        var nobody = $"{IPEndPoint.Parse(sheet.Text("dns")).Address}:9";
        var run = await RunningProgram.RunAsync([.. common, "--dns", nobody, "--dhcp", "off"]);

        run.ExitCode.ShouldBe(2, $"{run}");
        run.Json.GetProperty("registrar").GetProperty("source").GetString().ShouldBe("memory");
        run.Json.GetProperty("degradations").EnumerateArray().Select(text => text.GetString())
            .ShouldContain("living on memory, since DNS and DHCP gave nothing usable");
    }

    [Fact]
    public async Task For_people_it_prints_commands_to_try()
    {
        await using var lab = RunningProgram.Start("lab", "up", "--fault", "cert-expired");
        var output = await lab.OutputAsync("To try");
        await lab.SignalAsync("INT");
        var run = await lab.EndAsync();

        run.ExitCode.ShouldBe(0, $"{run}");
        output.ShouldContain("Broken on purpose");
        run.Output.ShouldContain("cert-expired");
        run.Output.ShouldContain("dialtone sign-in sip:alice@contoso.example --dns ");
        run.ShouldHaveNoEscapeCodes();
    }

    private static async Task<bool> ListensAsync(IPEndPoint port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
