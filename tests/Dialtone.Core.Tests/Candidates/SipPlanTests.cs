using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Profiles;
using Dialtone.Core.Tests.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Tests.Candidates;

/// <summary>The ladder of standard SIP: RFC 3361 before RFC 3263.</summary>
public class SipPlanTests
{
    private static readonly HostName Domain = HostName.Parse("contoso.example");
    private static readonly PlanSettings Settings = new() { Naming = StrictDnsNaming.Off, Udp = true };

    /// <summary>The records of RFC 3263 section 4.1, with the domain of the examples here.</summary>
    private static readonly ImmutableArray<DnsData.Naptr> OfTheRfc =
    [
        Rule(50, 50, "SIPS+D2T", "_sips._tcp.contoso.example"),
        Rule(90, 50, "SIP+D2T", "_sip._tcp.contoso.example"),
        Rule(100, 50, "SIP+D2U", "_sip._udp.contoso.example"),
    ];

    [Fact]
    public void RFC3263_4_1_A_client_with_every_transport_takes_the_first_order_first()
    {
        var plan = Plan(
            Found(OfTheRfc, tls: Srv("server1", 5061), tcp: Srv("server1", 5060), udp: Srv("server2", 5060)));

        plan.ShouldBe(
            ["Dns Tls server1.contoso.example:5061", "Dns Tcp server1.contoso.example:5060",
                "Dns Udp server2.contoso.example:5060"]);
    }

    [Fact]
    public void RFC3263_4_1_A_client_with_TCP_and_UDP_discards_the_first_record()
    {
        var found = Found(OfTheRfc, tls: Srv("server1", 5061), tcp: Srv("server1", 5060), udp: Srv("server2", 5060));

        Plan(found, Settings with { Transports = TransportChoice.Tcp }).ShouldBe(
            ["Dns Tcp server1.contoso.example:5060"]);
        Plan(found, Settings with { Transports = TransportChoice.Udp }).ShouldBe(
            ["Dns Udp server2.contoso.example:5060"]);
        Plan(found, Settings with { Transports = TransportChoice.Tls }).ShouldBe(
            ["Dns Tls server1.contoso.example:5061"]);
    }

    [Fact]
    public void RFC3263_4_1_Order_and_preference_of_NAPTR_decide_whatever_the_transport()
    {
        var found = Found(
            [Rule(20, 1, "SIPS+D2T", Name(SrvService.SipsTcp)), Rule(10, 2, "SIP+D2T", Name(SrvService.ExternalTcp)),
                Rule(10, 1, "SIP+D2U", Name(SrvService.SipUdp))],
            tls: Srv("a", 1), tcp: Srv("b", 2), udp: Srv("c", 3));

        Plan(found).ShouldBe(
            ["Dns Udp c.contoso.example:3", "Dns Tcp b.contoso.example:2", "Dns Tls a.contoso.example:1"]);
    }

    [Fact]
    public void RFC3263_4_1_A_replacement_may_lie_outside_the_domain()
    {
        var name = HostName.Parse("_sips._tcp.provider.example");
        var found = Found([Rule(1, 1, "sips+d2t", name.Text)], tls: Srv("not.looked.at", 1))
            .With(new(name, DnsType.Srv), Answer(name, Srv("edge.provider.example.", 5061)));

        Plan(found).ShouldBe(["Dns Tls edge.provider.example:5061"]);
        Built(found, Settings).Candidates.ShouldHaveSingleItem().Via.ShouldBe(name);
    }

    [Theory]
    [InlineData(CertificateNames.Host, "edge.provider.example.", "edge.provider.example", "edge.provider.example")]
    [InlineData(CertificateNames.Host, "sip", "sip.contoso.example", "sip.contoso.example")]
    [InlineData(CertificateNames.Domain, "edge.provider.example.", "contoso.example", "contoso.example")]
    [InlineData(CertificateNames.Domain, "sip", "contoso.example", "contoso.example")]
    [InlineData(CertificateNames.DomainOrOwnHost, "edge.provider.example.", "contoso.example", "contoso.example")]
    [InlineData(
        CertificateNames.DomainOrOwnHost, "sip", "sip.contoso.example", "sip.contoso.example contoso.example")]
    [InlineData(
        CertificateNames.DomainOrHost, "edge.provider.example.", "edge.provider.example",
        "edge.provider.example contoso.example")]
    public void RFC5922_The_certificate_is_for_the_domain_and_for_the_host_where_the_setting_lets_it(
        CertificateNames setting, string host, string asked, string held)
    {
        var plan = Built(Found([], tls: Srv(host, 5061)), Settings with { CertificateNames = setting });

        var candidate = plan.Candidates.ShouldHaveSingleItem();
        candidate.TlsName.Text.ShouldBe(asked);
        string.Join(' ', candidate.CertificateNames).ShouldBe(held);
    }

