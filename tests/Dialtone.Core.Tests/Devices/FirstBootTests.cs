using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Devices;

public class FirstBootTests
{
    public enum Rung
    {
        InternalSrvTls,
        DhcpTls,
        InternalSrvTcp,
        DhcpTcp,
        ExternalSrvTls,
        ExternalSrvTcp,
    }

    public static TheoryData<Rung, string> Rungs => new()
    {
        { Rung.InternalSrvTls, "Scratch: InternalSrv Tls pool01:5061" },
        { Rung.DhcpTls, "Scratch: Dhcp Tls pool01:5061" },
        { Rung.InternalSrvTcp, "Scratch: InternalSrv Tcp pool01:5070" },
        { Rung.DhcpTcp, "Scratch: Dhcp Tcp pool01:5060" },
        { Rung.ExternalSrvTls, "Scratch: ExternalSrv Tls sip:443" },
        { Rung.ExternalSrvTcp, "Scratch: ExternalSrv Tcp sip:5065" },
    };

    [Theory]
    [MemberData(nameof(Rungs))]
    public void S2_S3_Each_rung_alone_leads_to_a_registration(Rung rung, string attempt)
    {
        var bench = new DeviceBench();
        Build(bench, rung);
        bench.PowerOn();

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Attempts[^1].ShouldBe(attempt);
        bench.Device.RegisteredWith!.Transport.ShouldBe(attempt.Contains("Tls", StringComparison.Ordinal)
            ? SipTransport.Tls : SipTransport.Tcp);
        bench.Entries<JournalEntry.CycleBegan>().ShouldHaveSingleItem().Cycle.ShouldBe(Cycle.Scratch);
    }

    [Fact]
    public void S3_All_six_rungs_are_climbed_in_their_order()
    {
        var bench = new DeviceBench();
        foreach (var rung in Enum.GetValues<Rung>())
        {
            Build(bench, rung);
        }

        bench.Registrar = _ => null;
        bench.Addresses[DeviceBench.Pool01] = DeviceBench.Found(DeviceBench.FrontEnd1);
        bench.PowerOn();
        bench.PassUntil(DevicePhase.BackingOff);

        bench.Attempts.ShouldBe(
        [
            "Scratch: InternalSrv Tls pool01:5061", "Scratch: InternalSrv Tcp pool01:5070",
            "Scratch: Dhcp Tcp pool01:5060", "Scratch: ExternalSrv Tls sip:443", "Scratch: ExternalSrv Tcp sip:5065",
        ]);
        bench.Entries<JournalEntry.Planned>().SelectMany(e => e.Rejected).ShouldHaveSingleItem()
            .Reason.ShouldBe(RejectionReason.Duplicate);
        bench.Entries<JournalEntry.CycleFailed>().ShouldHaveSingleItem().Why.ShouldBe(CycleEnd.EveryCandidateFailed);
    }

    [Fact]
    public void S18_Every_question_goes_out_at_once()
    {
        var bench = new DeviceBench { Dhcp = null };
        foreach (var service in SrvNames.All)
        {
            bench.Srv[service] = null;
        }

        bench.PowerOn();

        bench.Effects.Count(e => e is DeviceEffect.AskDns or DeviceEffect.AskDhcp).ShouldBe(5);
        bench.Device.Phase.ShouldBe(DevicePhase.Discovering);
    }

    [Fact]
    public void A_rung_is_tried_as_soon_as_its_own_answer_and_those_above_are_in()
    {
        var bench = new DeviceBench { Dhcp = null };
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.Srv[SrvService.ExternalTls] = null;
        bench.PowerOn();

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Effects.OfType<DeviceEffect.StopAsking>().ShouldHaveSingleItem();
    }

    [Fact]
    public void No_rung_overtakes_one_whose_answer_is_still_out()
    {
        var bench = new DeviceBench { Dhcp = null };
        bench.Srv[SrvService.InternalTcp] = DeviceBench.Target(DeviceBench.Pool01, 5070);
        bench.Srv[SrvService.ExternalTls] = DeviceBench.Target(DeviceBench.Edge, 443);
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(20));

