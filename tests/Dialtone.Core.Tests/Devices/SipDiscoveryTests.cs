using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Tests.Devices;

/// <summary>A device of standard SIP looks for its Registrar.</summary>
public class SipDiscoveryTests
{
    private static readonly DnsQuestion Naptr = new(DeviceBench.Domain, DnsType.Naptr);

    [Fact]
    public void Every_question_goes_out_at_once_NAPTR_among_them()
    {
        var bench = Bench();
        bench.PowerOn();

        bench.Effects.OfType<DeviceEffect.AskDhcp>().Count().ShouldBe(1);
        bench.Effects.OfType<DeviceEffect.AskDns>().Take(4).Select(e => e.Question).ShouldBe(
            [Naptr, Question(SrvService.SipsTcp), Question(SrvService.ExternalTcp), Question(SrvService.SipUdp)]);
    }

    [Fact]
    public void It_signs_in_by_TLS_and_keeps_its_DNS_answers()
    {
        var bench = Bench();
        bench.Records[Question(SrvService.SipsTcp)] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.Records[Question(SrvService.SipUdp)] = null;
        bench.PowerOn();

        bench.Attempts.ShouldBe(["Scratch: Dns Tls pool01:5061"]);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Effects.ShouldNotContain(e => e is DeviceEffect.FlushAnswers);
    }

    [Fact]
    public void With_the_transport_TLS_nothing_else_is_asked_for()
    {
        var bench = Bench(plan: new() { Transports = TransportChoice.Tls, Naming = StrictDnsNaming.Off, Udp = true });
        bench.PowerOn();

        bench.Effects.OfType<DeviceEffect.AskDns>().Select(e => e.Question)
            .ShouldBe([Naptr, Question(SrvService.SipsTcp)]);
        bench.Attempts.ShouldBe(["Scratch: Dns Tls contoso:5061"]);
    }

    [Fact]
    public void NAPTR_leads_to_names_that_are_asked_then()
    {
        var elsewhere = HostName.Parse("_sips._tcp.fabrikam.example");
        var bench = Bench();
        bench.Records[Naptr] = new()
        {
            Status = DnsStatus.Answered,
            Rules = [new(1, 1, "s", "SIPS+D2T", "", DnsName.From(elsewhere))],
        };
        bench.Records[new(elsewhere, DnsType.Srv)] = DeviceBench.Target(DeviceBench.Edge, 5061);
        bench.PowerOn();

        bench.Device.RegisteredWith!.ShouldSatisfyAllConditions(
            c => c.Host.ShouldBe(DeviceBench.Edge), c => c.Via.ShouldBe(elsewhere));
    }

    [Fact]
    public void DHCP_comes_before_DNS_where_it_answers_in_time()
    {
        var bench = Bench(dhcp: null);
        bench.Records[Question(SrvService.SipsTcp)] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.PowerOn();
        bench.Pass(TimeSpan.FromMilliseconds(99));
        bench.Attempts.ShouldBeEmpty();

        bench.Give(new DeviceInput.DhcpAnswered(Option120));

        bench.Attempts.ShouldBe(["Scratch: Dhcp Tls pool02:5061"]);
    }

