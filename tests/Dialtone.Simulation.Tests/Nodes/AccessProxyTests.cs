using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Nodes;

public class AccessProxyTests
{
    /// <summary>Where a host of the world connects from first.</summary>
    private const int FirstPort = 49153;

    private static readonly Instant Later = Instant.Zero + TimeSpan.FromMinutes(5);

    [Fact]
    public void A_phone_without_internal_names_signs_in_through_the_edge()
    {
        LabFault.TryFind("dns-no-internal-srv", out var noSrv).ShouldBeTrue();
        LabFault.TryFind("dhcp-silent", out var noDhcp).ShouldBeTrue();
        JournalEntry.Registered? first = null;
        var report = new SimulationRun(
            new() { Seed = 1, Faults = [new(noSrv, Instant.Zero, Later), new(noDhcp, Instant.Zero, Later)] },
            looker: (_, entry) => first ??= entry as JournalEntry.Registered).Run();

        report.Findings.ShouldBeEmpty();
        first.ShouldNotBeNull().Candidate.ShouldBe(
            new(CandidateSource.ExternalSrv, SipTransport.Tls, HostName.Parse("sip.contoso.example"), 443)
            {
                Via = HostName.Parse("_sip._tls.contoso.example"),
            });
    }

    [Fact]
    public void A_request_goes_on_with_a_via_more_and_its_answer_comes_back_with_one_less()
    {
        var (lab, client) = AtTheEdge();

        var challenge = Ask(lab, client, Request());
        RawSipClient.Status(challenge).ShouldBe(401);
        RawSipClient.Headers(challenge, "Via").ShouldBe(
            [$"SIP/2.0/TLS 192.0.2.50:51234;received=192.0.2.50;ms-received-port={FirstPort}"]);

        var header = RawSipClient.Headers(challenge, "WWW-Authenticate")[0];
        var answer = Ask(lab, client, Request(2, RawSipClient.Answer(header, "Dial-Tone-1") + "\n"));
        RawSipClient.Status(answer).ShouldBe(200);
        RawSipClient.Header(answer, "ms-user-logon-data").ShouldBe("RemoteUser");
        lab.Nodes.Pool01Directory.BindingsOf("alice", lab.World.Time).Length.ShouldBe(1);
    }

    [Fact]
    public void A_phone_that_knows_Path_is_registered_through_the_edge()
    {
        var (lab, client) = AtTheEdge();
        string Standard(int cseq, string more) => Request(cseq, $"Supported: path, outbound\n{more}")
            .Replace(";epid=c8ca638a15", "", StringComparison.Ordinal)
            .Replace("192.0.2.50:51234\n", "192.0.2.50:51234;rport;branch=z9hG4bK1\n", StringComparison.Ordinal)
            .Replace("transport=tls>", "transport=tls>;reg-id=1;+sip.instance=\"<urn:uuid:1>\"",
                StringComparison.Ordinal);

        var challenge = Ask(lab, client, Standard(1, ""));
        RawSipClient.Headers(challenge, "Via").ShouldBe(
            [$"SIP/2.0/TLS 192.0.2.50:51234;branch=z9hG4bK1;received=192.0.2.50;rport={FirstPort}"]);
        var header = RawSipClient.Headers(challenge, "WWW-Authenticate")[0];
        var answer = Ask(lab, client, Standard(2, RawSipClient.Answer(header, "Dial-Tone-1") + "\n"));

        RawSipClient.Header(answer, "Require").ShouldBe("outbound");
        var path = RawSipClient.Header(answer, "Path");
        path.ShouldEndWith("@sip.contoso.example:443;transport=tls;lr;ob>");
        lab.Nodes.Pool01Directory.BindingsOf("alice", lab.World.Time).ShouldHaveSingleItem().Path.ShouldBe([path]);
    }

    [Fact]
    public void Without_a_front_end_it_answers_504()
    {
        var (lab, client) = AtTheEdge();
        lab.Lose("fe1");
        lab.Lose("fe2");
        lab.Lose("pool02");

        RawSipClient.Status(Ask(lab, client, Request())).ShouldBe(504);
        lab.Return("fe2");
        RawSipClient.Status(Ask(lab, client, Request(2))).ShouldBe(401);
    }