        bench.Attempts.ShouldBeEmpty();
        bench.Device.Phase.ShouldBe(DevicePhase.Discovering);

        bench.Give(new DeviceInput.DhcpAnswered(DeviceBench.Option120(DeviceBench.Pool02)));

        bench.Attempts.ShouldBe(["Scratch: Dhcp Tls pool02:5061"]);
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void A_question_that_is_never_answered_costs_the_discovery_time_and_no_more()
    {
        var bench = new DeviceBench { Dhcp = null };
        bench.Srv[SrvService.ExternalTls] = DeviceBench.Target(DeviceBench.Edge, 443);
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(59.9));
        bench.Attempts.ShouldBeEmpty();
        bench.Pass(TimeSpan.FromSeconds(0.1));

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.DhcpSeen>().ShouldHaveSingleItem().Outcome.Status.ShouldBe(DhcpStatus.NoAnswer);
    }

    [Fact]
    public void A_rung_that_fails_while_lower_ones_are_out_makes_the_device_wait_for_them()
    {
        var bench = new DeviceBench { Dhcp = null };
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.Down[DeviceBench.At(DeviceBench.FrontEnd1, 5061)] = ChannelEnd.Refused;
        bench.Down[DeviceBench.At(DeviceBench.FrontEnd2, 5061)] = ChannelEnd.Refused;
        bench.PowerOn();

        bench.Device.Phase.ShouldBe(DevicePhase.Discovering);
        bench.Give(new DeviceInput.DhcpAnswered(DeviceBench.Option120(DeviceBench.Pool02)));
        bench.Device.RegisteredWith!.Host.ShouldBe(DeviceBench.Pool02);
    }

    [Fact]
    public void Where_no_interface_can_ask_DHCP_the_walk_goes_on_with_DNS()
    {
        var bench = new DeviceBench
        {
            With = s => s with { DhcpInterface = null, DhcpInterfaceMissing = "no interface is up" },
        };
        bench.Srv[SrvService.ExternalTls] = DeviceBench.Target(DeviceBench.Edge, 443);
        bench.PowerOn();

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        var dhcp = bench.Entries<JournalEntry.DhcpSeen>().ShouldHaveSingleItem().Outcome;
        dhcp.Status.ShouldBe(DhcpStatus.Unavailable);
        dhcp.Detail.ShouldBe("no interface is up");
    }

    [Fact]
    public void With_DHCP_off_it_is_neither_asked_nor_spoken_of()
    {
        var bench = new DeviceBench { With = s => s with { UseDhcp = false } };
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.PowerOn();

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Entries<JournalEntry.DhcpSeen>().ShouldBeEmpty();
        bench.Effects.OfType<DeviceEffect.AskDhcp>().ShouldBeEmpty();
    }

    [Fact]
    public void With_one_transport_only_its_services_are_asked_for()
    {
        var bench = new DeviceBench
        {
            With = s => s with { Plan = s.Plan with { Transports = Profiles.TransportChoice.Tcp } },
            Dhcp = DeviceBench.Option120(DeviceBench.Pool01),
        };
        bench.PowerOn();

        bench.Effects.OfType<DeviceEffect.AskDns>().Select(e => e.Question)
            .ShouldBe([DeviceBench.Question(SrvService.InternalTcp), DeviceBench.Question(SrvService.ExternalTcp)]);
        bench.Attempts.ShouldBe(["Scratch: Dhcp Tcp pool01:5060"]);
    }

    [Fact]
    public void TLS_dead_and_TCP_taken()
    {
        var bench = new DeviceBench();
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.Srv[SrvService.InternalTcp] = DeviceBench.Target(DeviceBench.Pool01, 5060);
        bench.Handshakes[DeviceBench.Pool01] = ChannelEnd.TlsAlert;
        bench.PowerOn();

        bench.Device.RegisteredWith.ShouldBe(
            new Candidate(CandidateSource.InternalSrv, SipTransport.Tcp, DeviceBench.Pool01, 5060)
            {
                Via = SrvNames.Of(SrvService.InternalTcp, DeviceBench.Domain),
            });
        bench.Entries<JournalEntry.HandshakeFailed>().Select(e => e.Why)
            .ShouldBe([ChannelEnd.TlsAlert, ChannelEnd.TlsAlert]);
        bench.Effects.OfType<DeviceEffect.OpenChannel>().Select(e => e.ExpectedName is null)
            .ShouldBe([false, false, true]);
    }

    [Theory]
    [InlineData(ChainTrust.UnknownRoot, 0, 89, true, 256, CertificateVerdict.Untrusted)]
    [InlineData(ChainTrust.Incomplete, 0, 89, true, 256, CertificateVerdict.Untrusted)]
    [InlineData(ChainTrust.Trusted, -30, -1, true, 256, CertificateVerdict.Expired)]
    [InlineData(ChainTrust.Trusted, 1, 89, true, 256, CertificateVerdict.NotYetValid)]
    [InlineData(ChainTrust.Trusted, 0, 89, false, 256, CertificateVerdict.WrongUse)]
    [InlineData(ChainTrust.Trusted, 0, 89, true, 160, CertificateVerdict.WeakKey)]
    public void S_safety_5_Nothing_is_sent_to_a_server_whose_certificate_is_not_good(
        ChainTrust trust, int begins, int ends, bool forServers, int bits, CertificateVerdict verdict)
    {
        var bench = new DeviceBench();
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.Certificates[DeviceBench.Pool01] = name =>
        {
            var good = DeviceBench.Certificate(name, trust);
            var leaf = good.Chain[0] with
            {
                NotBefore = DeviceBench.WallClock.AddDays(begins),
                NotAfter = DeviceBench.WallClock.AddDays(ends),
                ServerAuthentication = forServers,
                KeyBits = bits,
            };
            return good with { Chain = [leaf] };
        };
        bench.PowerOn();

        ShouldHaveSentNothing(bench, verdict);
    }

    [Fact]
    public void S_safety_5_Nothing_is_sent_to_a_server_of_another_name()
    {
        var bench = new DeviceBench();
        bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
        bench.Certificates[DeviceBench.Pool01] = _ => DeviceBench.Certificate(DeviceBench.Pool02);
        bench.PowerOn();

        ShouldHaveSentNothing(bench, CertificateVerdict.NameMismatch);
    }

    private static void ShouldHaveSentNothing(DeviceBench bench, CertificateVerdict verdict)
    {
        bench.Sent.ShouldBeEmpty();
        bench.Device.Phase.ShouldBe(DevicePhase.BackingOff);
        bench.Entries<JournalEntry.Secured>().Select(e => e.Verdict).ShouldBe([verdict, verdict]);
        bench.Effects.OfType<DeviceEffect.CloseChannel>().Count().ShouldBe(2);
        bench.Entries<JournalEntry.AttemptFailed>().ShouldHaveSingleItem().FailedAt.ShouldBe(Step.Tls);
    }

    private static void Build(DeviceBench bench, Rung rung)
    {
        switch (rung)
        {
            case Rung.InternalSrvTls:
                bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
                break;
            case Rung.InternalSrvTcp:
                bench.Srv[SrvService.InternalTcp] = DeviceBench.Target(DeviceBench.Pool01, 5070);
                break;
            case Rung.ExternalSrvTls:
                bench.Srv[SrvService.ExternalTls] = DeviceBench.Target(DeviceBench.Edge, 443);
                break;
            case Rung.ExternalSrvTcp:
                bench.Srv[SrvService.ExternalTcp] = DeviceBench.Target(DeviceBench.Edge, 5065);
                break;
            default:
                bench.Dhcp = DeviceBench.Option120(DeviceBench.Pool01);
                if (rung == Rung.DhcpTcp)
                {
                    bench.Down[DeviceBench.At(DeviceBench.FrontEnd1, 5061)] = ChannelEnd.Refused;
                    bench.Down[DeviceBench.At(DeviceBench.FrontEnd2, 5061)] = ChannelEnd.Refused;
                }

                break;
        }
    }
}