    [Fact]
    public void A_silent_DHCP_server_costs_the_patience_and_is_still_there_when_all_else_has_failed()
    {
        var bench = Bench(dhcp: null);
        bench.Records[Question(SrvService.SipsTcp)] = DeviceBench.Target(DeviceBench.Edge, 5061);
        bench.Down[DeviceBench.At(DeviceBench.EdgeAddress, 5061)] = Net.ChannelEnd.Refused;
        bench.PowerOn();
        bench.Pass(DeviceProfile.Sip.SourcePatience!.Value);

        bench.Attempts.ShouldBe(["Scratch: Dns Tls sip:5061"]);
        bench.Device.Phase.ShouldBe(DevicePhase.Discovering);

        bench.Give(new DeviceInput.DhcpAnswered(Option120));

        bench.Attempts.ShouldBe(["Scratch: Dns Tls sip:5061", "Scratch: Dhcp Tls pool02:5061"]);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void Without_an_answer_of_DNS_DHCP_has_all_its_time()
    {
        var bench = Bench(dhcp: null);
        bench.Records[Naptr] = null;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(4));
        bench.Attempts.ShouldBeEmpty();

        bench.Give(new DeviceInput.DhcpAnswered(Option120));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_resolver_that_drops_NAPTR_costs_the_patience()
    {
        var bench = Bench();
        bench.Records[Naptr] = null;
        bench.Records[Question(SrvService.SipsTcp)] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.PowerOn();
        bench.Attempts.ShouldBeEmpty();
        bench.Pass(DeviceProfile.Sip.SourcePatience!.Value);

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.DnsSeen>().Single(e => e.Question == Naptr).Outcome.Status
            .ShouldBe(DnsStatus.NotAwaited);
        SignInSummary.Of(bench.Journal.Entries).Degradations.ShouldBeEmpty();
    }

    [Fact]
    public void NAPTR_of_a_name_that_DHCP_gives_is_waited_for_from_its_own_question_on()
    {
        var bench = Bench(dhcp: null);
        var name = DeviceBench.Pool02;
        var rules = new DnsQuestion(name, DnsType.Naptr);
        bench.Records[rules] = null;
        bench.Records[Question(SrvService.SipsTcp)] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        var service = new DnsQuestion(SrvNames.Of(SrvService.SipsTcp, name), DnsType.Srv);
        bench.Records[service] = null;
        bench.PowerOn();
        bench.Give(new DeviceInput.DhcpAnswered(Option120));
        bench.Pass(DeviceProfile.Sip.SourcePatience!.Value * 2);
        bench.Entries<JournalEntry.DnsSeen>().ShouldNotContain(e => e.Question == rules);

        bench.Give(new DeviceInput.DnsAnswered(service, DeviceBench.Target(name, 5061)));
        bench.Pass(DeviceProfile.Sip.SourcePatience!.Value);

        bench.Entries<JournalEntry.DnsSeen>().Single(e => e.Question == rules).Outcome.Status
            .ShouldBe(DnsStatus.NotAwaited);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_Registrar_given_by_name_is_located()
    {
        var bench = Bench(with: settings => settings with { Target = DeviceBench.Pool01 });
        bench.Records[new(SrvNames.Of(SrvService.SipsTcp, DeviceBench.Pool01), DnsType.Srv)] =
            DeviceBench.Target(DeviceBench.Pool02, 5071);
        bench.PowerOn();

        bench.Attempts.ShouldBe(["Target: Target Tls pool02:5071"]);
        bench.Effects.ShouldNotContain(e => e is DeviceEffect.AskDhcp);
    }

    [Fact]
    public void A_Registrar_given_with_its_port_is_not()
    {
        var bench = Bench(with: settings => settings with { Target = DeviceBench.Pool01, TargetPort = 5099 });
        bench.PowerOn();

        bench.Attempts.ShouldBe(["Target: Target Tls pool01:5099"]);
        bench.Effects.ShouldNotContain(e => e is DeviceEffect.AskDns);
    }

    [Fact]
    public void An_address_of_DHCP_is_used_as_it_stands()
    {
        var bench = Bench(dhcp: new()
        {
            Status = DhcpStatus.Answered,
            Purpose = DhcpPurpose.SipServers,
            RegistrarAddresses = [DeviceBench.Balancer],
        });
        bench.Certificates[DeviceBench.Domain] = name => DeviceBench.Certificate(name);
        bench.PowerOn();

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Sent[0].To.ShouldBe(DeviceBench.At(DeviceBench.Balancer, 5061));
        bench.Effects.ShouldNotContain(e => e is DeviceEffect.AskAddresses);
    }

    [Fact]
    public void A_target_forged_into_DNS_is_sent_nothing_however_good_its_own_certificate()
    {
        var forged = HostName.Parse("sip.fabrikam.example");
        var bench = Bench(plan: new()
        {
            Naming = StrictDnsNaming.Off,
            CertificateNames = DeviceProfile.Sip.CertificateNames,
            Transports = TransportChoice.Tls,
        });
        bench.Records[Question(SrvService.SipsTcp)] = DeviceBench.Target(forged, 5061);
        bench.Addresses[forged] = DeviceBench.Found(DeviceBench.EdgeAddress);
        bench.Certificates[DeviceBench.Domain] = _ => DeviceBench.Certificate(forged);
        bench.PowerOn();

        bench.Sent.ShouldBeEmpty();
        bench.Entries<JournalEntry.Secured>().ShouldHaveSingleItem().Verdict
            .ShouldBe(CertificateVerdict.NameMismatch);
    }

    private static DhcpOutcome Option120 { get; } = new()
    {
        Status = DhcpStatus.Answered,
        Purpose = DhcpPurpose.SipServers,
        Registrar = DeviceBench.Pool02,
        RegistrarNames = [DeviceBench.Pool02],
    };

    private static DnsQuestion Question(SrvService service) => DeviceBench.Question(service);

    private static DeviceBench Bench(
        DhcpOutcome? dhcp, PlanSettings? plan = null, Func<DeviceSettings, DeviceSettings>? with = null)
    {
        var bench = new DeviceBench
        {
            Dhcp = dhcp,
            With = settings => (with ?? (same => same))(settings with
            {
                Profile = DeviceProfile.Sip,
                Plan = plan ?? new() { Naming = StrictDnsNaming.Off, Udp = true },
            }),
        };
        return bench;
    }

    private static DeviceBench Bench(
        PlanSettings? plan = null, Func<DeviceSettings, DeviceSettings>? with = null) =>
        Bench(new DhcpOutcome { Status = DhcpStatus.NoOption }, plan, with);
}
