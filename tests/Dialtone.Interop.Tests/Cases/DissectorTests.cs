using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>tshark reads what is on the cable: every message of ours and of the lab's is one it dissects.</summary>
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
        await using var cable = await Dissector.StartAsync(
            contoso.Phone.StartAsync, Host.Interface, contoso.Services.Address);

        await using var phone = await contoso.SignInAsync(
            "--profile", profile, "--transport", transport, "--interface", Host.Interface);

        phone.ExitCode.ShouldBe(0, phone.ToString());
        ShouldBeWellFormed(await cable.FinishAsync());
    }

    [Theory]
    [InlineData("lync-phone", "tcp")]
    [InlineData("sip", "udp")]
    public async Task A_whole_sign_in_to_the_lab_has_no_malformed_packet(string profile, string transport)
    {
        Requirements.SkipUnlessInstalled("tshark", "dotnet");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may capture what passes an interface.");
        await using var cable = await Dissector.StartAsync(
            RunningProcess.StartAsync, "lo", "127.0.0.1", "udp.port==10053,dns", "udp.port==10067,dhcp");

        var (exitCode, output, error) = await Tool.TryRunAsync(
            "dotnet",
            [PhoneCommand.Program, "sign-in", "--lab", "--profile", profile, "--transport", transport]);

        exitCode.ShouldBe(0, output + error);
        ShouldBeWellFormed(await cable.FinishAsync());
    }

    private static void ShouldBeWellFormed(IReadOnlyList<DissectedFrame> frames)
    {
        foreach (var protocol in (string[])["dhcp", "dns", "sip"])
        {
            frames.ShouldContain(frame => frame.Protocols.EndsWith($":{protocol}"), protocol);
        }

        frames.Where(frame => frame.IsMalformed).ShouldBeEmpty();
    }
}
