using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Memory;
using Dialtone.Core.Profiles;
using Dialtone.Core.Tests.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Tests.Candidates;

public class CandidatePlanTests
{
    private static readonly HostName Domain = HostName.Parse("contoso.example");
    private static readonly DnsStatus[] DnsStatuses = Enum.GetValues<DnsStatus>();

    [Fact]
    public void All_six_rungs_stand_in_the_documented_order()
    {
        var found = new Answers
        {
            InternalTls = Answer(Srv("int-tls.contoso.example", 5061)),
            InternalTcp = Answer(Srv("int-tcp.contoso.example", 5060)),
            ExternalTls = Answer(Srv("ext-tls.contoso.example", 443)),
            ExternalTcp = Answer(Srv("ext-tcp.contoso.example", 5060)),
            Dhcp = Dhcp("dhcp.fabrikam.example"),
        };

        var plan = Scratch(found);

        plan.Candidates.Select(Text).ShouldBe(
        [
            "InternalSrv Tls int-tls.contoso.example:5061",
            "Dhcp Tls dhcp.fabrikam.example:5061",
            "InternalSrv Tcp int-tcp.contoso.example:5060",
            "Dhcp Tcp dhcp.fabrikam.example:5060",
            "ExternalSrv Tls ext-tls.contoso.example:443",
            "ExternalSrv Tcp ext-tcp.contoso.example:5060",
        ]);
        plan.Rejected.ShouldBeEmpty();
    }

    /// <summary>Every status of every source: 11^4 x 7 = 102,487 plans.</summary>
    [Fact]
    public void A_rung_is_there_exactly_when_its_source_answered_whatever_the_others_did()
    {
        var plans = 0;
        foreach (var a in DnsStatuses)
        foreach (var b in DnsStatuses)
        foreach (var c in DnsStatuses)
        foreach (var d in DnsStatuses)
        foreach (var dhcp in Enum.GetValues<DhcpStatus>())
        {
            // Records are there with every status, so that the status alone is seen to decide.
            var found = new Answers
            {
                InternalTls = Answer(Srv("a.contoso.example", 1)) with { Status = a },
                InternalTcp = Answer(Srv("b.contoso.example", 2)) with { Status = b },
                ExternalTls = Answer(Srv("c.contoso.example", 3)) with { Status = c },
                ExternalTcp = Answer(Srv("d.contoso.example", 4)) with { Status = d },
                Dhcp = Dhcp("e.contoso.example") with { Status = dhcp },
            };
            var expected = new List<string>();
            if (a == DnsStatus.Answered)
            {
                expected.Add("InternalSrv Tls a.contoso.example:1");
            }

            if (dhcp == DhcpStatus.Answered)
            {
                expected.Add("Dhcp Tls e.contoso.example:5061");
            }

            if (b == DnsStatus.Answered)
            {
                expected.Add("InternalSrv Tcp b.contoso.example:2");
            }

            if (dhcp == DhcpStatus.Answered)
            {
                expected.Add("Dhcp Tcp e.contoso.example:5060");
            }

            if (c == DnsStatus.Answered)
            {
                expected.Add("ExternalSrv Tls c.contoso.example:3");
            }

            if (d == DnsStatus.Answered)
            {
                expected.Add("ExternalSrv Tcp d.contoso.example:4");
            }

            var plan = Scratch(found);
            if (!plan.Candidates.Select(Text).SequenceEqual(expected) || !plan.Rejected.IsEmpty)
            {
                Assert.Fail($"{a} {dhcp} {b} {c} {d}: {string.Join(", ", plan.Candidates.Select(Text))}");
            }

            plans++;
        }

        plans.ShouldBe(102_487);
    }

