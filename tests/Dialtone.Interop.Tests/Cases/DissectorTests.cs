using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>tshark reads what is on the cable: every message of ours, and of the lab's, is one that it can dissect.</summary>
public class DissectorTests
{
    [Theory]
    [InlineData("lync-phone", "tcp")]
    [InlineData("sip", "tcp")]
    [InlineData("sip", "udp")]
    public async Task A_whole_sign_in_on_a_real_network_has_no_malformed_packet(string profile, string transport)
    {
        Requirements.SkipUnlessInstalled("tshark");
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings
        {
            SipServerOption = Deployment.Pool,
            Addresses = [(Deployment.Pool, contoso.FrontEnd1.Address)],
            Services =
            [
                ("_sipinternal._tcp.contoso.example", Deployment.Pool, 5060, 0),
                ("_sip._tcp.contoso.example", Deployment.Pool, 5060, 0),
                ("_sip._udp.contoso.example", Deployment.Pool, 5060, 0),
            ],
        });
        await contoso.StartAsync(contoso.FrontEnd1, new KamailioSettings { TcpPort = 5060, UdpPort = 5060 });
        var file = Path.Combine(contoso.WorkDirectory, "capture.pcapng");
        await using var capture = await CaptureAsync(contoso.Phone.StartAsync, Host.Interface, file);

        await using var phone = await contoso.SignInAsync(
            "--profile", profile, "--transport", transport, "--interface", Host.Interface);
        await StopAsync(capture);

        phone.ExitCode.ShouldBe(0, phone.ToString());
        await ShouldDissectAsync(file, [], ["dhcp", "dns", "sip"]);
    }

    [Theory]
    [InlineData("lync-phone", "tcp")]
    [InlineData("sip", "udp")]
    public async Task A_whole_sign_in_to_the_lab_has_no_malformed_packet(string profile, string transport)
    {
        Requirements.SkipUnlessInstalled("tshark", "dotnet");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may capture what passes an interface.");
        using var directory = new CaptureDirectory();
        await using var capture = await CaptureAsync(RunningProcess.StartAsync, "lo", directory.File);

        var (exitCode, output, error) = await Tool.TryRunAsync(
            "dotnet",
            [PhoneCommand.Program, "sign-in", "--lab", "--profile", profile, "--transport", transport]);
        await StopAsync(capture);

        exitCode.ShouldBe(0, output + error);
        await ShouldDissectAsync(
            directory.File, ["-d", "udp.port==10053,dns", "-d", "udp.port==10067,dhcp"], ["dhcp", "dns", "sip"]);
    }

    private static async Task<RunningProcess> CaptureAsync(
        Func<IReadOnlyList<string>, string?, IReadOnlyDictionary<string, string>?, Task<RunningProcess>> start,
        string at, string file)
    {
        var capture = await start(["tshark", "-i", at, "-w", file, "-f", "udp or tcp"], null, null);
        await capture.WaitForLineAsync(line => line.Contains("Capturing on"), Tool.RunTimeMax);

        // It says so a moment before it does so; what is captured then is in the file.
        using var limit = new CancellationTokenSource(Tool.RunTimeMax);
        while (!File.Exists(file))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return capture;
    }

    private static async Task StopAsync(RunningProcess capture)
    {
        await capture.InterruptAsync();
        _ = await capture.WaitForExitAsync(Tool.RunTimeMax);
    }

    private static async Task ShouldDissectAsync(string file, string[] decode, string[] protocols)
    {
        foreach (var protocol in protocols)
        {
            (await Tool.RunAsync("tshark", ["-r", file, .. decode, "-Y", protocol])).ShouldNotBeEmpty(protocol);
        }

        (await Tool.RunAsync(
            "tshark", ["-r", file, .. decode, "-V", "-Y", "_ws.malformed || _ws.expert.severity == \"Error\""]))
            .ShouldBeEmpty();
    }

    private sealed class CaptureDirectory : IDisposable
    {
        private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("dialtone-interop-");

        public string File => Path.Combine(directory.FullName, "capture.pcapng");

        public void Dispose() => directory.Delete(recursive: true);
    }
}
