using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>What real DHCP and DNS servers do that a polite one does not (S18).</summary>
public class RealDnsAndDhcpTests
{
    private const string InternalTls = "_sipinternaltls._tcp.contoso.example";

    private static readonly string NameAsText =
        string.Join(':', Deployment.Pool.Select(letter => ((int)letter).ToString("x2")));

    [Fact]
    public async Task A_name_typed_as_text_in_option_120_is_said_to_be_one_and_the_next_rung_is_taken()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings
        {
            SipServerOption = NameAsText,
            Addresses = [(Deployment.AccessProxy, contoso.Edge.Address)],
            Services = [("_sip._tls.contoso.example", Deployment.AccessProxy, 443, 0)],
        });
        var registrar = await contoso.StartAsync(
            contoso.Edge, new KamailioSettings { Tls = (443, contoso.Authority.Issue(Deployment.AccessProxy)) });

        await using var phone = await contoso.SignInAsync();

        phone.ExitCode.ShouldBe(0, phone.ToString());
        phone.Verdict.ShouldBe("signed-in-degraded", phone.ToString());
        phone.StepsOf("DHCP").ShouldContain(
            step => !step.Ok && step.Detail.Contains("option 120 is the text 'pool01.contoso.example'"),
            phone.ToString());
        registrar.Stored.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_name_typed_as_text_in_option_120_with_nothing_else_fails_and_names_the_mistake()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings { SipServerOption = NameAsText });

        await using var phone = await contoso.SignInAsync();

        phone.ExitCode.ShouldBe(1, phone.ToString());
        phone.Failure.ShouldContain("option 120", customMessage: phone.ToString());
        phone.StepsOf("DHCP").ShouldContain(
            step => !step.Ok && step.Detail.Contains("0006706F6F6C303107636F6E746F736F076578616D706C6500"),
            phone.ToString());
    }

    [Fact]
    public async Task An_answer_with_only_an_address_gives_way_to_another_servers_answer_with_a_name()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings
        {
            SipServerOption = Deployment.NobodysAddress,
            Addresses = [(Deployment.Pool, contoso.FrontEnd1.Address)],
        });
        await contoso.StartAsync(contoso.Edge, new DnsmasqSettings { SipServerOption = Deployment.Pool });
        var registrar = await StartPoolAsync(contoso);

        await using var phone = await contoso.SignInAsync();

        phone.ExitCode.ShouldBe(0, phone.ToString());
        registrar.Stored.ShouldContain(line => line.Contains("alice over tls"));
        phone.StepsOf("DHCP").ShouldContain(step => step.Detail.Contains(contoso.Edge.Address));
    }

    [Fact]
    public async Task One_DHCP_server_asked_by_its_address_answers_to_the_client_port()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings
        {
            SipServerOption = Deployment.Pool,
            Addresses = [(Deployment.Pool, contoso.FrontEnd1.Address)],
        });
        var registrar = await StartPoolAsync(contoso);

        await using var phone = await contoso.SignInAsync("--dhcp", contoso.Services.Address);

        phone.ExitCode.ShouldBe(0, phone.ToString());
        phone.StepsOf("DHCP").ShouldContain(
            step => step.Ok && step.Detail.Contains(contoso.Services.Address), phone.ToString());
        registrar.Stored.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_truncated_answer_is_asked_for_again_over_TCP()
    {
        await using var contoso = await Deployment.BuildAsync();
        var spares = Enumerable.Range(2, 60)
            .Select(number => (InternalTls, $"pool{number:00}.contoso.example", 5061, 10));
        await contoso.StartAsync(new DnsmasqSettings
        {
            Addresses = [(Deployment.Pool, contoso.FrontEnd1.Address)],
            Services = [.. spares, (InternalTls, Deployment.Pool, 5061, 0)],
        });
        var registrar = await StartPoolAsync(contoso);
        var (_, dig, _) = await contoso.Phone.TryRunAsync(["dig", "+ignore", "-t", "SRV", InternalTls]);
        dig.ShouldContain(" tc ", customMessage: "the answer has to be too long for a datagram");

        await using var phone = await contoso.SignInAsync("--dhcp", "off");

        phone.ExitCode.ShouldBe(0, phone.ToString());
        registrar.Stored.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_pool_with_only_an_IPv6_address_is_reached()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings
        {
            Addresses = [(Deployment.Pool, contoso.FrontEnd1.Address6)],
            Services = [(InternalTls, Deployment.Pool, 5061, 0)],
        });
        var registrar = await StartPoolAsync(contoso);

        await using var phone = await contoso.SignInAsync("--dhcp", "off");

        phone.ExitCode.ShouldBe(0, phone.ToString());
        registrar.Requests.ShouldContain(line => line.Contains("from 2001:db8:"));
        registrar.Stored.ShouldNotBeEmpty();
    }

    private static Task<Kamailio> StartPoolAsync(Deployment contoso) =>
        contoso.StartAsync(
            contoso.FrontEnd1, new KamailioSettings { Tls = (5061, contoso.Authority.Issue(Deployment.Pool)) });
}