    /// <summary>Every shape of every answer, with every setting: 7^4 x 4 x 3 x 3 = 86,436 plans.</summary>
    [Fact]
    public void Every_shape_of_every_answer_gives_what_the_naive_reading_of_the_order_gives()
    {
        DnsOutcome[] shapes =
        [
            new() { Status = DnsStatus.NoSuchName },
            Answer(Srv("pool01.contoso.example", 5061)),
            Answer(Srv("pool02.contoso.example", 5060, priority: 20),
                Srv("pool01.contoso.example", 5061, priority: 10)),
            Answer(new SrvTarget(default, 0, 0, 0)),
            Answer(Srv("pool01.fabrikam.example", 5061), Srv("contoso.example", 443, priority: 1)),
            Answer(Srv("pool01.ad.contoso.example", 5061), Srv("pool01.ad.contoso.example", 5061, priority: 1)),
            Answer(Srv("notcontoso.example", 5061), new SrvTarget(default, 1, 1, 1)),
        ];
        DhcpOutcome[] dhcps =
        [
            new() { Status = DhcpStatus.NoAnswer },
            Dhcp("pool01.contoso.example"),
            Dhcp("pool01.fabrikam.example"),
            new() { Status = DhcpStatus.Answered },
        ];
        var plans = 0;
        foreach (var naming in Enum.GetValues<StrictDnsNaming>())
        foreach (var transports in Enum.GetValues<TransportChoice>())
        foreach (var a in shapes)
        foreach (var b in shapes)
        foreach (var c in shapes)
        foreach (var d in shapes)
        foreach (var dhcp in dhcps)
        {
            var found = new Answers
            {
                InternalTls = a, InternalTcp = b, ExternalTls = c, ExternalTcp = d, Dhcp = dhcp,
            };
            var settings = new PlanSettings { Naming = naming, Transports = transports };

            var plan = Scratch(found, settings);

            var (tried, refused) = Oracle(found, naming, transports);
            if (!plan.Candidates.Select(Text).SequenceEqual(tried)
                || !plan.Rejected.Select(Text).SequenceEqual(refused))
            {
                Assert.Fail($"{naming} {transports}: {string.Join(", ", plan.Candidates.Select(Text))}; expected "
                    + $"{string.Join(", ", tried)}; refused {string.Join(", ", plan.Rejected.Select(Text))}; expected "
                    + string.Join(", ", refused));
            }

            plans++;
        }

        plans.ShouldBe(115_248);
    }

    [Fact]
    public void Several_records_stand_within_their_rung_in_the_order_of_their_weights()
    {
        var found = new Answers
        {
            InternalTls = Answer(
                Srv("a.contoso.example", 5061, weight: 1), Srv("b.contoso.example", 5061, weight: 1000),
                Srv("c.contoso.example", 5061, priority: 1)),
            Dhcp = Dhcp("dhcp.contoso.example"),
        };

        for (ulong seed = 0; seed < 50; seed++)
        {
            var expected = SrvOrder.Sort(found.InternalTls.Targets, new SeededEntropy(seed));

            var plan = Scratch(found, entropy: new SeededEntropy(seed));

            plan.Candidates.Take(3).Select(each => each.Host).ShouldBe(expected.Select(target => target.Host));
            plan.Candidates[3].Source.ShouldBe(CandidateSource.Dhcp);
        }
    }

    [Fact]
    public void Rung_by_rung_gives_the_same_plan_even_while_lower_answers_are_out()
    {
        var found = new Answers
        {
            InternalTls = Answer(Srv("a.contoso.example", 5061, weight: 3), Srv("b.contoso.example", 5061, weight: 4)),
            ExternalTls = Answer(Srv("c.contoso.example", 443, weight: 5), Srv("a.contoso.example", 5061, weight: 6)),
            Dhcp = Dhcp("a.contoso.example"),
        };
        var ladder = Ladder.LyncPhone(Domain);
        var entropy = new SeededEntropy(5);

        var early = CandidatePlan.Empty.With(
            ladder[0], new Answers { InternalTls = found.InternalTls }.Outcome, Domain, new(), entropy);
        var plan = ladder.Skip(1)
            .Aggregate(early, (soFar, rung) => soFar.With(rung, found.Outcome, Domain, new(), entropy));

        var whole = Scratch(found, entropy: new SeededEntropy(5));
        plan.Candidates.ShouldBe(whole.Candidates);
        plan.Rejected.ShouldBe(whole.Rejected);
        ladder.Length.ShouldBe(6);
    }

    [Theory]
    [InlineData("pool01.contoso.example", StrictDnsNaming.Identical, true)]
    [InlineData("contoso.example", StrictDnsNaming.Identical, false)]
    [InlineData("contoso.example", StrictDnsNaming.Suffix, true)]
    [InlineData("pool01.ad.contoso.example", StrictDnsNaming.Identical, false)]
    [InlineData("pool01.ad.contoso.example", StrictDnsNaming.Suffix, true)]
    [InlineData("pool01.fabrikam.example", StrictDnsNaming.Suffix, false)]
    [InlineData("notcontoso.example", StrictDnsNaming.Suffix, false)]
    [InlineData("pool01.fabrikam.example", StrictDnsNaming.Off, true)]
    public void A_target_outside_the_sip_domain_is_refused_by_the_setting(
        string host, StrictDnsNaming naming, bool tried)
    {
        var plan = Scratch(new Answers { InternalTls = Answer(Srv(host, 5061)) }, new() { Naming = naming });

        plan.Candidates.Length.ShouldBe(tried ? 1 : 0);
        plan.Rejected.Select(each => each.Reason).ShouldBe(tried ? [] : [RejectionReason.OutsideSipDomain]);
    }

