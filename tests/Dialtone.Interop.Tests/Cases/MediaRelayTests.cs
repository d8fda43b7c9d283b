using System.Text.Json;
using Dialtone.Interop.Tests.Bench;
using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>
/// The check of a Media Relay against one that is not ours: coturn, and what a network may put in between.
/// </summary>
public class MediaRelayTests
{
    private const string Relay = "turn." + Deployment.Domain;

    [Fact]
    public async Task A_relay_is_found_by_its_name_and_answers_over_UDP_and_TCP_on_both_of_its_addresses()
    {
        await Requirements.SkipUnlessMetAsync(Coturn.Program);
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings
        {
            Addresses = [(Relay, contoso.Edge.Address), (Relay, contoso.Edge.Address6)],
        });
        await contoso.KeepAsync(Coturn.StartAsync(contoso.Edge, contoso.WorkDirectory));

        await using var check = await CheckAsync(contoso, Relay);

        check.ExitCode.ShouldBe(0, check.ToString());
        var checks = ChecksOf(check);
        checks.Select(each => (Text(each, "transport"), Text(each, "address"))).ShouldBe(
            [
                ("udp", contoso.Edge.Address), ("tcp", contoso.Edge.Address), ("udp", contoso.Edge.Address6),
                ("tcp", contoso.Edge.Address6),
            ],
            ignoreOrder: true);
        foreach (var each in checks)
        {
            Text(each, "status").ShouldBe("reachable", check.ToString());
            each.GetProperty("code").GetInt32().ShouldBe(401);
            Text(each, "realm").ShouldBe(Coturn.Realm);
            Text(each, "software").ShouldStartWith("Coturn");
        }
    }

    [Fact]
    public async Task With_the_right_password_an_address_is_given_and_given_back()
    {
        await Requirements.SkipUnlessMetAsync(Coturn.Program);
        await using var contoso = await Deployment.BuildAsync();
        var coturn = await contoso.KeepAsync(Coturn.StartAsync(contoso.Edge, contoso.WorkDirectory));

        await using var check = await CheckAsAliceAsync(contoso, Deployment.Password);

        check.ExitCode.ShouldBe(0, check.ToString());
        var checks = ChecksOf(check);
        checks.Count.ShouldBe(2);
        foreach (var each in checks)
        {
            Text(each, "status").ShouldBe("allocated", check.ToString());
            Text(each, "reflexive").ShouldStartWith(contoso.Phone.Address + ":");
            Text(each, "relayed").ShouldStartWith(contoso.Edge.Address + ":");
            each.GetProperty("freed").GetBoolean().ShouldBeTrue(check.ToString());
        }

        await coturn.WaitForAsync("ALLOCATE processed, success");
        await coturn.WaitForAsync("REFRESH processed, success");
    }

    [Fact]
    public async Task A_wrong_password_is_refused_by_a_relay_that_is_there()
    {
        await Requirements.SkipUnlessMetAsync(Coturn.Program);
        await using var contoso = await Deployment.BuildAsync();
        await contoso.KeepAsync(Coturn.StartAsync(contoso.Edge, contoso.WorkDirectory));

        await using var check = await CheckAsAliceAsync(contoso, "wrong");

        check.ExitCode.ShouldBe(1, check.ToString());
        foreach (var each in ChecksOf(check))
        {
            (Text(each, "status"), Text(each, "step")).ShouldBe(("credentials-refused", "prove"), check.ToString());
            Text(each, "detail").ShouldEndWith("user name or password is wrong for this realm");
        }
    }

    [Fact]
    public async Task Where_nobody_listens_both_transports_are_refused()
    {
        await using var contoso = await Deployment.BuildAsync();

        await using var check = await CheckAsync(contoso, contoso.Edge.Address);

        check.ExitCode.ShouldBe(1, check.ToString());
        foreach (var each in ChecksOf(check))
        {
            Text(each, "status").ShouldBe("refused", check.ToString());
            each.GetProperty("tookMs").GetDouble().ShouldBeLessThan(3000);
        }
    }

    [Fact]
    public async Task A_relay_that_is_cut_off_is_silent_after_three_sends()
    {
        await Requirements.SkipUnlessMetAsync(Coturn.Program);
        await using var contoso = await Deployment.BuildAsync();
        await contoso.KeepAsync(Coturn.StartAsync(contoso.Edge, contoso.WorkDirectory));
        await contoso.Edge.UnplugAsync();

        await using var check = await CheckAsync(contoso, contoso.Edge.Address);

        check.ExitCode.ShouldBe(1, check.ToString());
        var (udp, tcp) = (Of(check, "udp"), Of(check, "tcp"));
        (Text(udp, "status"), udp.GetProperty("sent").GetInt32()).ShouldBe(("silent", 3), check.ToString());
        (Text(tcp, "status"), Text(tcp, "step")).ShouldBe(("silent", "connect"), check.ToString());
    }

    [Fact]
    public async Task A_relay_that_stands_still_takes_the_connection_and_says_nothing()
    {
        await Requirements.SkipUnlessMetAsync(Coturn.Program);
        await using var contoso = await Deployment.BuildAsync();
        await contoso.KeepAsync(Coturn.StartAsync(contoso.Edge, contoso.WorkDirectory));
        await contoso.Edge.FreezeProgramsAsync();

        await using var check = await CheckAsync(contoso, contoso.Edge.Address);

        (Text(Of(check, "udp"), "status"), Text(Of(check, "udp"), "step")).ShouldBe(("silent", "ask"));
        (Text(Of(check, "tcp"), "status"), Text(Of(check, "tcp"), "step")).ShouldBe(("silent", "ask"));
    }

    [Fact]
    public async Task Another_service_on_the_port_is_no_relay()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(contoso.FrontEnd1, new KamailioSettings { TcpPort = 5060, UdpPort = 5060 });

        await using var check = await CheckAsync(contoso, contoso.FrontEnd1.Address + ":5060");

        check.ExitCode.ShouldBe(1, check.ToString());
        // Kamailio drops what is no SIP: a datagram in silence, a connection by closing it.
        Text(Of(check, "udp"), "status").ShouldBe("silent", check.ToString());
        Text(Of(check, "tcp"), "status").ShouldBeOneOf("closed", "silent", "not-a-relay");
    }

    [Theory]
    [InlineData("sip")]
    [InlineData("lync-phone")]
    public async Task tshark_dissects_what_is_asked_in_both_dialects(string profile)
    {
        await Requirements.SkipUnlessMetAsync(Coturn.Program, Dissector.Program);
        await using var contoso = await Deployment.BuildAsync();
        await contoso.KeepAsync(Coturn.StartAsync(contoso.Edge, contoso.WorkDirectory));
        await using var cable = await Dissector.StartAsync(
            contoso.Phone.StartAsync, Host.Interface, contoso.Services.Address);

        await using var check = await CheckAsync(contoso, contoso.Edge.Address + ":3478", profile);

        var frames = await cable.FinishAsync();
        frames.Count(frame => frame.Protocols.Contains("stun", StringComparison.Ordinal))
            .ShouldBeGreaterThan(1, string.Join('\n', frames.Select(frame => frame.Text)));
        frames.Where(frame => frame.IsMalformed).ShouldBeEmpty();
    }

    private static Task<SignInRun> CheckAsync(Deployment contoso, string relay, string profile = "sip") =>
        RunAsync(contoso, ["relay", "check", relay, "--profile", profile, "--json"]);

    private static async Task<SignInRun> CheckAsAliceAsync(Deployment contoso, string password)
    {
        var file = Path.Combine(contoso.WorkDirectory, "relay-password");
        await File.WriteAllTextAsync(file, password + "\n");
        return await RunAsync(
            contoso,
            [
                "relay", "check", contoso.Edge.Address, "--profile", "sip", "--json", "--user-name", Deployment.User,
                "--password-file", file,
            ]);
    }

    private static async Task<SignInRun> RunAsync(Deployment contoso, IReadOnlyList<string> arguments)
    {
        var run = await contoso.RunAsync(arguments);
        return await run.FinishAsync();
    }

    private static List<JsonElement> ChecksOf(SignInRun check) =>
        [.. check.Report.GetProperty("checks").EnumerateArray()];

    private static JsonElement Of(SignInRun check, string transport) =>
        ChecksOf(check).Single(each => Text(each, "transport") == transport);

    private static string Text(JsonElement check, string name) => check.GetProperty(name).GetString()!;
}