    [Theory]
    [InlineData("SIP+D2S", "s", "_sip._sctp.contoso.example")]
    [InlineData("SIPS+D2W", "s", "_sips._ws.contoso.example")]
    [InlineData("E2U+sip", "u", "_sip._tcp.contoso.example")]
    [InlineData("SIP+D2T", "a", "server1.contoso.example")]
    [InlineData("SIP+D2T", "s", ".")]
    public void A_rule_that_serves_nobody_here_is_skipped_and_where_none_is_left_SRV_decides(
        string service, string flags, string replacement)
    {
        var odd = Rule(1, 1, service, replacement) with { Flags = flags };

        Plan(Found([odd], tls: Srv("a", 1), udp: Srv("b", 2)))
            .ShouldBe(["Dns Tls a.contoso.example:1", "Dns Udp b.contoso.example:2"]);
        Plan(Found([odd, .. OfTheRfc], tls: Srv("a", 1))).ShouldBe(["Dns Tls a.contoso.example:1"]);
    }

    [Fact]
    public void A_regular_expression_beside_a_replacement_is_ignored() =>
        Plan(Found([OfTheRfc[0] with { Regexp = "!.*!sip:info@fabrikam.example!" }], tls: Srv("a", 1)))
            .ShouldBe(["Dns Tls a.contoso.example:1"]);

    [Fact]
    public void RFC3263_4_2_Without_any_SRV_record_the_name_itself_is_tried_at_each_default_port() =>
        Plan(Found([])).ShouldBe(
            ["Dns Tls contoso.example:5061", "Dns Tcp contoso.example:5060", "Dns Udp contoso.example:5060"]);

    [Fact]
    public void RFC2782_A_service_that_is_decidedly_not_available_leaves_nothing_to_try()
    {
        var plan = Built(Found([], tls: new SrvTarget(default, 0, 0, 0)), Settings);

        plan.Candidates.ShouldBeEmpty();
        plan.Rejected.ShouldHaveSingleItem().Reason.ShouldBe(RejectionReason.ServiceNotAvailable);
    }

    [Fact]
    public void RFC3361_Names_of_DHCP_are_located_each_before_the_next_and_before_the_domain()
    {
        var (first, second) = (HostName.Parse("proxy1.fabrikam.example"), HostName.Parse("proxy2.fabrikam.example"));
        var found = Located(Located(Found([], tls: Srv("own", 1)), first, Srv("a", 5071)), second) with
        {
            Dhcp = new()
            {
                Status = DhcpStatus.Answered,
                Registrar = first,
                RegistrarNames = [first, second],
            },
        };

        Plan(found).ShouldBe(
        [
            "Dhcp Tls a.contoso.example:5071",
            "Dhcp Tls proxy2.fabrikam.example:5061", "Dhcp Tcp proxy2.fabrikam.example:5060",
            "Dhcp Udp proxy2.fabrikam.example:5060",
            "Dns Tls own.contoso.example:1",
        ]);
    }

    [Fact]
    public void RFC3361_Addresses_of_DHCP_keep_their_order_and_need_no_DNS()
    {
        var found = Found([], udp: Srv("own", 1)) with
        {
            Dhcp = new()
            {
                Status = DhcpStatus.Answered,
                RegistrarAddresses = [IpAddress.Parse("192.0.2.9"), IpAddress.Parse("192.0.2.3")],
            },
        };

        var plan = Built(found, Settings with { Transports = TransportChoice.Udp });

        plan.Candidates.Select(c => $"{c.Source} {c.Transport} {c.Host} {c.Address} {c.Port}").ShouldBe(
        [
            "Dhcp Udp contoso.example 192.0.2.9 5060", "Dhcp Udp contoso.example 192.0.2.3 5060",
            "Dns Udp own.contoso.example  1",
        ]);
    }

    [Fact]
    public void A_name_of_DHCP_below_which_nothing_fits_is_tried_itself()
    {
        var label = new string('a', 63);
        var longest = HostName.Parse($"{label}.{label}.{label}.{new string('a', 61)}");
        var found = Found([]).With(new(longest, DnsType.Naptr), new() { Status = DnsStatus.NoData }) with
        {
            Dhcp = new() { Status = DhcpStatus.Answered, Registrar = longest, RegistrarNames = [longest] },
        };

        Built(found, Settings).Candidates.Count(c => c.Host == longest).ShouldBe(3);
        new Rung.Located(CandidateSource.Dhcp, longest).Questions(Settings).ShouldHaveSingleItem();
    }