    [Fact]
    public void The_ports_for_names_without_one_can_be_set()
    {
        var settings = new PlanSettings { TlsPort = 15061, TcpPort = 15060 };

        Scratch(new Answers { Dhcp = Dhcp("a.contoso.example") }, settings).Candidates.Select(each => each.Port)
            .ShouldBe([(ushort)15061, (ushort)15060]);
    }

    [Fact]
    public void The_known_cycle_has_the_head_of_the_list_only_as_it_was_reached()
    {
        Known(Memory).Candidates.Select(Text).ShouldBe(["Known Tcp pool02.contoso.example:5070"]);
        Known(Memory with { KnownRegistrars = [] }).Candidates.ShouldBeEmpty();
    }

    [Fact]
    public void The_home_is_one_entry_of_the_record_its_primary_first_and_then_its_backup()
    {
        var home = Memory with { Home = [Home("pool05", null), Home("pool06", null)] };

        Known(home).Candidates.Select(Text)
            .ShouldBe(["Known Tls pool05.contoso.example:5061", "Known Tls pool06.contoso.example:5061"]);
        Known(home, new() { BackupIsKnown = false }).Candidates.Select(Text)
            .ShouldBe(["Known Tls pool05.contoso.example:5061"]);
        Known(home with { KnownRegistrars = [] }).Candidates.Length.ShouldBe(2);
    }

    /// <summary>
    /// Every home of up to three, each named for ever, for a time that is over or for one that is not, with and without
    /// addresses, the last Registrar among them or not, with every setting: (1 + 6 + 36 + 216) x 2 x 2 x 4 = 4,144.
    /// </summary>
    [Fact]
    public void Every_home_gives_what_the_naive_reading_of_S6_and_S9_gives()
    {
        (DateTimeOffset? Until, bool Resolved)[] kinds =
        [
            (null, true), (null, false), (Today, true), (Today, false), (Today.AddMinutes(1), true),
            (Today.AddMinutes(1), false),
        ];
        var plans = 0;
        foreach (var home in Homes(kinds, 3))
        foreach (var lastIsFirst in (bool[])[false, true])
        foreach (var backupIsKnown in (bool[])[false, true])
        foreach (var transports in Enum.GetValues<TransportChoice>())
        {
            var last = lastIsFirst && home.Length > 0 ? home[0].Registrar : Memory.Registrar;
            var memory = Memory with { Home = home, Registrar = last };
            var settings = new PlanSettings { BackupIsKnown = backupIsKnown, Transports = transports };
            var believed = home.Where(each => each.Until is null || each.Until > Today).ToList();
            var known = believed.Count == 0 ? ["Tcp pool02:5070"]
                : believed.Take(backupIsKnown ? 3 : 1).Select(Short).ToList();
            var remembered = believed.Where(each => each.Registrar != last && !each.Addresses.IsEmpty).Select(Short)
                .Prepend(lastIsFirst && home.Length > 0 ? Short(home[0]) : "Tls pool01:5061");

            bool IsOn(string candidate) => transports switch
            {
                TransportChoice.Auto => true,
                TransportChoice.Tls => candidate.StartsWith("Tls", StringComparison.Ordinal),
                TransportChoice.Tcp => candidate.StartsWith("Tcp", StringComparison.Ordinal),
                _ => false,
            };
            Known(memory, settings).Candidates.Select(Short).ShouldBe(known.Where(IsOn));
            CandidatePlan.Remembered(memory, settings, Today).Candidates.Select(Short)
                .ShouldBe(remembered.Where(IsOn));
            plans++;
        }

        plans.ShouldBe(4_144);
    }

