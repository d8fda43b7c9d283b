using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.SignIn;

/// <summary>REGISTER of standard SIP in bytes, seen from the Registrar.</summary>
public class StandardRegisterTests
{
    private const string Instance = "<urn:uuid:34d859db-6585-5f91-a3b4-de853c15347d>";

    [Fact]
    public void The_first_REGISTER_has_what_RFC_3261_and_RFC_5626_ask_for_and_nothing_of_Lync()
    {
        var request = Converse(r => r.Ok()).Sent[0].Message;

        Encoding.ASCII.GetString(request.RequestUri).ShouldBe("sip:contoso.example");
        request.Header("From").ShouldMatch("^<sip:alice@contoso\\.example>;tag=[0-9a-f]{16}$");
        request.Header("Contact").ShouldBe(
            $"<sip:alice@192.0.2.50:51234;transport=tls>;reg-id=1;+sip.instance=\"{Instance}\"");
        request.Header("Supported").ShouldBe("path, outbound, gruu");
        request.Header("Allow").ShouldBe("NOTIFY, OPTIONS");
        request.Header("Expires").ShouldBe("3600");
        request.Header("User-Agent").ShouldBe("Dialtone");
        foreach (var foreign in (string[])["Event", "ms-keep-alive"])
        {
            request.Has(foreign).ShouldBeFalse(foreign);
        }

        request.Text().ShouldNotContain("epid");
        request.Text().ShouldNotContain("ms-");
    }