    /// <summary>Every answer to NAPTR and SRV with every choice of transport: 3 x 4^3 x 4 = 768 plans.</summary>
    [Fact]
    public void Every_shape_of_every_answer_gives_what_the_naive_reading_of_RFC_3263_gives()
    {
        ImmutableArray<DnsData.Naptr>[] rules = [[], [OfTheRfc[2], OfTheRfc[0]], [OfTheRfc[1] with { Flags = "u" }]];
        DnsStatus[] statuses = [DnsStatus.Answered, DnsStatus.NoSuchName, DnsStatus.NoData, DnsStatus.ServerFailure];
        var plans = 0;
        foreach (var choice in Enum.GetValues<TransportChoice>())
        foreach (var naptr in rules)
        foreach (var tls in statuses)
        foreach (var tcp in statuses)
        foreach (var udp in statuses)
        {
            var found = new DiscoveryOutcome { Dhcp = DhcpOutcome.NotAsked }
                .With(new(Domain, DnsType.Naptr), new() { Status = DnsStatus.Answered, Rules = naptr })
                .With(Question(SrvService.SipsTcp), Answer(default, Srv("tls", 1)) with { Status = tls })
                .With(Question(SrvService.ExternalTcp), Answer(default, Srv("tcp", 2)) with { Status = tcp })
                .With(Question(SrvService.SipUdp), Answer(default, Srv("udp", 3)) with { Status = udp });

            (string Transport, DnsStatus Status, int Default)[] services =
                [("Tls", tls, 5061), ("Tcp", tcp, 5060), ("Udp", udp, 5060)];
            services = [.. services.Where(s => choice == TransportChoice.Auto || choice.ToString() == s.Transport)];
            if (naptr.Length == 2 && services.Any(s => s.Transport != "Tcp"))
            {
                services = [.. services.Where(s => s.Transport != "Tcp")];
            }

            var expected = services.Where(s => s.Status == DnsStatus.Answered)
                .Select(s => $"Dns {s.Transport} {s.Transport.ToLowerInvariant()}.contoso.example:"
                    + (s.Transport == "Tls" ? 1 : s.Transport == "Tcp" ? 2 : 3)).ToList();
            if (expected.Count == 0)
            {
                expected = [.. services.Select(s => $"Dns {s.Transport} contoso.example:{s.Default}")];
            }

            Plan(found, Settings with { Transports = choice }).ShouldBe(expected, $"{choice} {tls} {tcp} {udp}");
            plans++;
        }

        plans.ShouldBe(768);
    }

    private static DiscoveryOutcome Found(
        ImmutableArray<DnsData.Naptr> rules, SrvTarget? tls = null, SrvTarget? tcp = null, SrvTarget? udp = null) =>
        Located(new DiscoveryOutcome { Dhcp = DhcpOutcome.NotAsked }, Domain, tls, tcp, udp, rules);

    private static DiscoveryOutcome Located(
        DiscoveryOutcome found, HostName domain, SrvTarget? tls = null, SrvTarget? tcp = null, SrvTarget? udp = null,
        ImmutableArray<DnsData.Naptr> rules = default)
    {
        var naptr = rules.IsDefaultOrEmpty
            ? new DnsOutcome { Status = DnsStatus.NoData }
            : new DnsOutcome { Status = DnsStatus.Answered, Rules = rules };
        (SrvService Service, SrvTarget? Target)[] services =
            [(SrvService.SipsTcp, tls), (SrvService.ExternalTcp, tcp), (SrvService.SipUdp, udp)];
        return services.Aggregate(found.With(new(domain, DnsType.Naptr), naptr), (soFar, each) =>
        {
            var name = SrvNames.Of(each.Service, domain);
            return soFar.With(new(name, DnsType.Srv), each.Target is { } target
                ? Answer(name, target) : new() { Status = DnsStatus.NoSuchName, Name = name });
        });
    }

    private static CandidatePlan Built(DiscoveryOutcome found, PlanSettings settings) =>
        CandidatePlan.Of(Ladder.Sip(Domain), found, Domain, settings, new SeededEntropy(1));

    private static IEnumerable<string> Plan(DiscoveryOutcome found, PlanSettings? settings = null) =>
        Built(found, settings ?? Settings).Candidates.Select(c => $"{c.Source} {c.Transport} {c.Host}:{c.Port}");

    private static DnsOutcome Answer(HostName name, SrvTarget target) =>
        new() { Status = DnsStatus.Answered, Name = name, Targets = [target] };

    private static DnsQuestion Question(SrvService service) => new(SrvNames.Of(service, Domain), DnsType.Srv);

    private static string Name(SrvService service) => SrvNames.Of(service, Domain).Text;

    private static SrvTarget Srv(string host, ushort port) =>
        new(host.EndsWith('.') ? HostName.Parse(host) : Domain.Under(host), port, 0, 0);

    private static DnsData.Naptr Rule(ushort order, ushort preference, string service, string replacement) => new(
        order, preference, "s", service, "", replacement == "." ? default : DnsName.From(HostName.Parse(replacement)));
}