    [Fact]
    public void The_remembered_cycle_has_the_last_registrar_where_it_has_addresses()
    {
        CandidatePlan.Remembered(Memory, new(), Today).Candidates.Select(Text)
            .ShouldBe(["Memory Tls pool01.contoso.example:5061"]);

        var without = CandidatePlan.Remembered(Memory with { RegistrarAddresses = [] }, new(), Today);
        without.Candidates.ShouldBeEmpty();
        without.Rejected.Select(Text).ShouldBe(["Memory pool01.contoso.example:5061 Unusable"]);
    }

    [Fact]
    public void A_remembered_transport_that_is_switched_off_is_said()
    {
        var plan = Known(Memory, new() { Transports = TransportChoice.Tls });

        plan.Candidates.ShouldBeEmpty();
        plan.Rejected.Select(Text).ShouldBe(["Known pool02.contoso.example:5070 TransportOff"]);
    }

    [Fact]
    public void The_target_cycle_has_the_given_name_by_tls_then_tcp_and_nothing_else()
    {
        var host = HostName.Parse("pool01.fabrikam.example");

        CandidatePlan.Target(host, port: null, new()).Candidates.Select(Text).ShouldBe(
            ["Target Tls pool01.fabrikam.example:5061", "Target Tcp pool01.fabrikam.example:5060"]);
        CandidatePlan.Target(host, port: 443, new() { Transports = TransportChoice.Tls }).Candidates.Select(Text)
            .ShouldBe(["Target Tls pool01.fabrikam.example:443"]);
    }

    [Fact]
    public void Udp_comes_last_where_the_profile_has_it_and_can_be_chosen_alone()
    {
        var host = HostName.Parse("sip.fabrikam.example");

        CandidatePlan.Target(host, port: null, new() { Udp = true }).Candidates.Select(Text).ShouldBe(
        [
            "Target Tls sip.fabrikam.example:5061", "Target Tcp sip.fabrikam.example:5060",
            "Target Udp sip.fabrikam.example:5060",
        ]);
        CandidatePlan.Target(host, port: null, new() { Transports = TransportChoice.Udp }).Candidates.Select(Text)
            .ShouldBe(["Target Udp sip.fabrikam.example:5060"]);
        CandidatePlan.Target(host, port: null, new()).Rejected.ShouldBeEmpty();
    }

