using System.Text.Json;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>The lab's Media Relays, used by coturn's clients and read by tshark.</summary>
public class LabRelayTests
{
    private const string StunClient = "turnutils_stunclient";
    private const string TurnClient = "turnutils_uclient";

    [Fact]
    public async Task A_STUN_client_of_others_learns_its_address()
    {
        Requirements.SkipUnlessInstalled("dotnet", StunClient);
        await using var lab = await RunningLab.StartAsync();
        var relay = Relay(lab, "turn.contoso.example");

        var said = await Tool.RunAsync(StunClient, "-p", Port(relay, "udpPort"), Text(relay, "address"));

        said.ShouldContain("UDP reflexive addr: 127.0.0.1:");
    }

    // It allocates, refreshes, binds channels, and sends; what it sends is dropped, which it waits for in vain.
    [Theory]
    [InlineData("udp")]
    [InlineData("tcp", "-t")]
    public async Task A_TURN_client_of_others_is_served(string transport, params string[] options)
    {
        Requirements.SkipUnlessInstalled("dotnet", TurnClient);
        await using var lab = await RunningLab.StartAsync();
        var relay = Relay(lab, "turn.contoso.example");

        var (exitCode, output, error) = await TurnAsync(
            relay, transport + "Port", lab.PasswordOf("alice"), ["-c", "-n", "1", "-e", "127.0.0.1", .. options]);

        exitCode.ShouldBe(0, output + error);
        output.ShouldContain($"Received relay addr: {Text(relay, "address")}:50");
        output.ShouldContain("refresh response received");
        output.ShouldContain("cb response received");
        output.ShouldNotContain("error");
    }

    [Fact]
    public async Task A_TURN_client_of_others_with_a_wrong_password_is_not()
    {
        Requirements.SkipUnlessInstalled("dotnet", TurnClient);
        await using var lab = await RunningLab.StartAsync();

        var (exitCode, output, error) = await TurnAsync(
            Relay(lab, "turn.contoso.example"), "udpPort", "wrong", ["-c", "-n", "1", "-e", "127.0.0.1"]);

        exitCode.ShouldNotBe(0, output + error);
        output.ShouldNotContain("Received relay addr");
    }

    // MS-TURN has the header of classic STUN. Its frames over TCP are known to no dissector.
    [Theory]
    [InlineData("edge1.contoso.example", "udp", "classicstun", "lync-phone")]
    [InlineData("turn.contoso.example", "udp", "stun", "sip", "--user-name", "alice")]
    [InlineData("turn.contoso.example", "tcp", "stun", "sip", "--user-name", "alice")]
    public async Task What_passes_between_the_check_and_a_relay_has_no_malformed_packet(
        string name, string transport, string protocol, string profile, params string[] options)
    {
        Requirements.SkipUnlessInstalled("tshark", "dotnet");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may capture what passes an interface.");
        await using var lab = await RunningLab.StartAsync();
        var relay = Relay(lab, name);
        var port = Port(relay, transport + "Port");
        await using var cable = await Dissector.StartAsync(
            RunningProcess.StartAsync, "lo", "127.0.0.1", $"{transport}.port=={port},stun");

        await using var check = await RunningProcess.StartAsync(
            [
                "dotnet", PhoneCommand.Program, "relay", "check", $"{Text(relay, "address")}:{port}",
                "--profile", profile, .. options,
            ],
            environment: new Dictionary<string, string> { ["DIALTONE_PASSWORD"] = lab.PasswordOf("alice") });
        _ = await check.WaitForExitAsync(Tool.RunTimeMax);

        check.Output.ShouldContain("✓", customMessage: check.Error);
        var frames = await cable.FinishAsync();
        frames.ShouldContain(frame => frame.Protocols.EndsWith($":{transport}:{protocol}"), check.Output);
        frames.Where(frame => frame.IsMalformed).ShouldBeEmpty();
    }

    private static Task<(int ExitCode, string Output, string Error)> TurnAsync(
        JsonElement relay, string port, string password, string[] options) => Tool.TryRunAsync(
            TurnClient,
            ["-v", .. options, "-u", "alice", "-w", password, "-p", Port(relay, port), Text(relay, "address")]);

    private static JsonElement Relay(RunningLab lab, string name) => lab.Sheet.GetProperty("mediaRelays")
        .EnumerateArray().Single(relay => Text(relay, "name") == name);

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static string Port(JsonElement of, string name) => of.GetProperty(name).GetInt32().ToString();
}
