using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>Something is dead, and the phone signs in all the same or says what is dead (S7, S8, S9, S12).</summary>
public class OutageTests
{
    [Fact]
    public async Task The_next_address_of_a_pool_is_taken_when_nobody_is_at_the_one_that_was_drawn()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings
        {
            Addresses =
            [
                (Deployment.Pool, Deployment.NobodysAddress), (Deployment.Pool, Deployment.NobodysOtherAddress),
                (Deployment.Pool, contoso.FrontEnd2.Address),
            ],
            Services = [("_sipinternaltls._tcp.contoso.example", Deployment.Pool, 5061, 0)],
        });
        var registrar = await contoso.StartAsync(
            contoso.FrontEnd2, new KamailioSettings { Tls = (5061, contoso.Authority.Issue(Deployment.Pool)) });

        // DNS load balancing draws the order: boot afresh until a dead address came first (once in 59,049 never).
        SignInRun phone;
        var boots = 0;
        do
        {
            contoso.Forget();
            phone = await contoso.SignInAsync("--dhcp", "off", "--no-racing");
            phone.ExitCode.ShouldBe(0, phone.ToString());
        }
        while (phone.StepsOf("Connect").Count == 1 && ++boots < 10);

        registrar.Stored.Count.ShouldBe(boots + 1);
        phone.Verdict.ShouldBe("signed-in-degraded", phone.ToString());
        phone.Degradations.ShouldHaveSingleItem().ShouldContain("of pool01");
        phone.StepsOf("Connect")[^1].ShouldSatisfyAllConditions(
            step => step.Ok.ShouldBeTrue(), step => step.Address.ShouldBe("192.0.2.12:5061"));
        phone.StepsOf("Connect").SkipLast(1).ShouldAllBe(step => !step.Ok);

        // Where they race, the dead ones are outrun before they have failed.
        contoso.Forget();
        await using var racing = await contoso.SignInAsync("--dhcp", "off");
        racing.Verdict.ShouldBe("signed-in", racing.ToString());
        racing.StepsOf("Connect").ShouldHaveSingleItem().Address.ShouldBe("192.0.2.12:5061");
    }

    [Fact]
    public async Task TCP_is_taken_when_TLS_is_dead_and_the_report_says_so()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings
        {
            SipServerOption = Deployment.Pool,
            Addresses = [(Deployment.Pool, contoso.FrontEnd1.Address)],
        });
        var registrar = await contoso.StartAsync(contoso.FrontEnd1, new KamailioSettings { TcpPort = 5060 });

        await using var phone = await contoso.SignInAsync("--strict");

        phone.ExitCode.ShouldBe(2, phone.ToString());
        phone.Verdict.ShouldBe("signed-in-degraded");
        phone.Degradations.ShouldContain(each => each.Contains("not encrypted"), phone.ToString());
        phone.StepsOf("Connect").ShouldContain(step => !step.Ok && step.Address == "192.0.2.11:5061");
        registrar.Stored.ShouldContain(line => line.Contains("alice over tcp"));
    }

    [Fact]
    public async Task The_remembered_addresses_are_used_when_DNS_and_DHCP_are_both_dead()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings
        {
            SipServerOption = Deployment.Pool,
            Addresses = [(Deployment.Pool, contoso.FrontEnd1.Address)],
            Services = [("_sipinternaltls._tcp.contoso.example", Deployment.Pool, 5061, 0)],
        });
        var registrar = await contoso.StartAsync(
            contoso.FrontEnd1, new KamailioSettings { Tls = (5061, contoso.Authority.Issue(Deployment.Pool)) });
        await using var first = await contoso.SignInAsync();
        first.ExitCode.ShouldBe(0, first.ToString());
        var storedBefore = registrar.Stored.Count;

        await contoso.Services.UnplugAsync();
        await using var second = await contoso.SignInAsync();

        second.ExitCode.ShouldBe(0, second.ToString());
        second.Verdict.ShouldBe("signed-in-degraded", second.ToString());
        second.Registrar.ShouldBe("pool01.contoso.example:5061 TLS");
        registrar.Stored.Count.ShouldBeGreaterThan(storedBefore);
        registrar.Stored[^1].ShouldContain("alice over tls");
    }

    [Fact]
    public async Task A_phone_without_memory_says_that_neither_DHCP_nor_DNS_named_a_Registrar()
    {
        await using var contoso = await Deployment.BuildAsync();
        await contoso.StartAsync(new DnsmasqSettings());

        await using var phone = await contoso.SignInAsync();

        phone.ExitCode.ShouldBe(1, phone.ToString());
        phone.Verdict.ShouldBe("not-signed-in");
        phone.Failure.ShouldContain("DHCP");
        phone.Failure.ShouldContain("DNS");
        phone.ForThePerson.ShouldBe("Unable to contact Registrar for authentication. Please sign in again.");
    }
}