    [Fact]
    public void A_silent_front_end_costs_a_time_limit_and_the_next_is_taken()
    {
        var (lab, client) = AtTheEdge();
        lab.PlaceOf("fe1").Host.Silent = true;

        RawSipClient.Status(Ask(lab, client, Request())).ShouldBe(401);
        lab.World.Time.SinceStart.ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public void What_a_front_end_has_not_got_when_the_transaction_ends_never_comes()
    {
        var (lab, client) = AtTheEdge();
        var header = RawSipClient.Headers(Ask(lab, client, Request()), "WWW-Authenticate")[0];
        RawSipClient.Status(Ask(lab, client, Request(2, RawSipClient.Answer(header, "Dial-Tone-1") + "\n")))
            .ShouldBe(200);

        // The phone signs out behind a partition, and loses its power before anybody can answer.
        lab.PlaceOf("fe1").Host.Silent = true;
        var phone = lab.World.Nodes.Single(place => place.Node == client);
        client.Queue(Request(3, $"{RawSipClient.Answer(header, "Dial-Tone-1", count: 2)}\nExpires: 0\n"));
        lab.World.Tell(phone, new NetInput.SignOut());
        lab.World.RunTo(lab.World.Time + TimeSpan.FromSeconds(1));
        lab.World.PowerCut(phone);
        lab.World.RunTo(lab.World.Time + TimeSpan.FromSeconds(35));
        lab.PlaceOf("fe1").Host.Silent = false;
        lab.World.RunTo(lab.World.Time + TimeSpan.FromMinutes(3));

        lab.Nodes.Pool01Directory.BindingsOf("alice", lab.World.Time).Length.ShouldBe(1);
        lab.Nodes.AccessProxy.TakenBack.ShouldBe(1);
    }

    [Fact]
    public void A_request_without_hops_left_goes_nowhere()
    {
        var (lab, client) = AtTheEdge();

        RawSipClient.Status(Ask(lab, client, Request().Replace("Max-Forwards: 70", "Max-Forwards: 0",
            StringComparison.Ordinal))).ShouldBe(483);
        lab.Nodes.AccessProxy.Relayed.ShouldBe(0);
    }

    [Fact]
    public void A_connection_on_which_nobody_signs_in_ends_and_one_that_did_stays()
    {
        var (lab, client) = AtTheEdge();
        var header = RawSipClient.Headers(Ask(lab, client, Request()), "WWW-Authenticate")[0];
        RawSipClient.Status(Ask(lab, client, Request(2, RawSipClient.Answer(header, "Dial-Tone-1") + "\n")))
            .ShouldBe(200);
        var edge = lab.Nodes.AccessProxy;
        var idle = new RawSipClient(edge.Settings.Tls, new TlsRequest(edge.Settings.Name));
        lab.World.PowerOn(
            lab.World.Place(lab.World.AddHost("idle", IpAddress.V4(192, 0, 2, 101)), "idle", idle));

        lab.World.RunTo(lab.World.Time + TimeSpan.FromSeconds(70));

        idle.Ends.ShouldBe([ChannelEnd.ClosedByPeer]);
        client.Ends.ShouldBeEmpty();
        edge.NewcomersClosed.ShouldBe(1);
    }

    private static (SimDeployment Lab, RawSipClient Client) AtTheEdge()
    {
        var lab = new SimDeployment(new SimWorld(1));
        var edge = lab.Nodes.AccessProxy.Settings;
        var client = new RawSipClient(edge.Tls, new TlsRequest(edge.Name));
        var place = lab.World.Place(lab.World.AddHost("phone", IpAddress.V4(192, 0, 2, 50)), "phone", client);
        lab.World.PowerOn(place);
        lab.World.RunUntil(() => client.IsReady, Later).ShouldBeTrue();
        return (lab, client);
    }

    private static string Ask(SimDeployment lab, RawSipClient client, string request)
    {
        var before = client.Answers.Count;
        client.Queue(request);
        lab.World.Tell(lab.World.Nodes.Single(place => place.Node == client), new NetInput.SignOut());
        lab.World.RunUntil(() => client.Answers.Count > before, Later).ShouldBeTrue();
        return client.Last;
    }

    private static string Request(int cseq = 1, string more = "") =>
        $"""
        REGISTER sip:contoso.example SIP/2.0
        Via: SIP/2.0/TLS 192.0.2.50:51234
        Max-Forwards: 70
        From: <sip:alice@contoso.example>;tag=4f2a9c0d11;epid=c8ca638a15
        To: <sip:alice@contoso.example>
        Call-ID: 7d0e
        CSeq: {cseq} REGISTER
        Contact: <sip:192.0.2.50:51234;transport=tls>
        {more}Content-Length: 0


        """;
}
