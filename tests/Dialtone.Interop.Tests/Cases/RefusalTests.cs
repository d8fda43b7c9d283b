using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>A Registrar says no, or has to be told no: the reason is said, and nothing is given away.</summary>
public class RefusalTests
{
    [Fact]
    public async Task A_wrong_password_is_said_to_be_one_after_a_single_proof()
    {
        await using var contoso = await Deployment.BuildAsync();
        var registrar = await StartPoolAsync(contoso, contoso.Authority.Issue(Deployment.Pool));

        await using var phone = await contoso.SignInAsAsync(Deployment.User, "wrong horse");

        phone.ExitCode.ShouldBe(1, phone.ToString());
        phone.Verdict.ShouldBe("not-signed-in");
        phone.FailedStep.ShouldBe("Register");
        phone.Failure.ShouldContain("password");
        registrar.Requests.Count.ShouldBe(2, "the question and one proof: more would lock the account");
        (phone.Output + phone.Error).ShouldNotContain("wrong horse");
    }

    [Fact]
    public async Task An_unknown_user_is_told_apart_from_a_wrong_password()
    {
        await using var contoso = await Deployment.BuildAsync();
        var registrar = await StartPoolAsync(contoso, contoso.Authority.Issue(Deployment.Pool));

        await using var phone = await contoso.SignInAsAsync("bob", Deployment.Password);

        phone.ExitCode.ShouldBe(1, phone.ToString());
        phone.FailedStep.ShouldBe("Register");
        phone.Failure.ShouldContain("404");
        registrar.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("expired", "expired on")]
    [InlineData("wrong name", "pool99.contoso.example")]
    [InlineData("foreign", "issued by Fabrikam Lab CA")]
    public async Task A_certificate_that_does_not_hold_is_named_and_no_SIP_is_sent(string fault, string said)
    {
        await using var contoso = await Deployment.BuildAsync();
        var registrar = await StartPoolAsync(contoso, fault switch
        {
            "expired" => contoso.Authority.IssueExpired(Deployment.Pool),
            "wrong name" => contoso.Authority.Issue("pool99.contoso.example"),
            _ => contoso.ForeignAuthority.Issue(Deployment.Pool),
        });

        await using var phone = await contoso.SignInAsync();

        phone.ExitCode.ShouldBe(1, phone.ToString());
        phone.FailedStep.ShouldBe("TLS");
        phone.Failure.ShouldContain(said);
        registrar.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_waits_for_plain_SIP_on_the_TLS_port_is_told_apart_from_a_dead_one()
    {
        await using var contoso = await Deployment.BuildAsync();
        await StartDnsmasqAsync(contoso);
        await contoso.StartAsync(contoso.FrontEnd1, new KamailioSettings { TcpPort = 5061 });

        await using var phone = await contoso.SignInAsync();

        phone.ExitCode.ShouldBe(1, phone.ToString());
        phone.FailedStep.ShouldBe("TLS");
        phone.Failure.ShouldContain("did not answer the TLS handshake");
    }

    private static async Task<Kamailio> StartPoolAsync(Deployment contoso, ServerCertificate certificate)
    {
        await StartDnsmasqAsync(contoso);
        return await contoso.StartAsync(contoso.FrontEnd1, new KamailioSettings { Tls = (5061, certificate) });
    }

    private static Task<Dnsmasq> StartDnsmasqAsync(Deployment contoso) =>
        contoso.StartAsync(new DnsmasqSettings
        {
            Addresses = [(Deployment.Pool, contoso.FrontEnd1.Address)],
            Services = [("_sipinternaltls._tcp.contoso.example", Deployment.Pool, 5061, 0)],
        });
}
