using Dialtone.Interop.Tests.Phone;
using Dialtone.Interop.Tests.Servers;

namespace Dialtone.Interop.Tests.Cases;

/// <summary>A phone that stays registered while things happen to its Registrars.</summary>
public class StayTests
{
    private static readonly TimeSpan SignInTimeMax = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_registration_is_renewed_before_it_ends()
    {
        await using var contoso = await Deployment.BuildAsync();
        await StartDnsmasqAsync(contoso);
        var registrar = await contoso.StartAsync(
            contoso.FrontEnd1, Pool(contoso) with { ExpiryMax = TimeSpan.FromSeconds(4) });

        await using var phone = await contoso.StayAsync("--dhcp", "off");
        await registrar.WaitForLogAsync("bench: stored alice over tls", SignInTimeMax, times: 3);

        (await registrar.FindBindingAsync(Deployment.User)).ShouldNotBeNull(phone.ToString());
    }

    [Fact]
    public async Task The_other_Front_End_is_taken_when_the_first_one_dies()
    {
        await using var contoso = await Deployment.BuildAsync();
        await StartDnsmasqAsync(contoso);
        var one = await contoso.StartAsync(contoso.FrontEnd1, Pool(contoso));
        var two = await contoso.StartAsync(contoso.FrontEnd2, Pool(contoso));

        await using var phone = await contoso.StayAsync("--dhcp", "off");
        var (atOne, atTwo) = (WaitForAliceAsync(one), WaitForAliceAsync(two));
        var dead = await Task.WhenAny(atOne, atTwo) == atOne ? contoso.FrontEnd1 : contoso.FrontEnd2;
        await dead.KillProgramsAsync();
        var (alive, address) = dead == contoso.FrontEnd1 ? (two, "192.0.2.12") : (one, "192.0.2.11");
        await (alive == two ? atTwo : atOne);

        var binding = await alive.FindBindingAsync(Deployment.User);
        binding.ShouldNotBeNull(phone.ToString()).Socket.ShouldBe($"tls:{address}:5061");
    }

    [Theory]
    [InlineData("lync-phone", "machine")]
    [InlineData("sip", "machine")]
    [InlineData("sip", "program")]
    public async Task A_Front_End_that_says_nothing_any_more_is_noticed_long_before_the_next_refresh(
        string profile, string what)
    {
        await using var contoso = await Deployment.BuildAsync();
        await StartDnsmasqAsync(contoso);
        var pool = Pool(contoso) with { ExpiryMax = TimeSpan.FromSeconds(4) };
        var one = await contoso.StartAsync(contoso.FrontEnd1, pool);
        var two = await contoso.StartAsync(contoso.FrontEnd2, pool);

        await using var phone = await contoso.StayAsync("--dhcp", "off", "--profile", profile);
        // Once it was refreshed it has surely been seen that the server answers pings.
        var (atOne, atTwo) = (WaitForAliceAsync(one, times: 2), WaitForAliceAsync(two, times: 2));
        var silent = await Task.WhenAny(atOne, atTwo) == atOne ? contoso.FrontEnd1 : contoso.FrontEnd2;
        await (what == "machine" ? silent.UnplugAsync() : silent.FreezeProgramsAsync());

        await phone.WaitForLineAsync("did not answer: the registration is lost");
        await (silent == contoso.FrontEnd1 ? atTwo : atOne);
    }

    [Fact]
    public async Task A_phone_that_finds_nobody_goes_on_until_there_is_somebody()
    {
        await using var contoso = await Deployment.BuildAsync();
        var registrar = await contoso.StartAsync(contoso.FrontEnd1, Pool(contoso));
        await using var phone = await contoso.StayAsync("--dhcp", "off");
        await phone.WaitForLineAsync("Please sign in again.");

        await StartDnsmasqAsync(contoso);

        await phone.WaitForLineAsync("signed in with pool01.contoso.example over TLS");
        registrar.Stored.Count.ShouldBe(1);
        await phone.InterruptAsync();
        phone.ExitCode.ShouldBe(0, phone.ToString());
    }

    [Theory]
    [InlineData("lync-phone")]
    [InlineData("sip")]
    public async Task A_cable_that_is_pulled_out_is_noticed_and_the_phone_is_back_when_it_is_in_again(string profile)
    {
        await using var contoso = await Deployment.BuildAsync();
        await StartDnsmasqAsync(contoso);
        var registrar = await contoso.StartAsync(contoso.FrontEnd1, Pool(contoso));
        await using var phone = await contoso.StayAsync("--dhcp", "off", "--profile", profile);
        await WaitForAliceAsync(registrar);

        await contoso.SetPhonePortAsync(isOn: false);
        await phone.WaitForLineAsync("the registration is lost");
        await phone.WaitForLineAsync("waiting 60 s at most");
        await contoso.SetPhonePortAsync(isOn: true);

        await registrar.WaitForLogAsync("bench: stored alice over tls", SignInTimeMax, times: 2);
    }

    [Fact]
    public async Task A_phone_that_gets_another_address_registers_from_there()
    {
        await using var contoso = await Deployment.BuildAsync();
        await StartDnsmasqAsync(contoso);
        var registrar = await contoso.StartAsync(contoso.FrontEnd1, Pool(contoso));
        await using var phone = await contoso.StayAsync("--dhcp", "off");
        await WaitForAliceAsync(registrar);

        await contoso.Phone.AddAddressAsync("192.0.2.51");
        await registrar.WaitForLogAsync("bench: stored alice over tls", SignInTimeMax, times: 2);
        await contoso.Phone.RemoveAddressAsync(contoso.Phone.Address);

        await phone.WaitForLineAsync("came from 192.0.2.50, which this machine no longer has");
        await registrar.WaitForLogAsync("bench: stored alice over tls", SignInTimeMax, times: 3);
        registrar.Requests[^1].ShouldContain("alice over tls from 192.0.2.51", customMessage: phone.ToString());
    }

    private static Task<string> WaitForAliceAsync(Kamailio registrar, int times = 1) =>
        registrar.WaitForLogAsync("bench: stored alice over tls", SignInTimeMax, times);

    private static Task<Dnsmasq> StartDnsmasqAsync(Deployment contoso) =>
        contoso.StartAsync(new DnsmasqSettings
        {
            Addresses =
            [
                (Deployment.Pool, contoso.FrontEnd1.Address), (Deployment.Pool, contoso.FrontEnd2.Address),
            ],
            Services =
            [
                ("_sipinternaltls._tcp.contoso.example", Deployment.Pool, 5061, 0),
                ("_sips._tcp.contoso.example", Deployment.Pool, 5061, 0),
            ],
        });

    private static KamailioSettings Pool(Deployment contoso) =>
        new() { Tls = (5061, contoso.Authority.Issue(Deployment.Pool)) };
}