    private static DateTimeOffset Today { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static DeviceMemory Memory { get; } = new()
    {
        Account = "sip:alice@contoso.example",
        Profile = "lync-phone",
        Registrar = new(HostName.Parse("pool01.contoso.example"), SipTransport.Tls, 5061),
        RegistrarAddresses = [IpAddress.Parse("192.0.2.11")],
        KnownRegistrars =
        [
            new(HostName.Parse("pool02.contoso.example"), SipTransport.Tcp, 5070),
            new(HostName.Parse("pool01.contoso.example"), SipTransport.Tls, 5061),
        ],
        SavedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>
    /// S3 read aloud: for each rung, for each of its names in order, say what becomes of it. Written without the
    /// product's types for rungs, order or names; records of these shapes have a priority each, so no chance is in it.
    /// </summary>
    private static (List<string> Tried, List<string> Refused) Oracle(
        Answers found, StrictDnsNaming naming, TransportChoice transports)
    {
        var tried = new List<string>();
        var refused = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var rung = 1; rung <= 6; rung++)
        {
            var tls = rung is 1 or 2 or 5;
            var fromDhcp = rung is 2 or 4;
            var source = fromDhcp ? "Dhcp" : rung <= 4 ? "InternalSrv" : "ExternalSrv";
            var names = new List<(string Host, int Port)>();
            if (fromDhcp && found.Dhcp.Status.ToString() == "Answered" && found.Dhcp.Registrar.HasValue)
            {
                names.Add((found.Dhcp.Registrar.Value.Text, tls ? 5061 : 5060));
            }
            else if (!fromDhcp)
            {
                var answer = rung switch
                {
                    1 => found.InternalTls, 3 => found.InternalTcp, 5 => found.ExternalTls, _ => found.ExternalTcp,
                };
                for (var priority = 0; priority <= 20 && answer.Status.ToString() == "Answered"; priority++)
                {
                    foreach (var record in answer.Targets)
                    {
                        if (record.Priority == priority)
                        {
                            names.Add((record.Host.Text, record.Port));
                        }
                    }
                }
            }

            foreach (var (host, port) in names)
            {
                var inside = host == "contoso.example" || host.EndsWith(".contoso.example", StringComparison.Ordinal);
                var direct = inside && host.Split('.').Length == 3;
                var off = transports is TransportChoice.Udp
                    || transports == (tls ? TransportChoice.Tcp : TransportChoice.Tls);
                if (host.Length == 0)
                {
                    refused.Add($"{source} :{port} ServiceNotAvailable");
                }
                else if (!fromDhcp && ((naming == StrictDnsNaming.Suffix && !inside)
                    || (naming == StrictDnsNaming.Identical && !direct)))
                {
                    refused.Add($"{source} {host}:{port} OutsideSipDomain");
                }
                else if (off)
                {
                    refused.Add($"{source} {host}:{port} TransportOff");
                }
                else if (!seen.Add($"{tls} {host}:{port}"))
                {
                    refused.Add($"{source} {host}:{port} Duplicate");
                }
                else
                {
                    tried.Add($"{source} {(tls ? "Tls" : "Tcp")} {host}:{port}");
                }
            }
        }

        return (tried, refused);
    }

    private static CandidatePlan Known(DeviceMemory memory, PlanSettings? settings = null) =>
        CandidatePlan.Known(memory, settings ?? new(), Today);

    private static RememberedRegistrar Home(string pool, DateTimeOffset? until, params ImmutableArray<IpAddress> at) =>
        new(new(Domain.Under(pool), SipTransport.Tls, 5061), at, Today, RegistrarNaming.Redirect, until);

    private static IEnumerable<ImmutableArray<RememberedRegistrar>> Homes(
        (DateTimeOffset? Until, bool Resolved)[] kinds, int most)
    {
        IEnumerable<ImmutableArray<RememberedRegistrar>> all = [[]];
        var longest = all.ToList();
        for (var i = 0; i < most; i++)
        {
            longest = [.. longest.SelectMany(home => kinds.Select(kind => home.Add(Home(
                $"pool1{home.Length}", kind.Until, kind.Resolved ? [IpAddress.Parse("192.0.2.99")] : []))))];
            all = all.Concat(longest);
        }

        return all;
    }

    private static string Short(Candidate candidate) =>
        $"{candidate.Transport} {candidate.Host.Text.Split('.')[0]}:{candidate.Port}";

    private static string Short(RememberedRegistrar home) =>
        $"{home.Registrar.Transport} {home.Registrar.Host.Text.Split('.')[0]}:{home.Registrar.Port}";

    private static CandidatePlan Scratch(
        Answers found, PlanSettings? settings = null, SeededEntropy? entropy = null) =>
        CandidatePlan.Of(
            Ladder.LyncPhone(Domain), found.Outcome, Domain, settings ?? new(), entropy ?? new SeededEntropy(1));

    private static DnsOutcome Answer(params ImmutableArray<SrvTarget> targets) =>
        new() { Status = DnsStatus.Answered, Targets = targets };

    private static DhcpOutcome Dhcp(string host) =>
        new() { Status = DhcpStatus.Answered, Registrar = HostName.Parse(host) };

    private static SrvTarget Srv(string host, ushort port, ushort priority = 0, ushort weight = 0) =>
        new(HostName.Parse(host), port, priority, weight);

    private static string Text(Candidate candidate) =>
        $"{candidate.Source} {candidate.Transport} {candidate.Host}:{candidate.Port}";

    private static string Text(RejectedCandidate rejected) =>
        $"{rejected.Source} {rejected.Host}:{rejected.Port} {rejected.Reason}";

    /// <summary>The answers that the ladder of a UC phone looks at.</summary>
    private sealed record Answers
    {
        public DnsOutcome InternalTls { get; init; } = DnsOutcome.NotAsked;

        public DnsOutcome InternalTcp { get; init; } = DnsOutcome.NotAsked;

        public DnsOutcome ExternalTls { get; init; } = DnsOutcome.NotAsked;

        public DnsOutcome ExternalTcp { get; init; } = DnsOutcome.NotAsked;

        public DhcpOutcome Dhcp { get; init; } = DhcpOutcome.NotAsked;

        public DiscoveryOutcome Outcome => new()
        {
            Dns =
            [
                new(Question(SrvService.InternalTls), InternalTls), new(Question(SrvService.InternalTcp), InternalTcp),
                new(Question(SrvService.ExternalTls), ExternalTls), new(Question(SrvService.ExternalTcp), ExternalTcp),
            ],
            Dhcp = Dhcp,
        };

        private static DnsQuestion Question(SrvService service) => new(SrvNames.Of(service, Domain), DnsType.Srv);
    }
}