    [Fact]
    public void What_the_Registrar_gives_is_kept_as_it_stands()
    {
        var bench = Converse(r => r.Answer(
            "200 OK",
            "Service-Route: <sip:edge.contoso.example;lr>, <sip:pool01.contoso.example;lr>",
            "Path: <sip:edge.contoso.example;lr;ob>",
            "Require: outbound",
            "Flow-Timer: 100",
            $"Contact: {r.Header("Contact")};expires=600;pub-gruu=\"sip:alice@contoso.example;gr=urn:uuid:34d8\""
                + ";temp-gruu=\"sip:tgruu.7@contoso.example;gr\""));

        var grants = bench.Device.Grants.ShouldNotBeNull();
        grants.ServiceRoute.ShouldBe(["sip:edge.contoso.example;lr", "sip:pool01.contoso.example;lr"]);
        grants.Path.ShouldBe(["sip:edge.contoso.example;lr;ob"]);
        grants.PublicGruu.ShouldBe("sip:alice@contoso.example;gr=urn:uuid:34d8");
        grants.TemporaryGruu.ShouldBe("sip:tgruu.7@contoso.example;gr");
        grants.Outbound.ShouldBeTrue();
        grants.FlowTimer.ShouldBe(TimeSpan.FromSeconds(100));
        bench.Entries<JournalEntry.Registered>().ShouldHaveSingleItem().Grants.ShouldBe(grants);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(9, 0)]
    public void A_route_longer_than_is_kept_is_not_kept_in_parts(int hops, int kept)
    {
        var route = string.Join(", ", Enumerable.Range(1, hops).Select(i => $"<sip:p{i}.contoso.example;lr>"));

        Converse(r => r.Ok(600, $"Service-Route: {route}")).Device.Grants!.ServiceRoute.Length.ShouldBe(kept);
        var tooLong = $"<sip:{new string('p', 600)}.example;lr>";
        Converse(r => r.Ok(600, $"Path: {tooLong}")).Device.Grants!.Path.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SrvService.SipsTcp, "Flow-Timer: 100", 80, 100, true)]
    [InlineData(SrvService.SipsTcp, "Flow-Timer: 1", 8, 10, true)]
    [InlineData(SrvService.SipsTcp, "Flow-Timer: 999999", 2880, 3600, true)]
    [InlineData(SrvService.SipsTcp, "Flow-Timer: soon", 95, 120, false)]
    [InlineData(SrvService.SipsTcp, "Flow-Timer: 0", 95, 120, false)]
    [InlineData(SrvService.SipsTcp, "Require: outbound", 95, 120, true)]
    [InlineData(SrvService.SipsTcp, "Require: path, OUTBOUND", 95, 120, true)]
    [InlineData(SrvService.ExternalTcp, "Server: other", 95, 120, false)]
    [InlineData(SrvService.SipUdp, "Flow-Timer: 100", 24, 29, false)]
    public void The_flow_is_kept_alive_as_agreed(
        SrvService service, string header, double shortest, double longest, bool pong)
    {
        var bench = Converse(r => r.Ok(600, header), service, timings: new() { Ping = TimeSpan.Zero });

        PaceOf(bench).ShouldBe(new KeepAlivePace(
            TimeSpan.FromSeconds(shortest), TimeSpan.FromSeconds(longest), pong ? KeepAlivePace.PongLimit : null));
    }

    [Fact]
    public void A_flow_that_the_server_keeps_is_asked_more_often_than_was_agreed()
    {
        var closely = new KeepAlivePace(TimeSpan.FromSeconds(2.4), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3));
        PaceOf(Converse(r => r.Ok(600, "Require: outbound"))).ShouldBe(closely);
        PaceOf(Converse(r => r.Ok(600, "Flow-Timer: 100"))).ShouldBe(closely);
        PaceOf(Converse(r => r.Ok())).ShouldBe(KeepAlivePace.Stream with { Answered = closely });
        PaceOf(Converse(r => r.Ok(), SrvService.SipUdp)).ShouldBe(KeepAlivePace.Datagram);
    }

    [Fact]
    public void A_first_hop_without_outbound_is_registered_with_by_address_once()
    {
        var bench = Converse(r => r.Header("Contact").Contains("reg-id", StringComparison.Ordinal)
            ? r.Answer("439 First Hop Lacks Outbound Support") : r.Ok());

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Sent.Count.ShouldBe(2);
        bench.Sent[1].Message.Header("Supported").ShouldBe("path, gruu");
        bench.Sent[1].Message.Header("Contact").ShouldContain(Instance);
        bench.Device.Grants!.Outbound.ShouldBeFalse();
        bench.Pass(TimeSpan.FromSeconds(570));
        bench.Sent.Count.ShouldBe(3);

        var never = Converse(r => r.Answer("439 First Hop Lacks Outbound Support"));
        never.Entries<JournalEntry.RegisterFailed>().ShouldAllBe(e => !e.Failure.IsFinal);
        never.Device.Phase.ShouldBe(DevicePhase.BackingOff);
    }

    [Theory]
    [InlineData(";received=203.0.113.9;rport=6000", "203.0.113.9:6000")]
    [InlineData(";rport=6000", "192.0.2.50:6000")]
    [InlineData(";received=203.0.113.9", "203.0.113.9:51234")]
    [InlineData(";received=nonsense", "192.0.2.50:51234")]
    [InlineData(";received=2001:db8::9;rport=6000", "[2001:db8::9]:6000")]
    [InlineData("", "192.0.2.50:51234")]
    public void The_next_Contact_is_where_the_server_saw_the_device(string seen, string contact)
    {
        var bench = Converse(
            r => r.Digest().Replace(";rport", seen, StringComparison.Ordinal), SrvService.SipUdp);

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Sent[0].Message.Header("Contact").ShouldStartWith("<sip:alice@192.0.2.50:51234;transport=udp>");
        bench.Sent[1].Message.Header("Contact").ShouldStartWith($"<sip:alice@{contact};transport=udp>");
        bench.Sent[1].Message.Header("Via").ShouldStartWith("SIP/2.0/UDP 192.0.2.50:51234;");
    }

    [Fact]
    public void Without_its_instance_in_the_answer_the_address_tells_the_devices_own_binding()
    {
        var bench = Converse(r => r.Answer(
            "200 OK",
            "Contact: <sip:alice@192.0.2.99:5060>;expires=60",
            "Contact: <sip:alice@192.0.2.50:51234;transport=tls>;expires=900",
            "Expires: 30"));

        bench.Entries<JournalEntry.Registered>().ShouldHaveSingleItem().Expires.ShouldBe(TimeSpan.FromSeconds(900));
    }

    [Theory]
    [InlineData("<sip:sip.contoso.example:5070>", SipTransport.Tls, 5070)]
    [InlineData("<sips:sip.contoso.example>", SipTransport.Tls, 5061)]
    [InlineData("<sips:sip.contoso.example;transport=tcp>", SipTransport.Tls, 5061)]
    [InlineData("<sip:sip.contoso.example;transport=tcp>", SipTransport.Tcp, 5060)]
    [InlineData("<sip:sip.contoso.example;transport=udp>", SipTransport.Udp, 5060)]
    public void A_redirect_without_a_transport_keeps_that_by_which_it_came(
        string contact, SipTransport transport, int port)
    {
        var first = true;
        var bench = Converse(r =>
        {
            var answer = first ? r.Answer("302 Moved Temporarily", $"Contact: {contact}") : r.Ok();
            first = false;
            return answer;
        });

        bench.Device.RegisteredWith!.ShouldSatisfyAllConditions(
            c => c.Host.ShouldBe(DeviceBench.Edge), c => c.Transport.ShouldBe(transport),
            c => c.Port.ShouldBe((ushort)port));
    }

    [Fact]
    public void A_remembered_nonce_saves_a_round_trip_on_the_next_connection()
    {
        var bench = Converse(r => r.Digest());
        bench.Sent.Count.ShouldBe(2);
        Reconnect(bench);

        bench.Sent.Count.ShouldBe(3);
        bench.Sent[2].Message.Proof().ShouldSatisfyAllConditions(
            p => p.Nonce.ShouldBe("n1"), p => p.NonceCount.ShouldBe(2u));
        bench.Sent[2].Message.Header("CSeq").ShouldBe("1 REGISTER");
        bench.Sent[2].Message.Header("Call-ID").ShouldNotBe(bench.Sent[1].Message.Header("Call-ID"));
        bench.Entries<JournalEntry.Registered>().Select(e => e.Mechanism)
            .ShouldBe(["Digest SHA-256", "Digest SHA-256"]);
    }

    [Theory]
    [InlineData(", stale=true")]
    [InlineData("")]
    public void A_remembered_nonce_that_is_refused_costs_a_round_and_is_no_rejected_password(string stale)
    {
        var bench = Converse(r => r.Digest());
        var renewed = SipScript.Challenge.Replace("n1", "n2", StringComparison.Ordinal) + stale;
        bench.Registrar = r => r.Has("Authorization") && r.Proof().Nonce == "n2"
            ? r.Digest() : r.Answer("401 Unauthorized", renewed);
        Reconnect(bench);

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Sent.Count.ShouldBe(4);
    }

    [Fact]
    public void A_password_that_was_changed_meanwhile_is_rejected_after_the_fresh_challenge()
    {
        var bench = Converse(r => r.Digest());
        bench.Registrar = r => r.Answer("401 Unauthorized", SipScript.Challenge.Replace("n1", "n2"));
        Reconnect(bench);

        bench.Entries<JournalEntry.RegisterFailed>().ShouldHaveSingleItem().Failure.Kind
            .ShouldBe(RegisterFailureKind.CredentialRejected);
        bench.Sent.Count.ShouldBe(4);
    }

    [Fact]
    public void A_proof_remembered_from_TLS_does_not_go_out_in_plain_where_the_profile_forbids_it()
    {
        var bench = Converse(r => r.Digest(), profile: DeviceProfile.Sip with { DigestWithoutTls = false });
        bench.Down[DeviceBench.At(DeviceBench.FrontEnd1, 5061)] = ChannelEnd.Refused;
        bench.Down[DeviceBench.At(DeviceBench.FrontEnd2, 5061)] = ChannelEnd.Refused;
        bench.Srv[SrvService.ExternalTcp] = DeviceBench.Target(DeviceBench.Pool01, 5060);
        bench.Sent.Clear();
        Reconnect(bench);

        bench.Sent.ShouldNotBeEmpty();
        bench.Sent.ShouldAllBe(e => e.To.Port == 5060 && !e.Message.Has("Authorization"));
    }

    [Fact]
    public void What_is_remembered_of_nonces_is_not_stored()
    {
        var bench = Converse(r => r.Digest());
        Encoding.UTF8.GetString(Dialtone.Core.Memory.DeviceMemoryFormat.Write(bench.Device.Memory!))
            .ShouldNotContain("n1");
    }

    internal static DeviceBench Converse(
        Func<SipMessage, string?> registrar, SrvService service = SrvService.SipsTcp, DeviceProfile? profile = null,
        DeviceTimings? timings = null)
    {
        var bench = new DeviceBench
        {
            With = s => s with
            {
                Profile = profile ?? DeviceProfile.Sip,
                UseDhcp = false,
                Timings = timings ?? s.Timings,
                Plan = s.Plan with { Naming = StrictDnsNaming.Off, Udp = true },
            },
            Registrar = registrar,
        };
        bench.Srv[service] = DeviceBench.Target(
            DeviceBench.Pool01, service == SrvService.SipsTcp ? (ushort)5061 : (ushort)5060);
        return bench.PowerOn();
    }

    private static KeepAlivePace PaceOf(DeviceBench bench) =>
        bench.Effects.OfType<DeviceEffect.KeepAlive>().ShouldHaveSingleItem().Pace.ShouldNotBeNull();

    private static void Reconnect(DeviceBench bench)
    {
        bench.Pass(TimeSpan.FromSeconds(60));
        bench.Give(new DeviceInput.ChannelEnded(bench.Channel, ChannelEnd.Reset, "", null));
    }
}
