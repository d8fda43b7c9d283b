using Dialtone.Lab.Scenarios;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>Registrations that the Registrar ends, and what it tells the endpoint.</summary>
public class DeregisterTests
{
    private const string Subscribed = PoolsLab.Failover + "Event: registration\n";

    private readonly PoolsLab _lab = new();

    [Fact]
    public void The_ninth_endpoint_evicts_the_oldest()
    {
        var clients = new List<RawSipClient>();
        for (var i = 0; i < 9; i++)
        {
            clients.Add(_lab.At(_lab.Nodes.Pool02));
            RawSipClient.Status(_lab.SignIn(clients[i], "erin", Subscribed, $"c8ca638a1{i}", i)).ShouldBe(200);
        }

        clients.Skip(1).ShouldAllBe(client => client.Answers.Count == 2);
        ShouldEnd(clients[0].Last, "deregistered;event=unregistered", "4140;");
        _lab.Nodes.Pool02Directory.BindingsOf("erin", _lab.Sim.World.Time).Length.ShouldBe(8);
    }

    [Fact]
    public void An_endpoint_at_another_Front_End_of_the_pool_is_told_too()
    {
        var first = _lab.At(_lab.Nodes.Pool01[0]);
        _lab.SignIn(first, "alice", Subscribed, "c8ca638a10", 0);
        var other = _lab.At(_lab.Nodes.Pool01[1]);
        foreach (var i in Enumerable.Range(1, 8))
        {
            RawSipClient.Status(_lab.SignIn(other, "alice", Subscribed, $"c8ca638a1{i}", i)).ShouldBe(200);
        }

        _lab.Pass(TimeSpan.FromSeconds(31));
        ShouldEnd(first.Last, "deregistered;event=unregistered", "4140;");
    }

    [Fact]
    public void A_user_that_is_disabled_is_rejected()
    {
        var client = SignedIn("alice");

        _lab.Switch(nodes => nodes.Pool01Directory.Find("alice")!.Disabled = true);

        ShouldEnd(client.Last, "deregistered;event=rejected", "4141;reason=\"User disabled\"");
        RawSipClient.Status(_lab.SignIn(client, "alice", Subscribed)).ShouldBe(403);
    }

    [Fact]
    public void A_user_that_is_moved_is_told_and_then_redirected()
    {
        var client = SignedIn("alice");

        _lab.Switch(nodes => nodes.Pool01Directory.Find("alice")!.Home = nodes.Deployment.NameOf(LabPool.Pool02));

        ShouldEnd(client.Last, "deregistered;event=deactivated", "4142;");
        RawSipClient.Header(_lab.SignIn(client, "alice", Subscribed), "Contact").ShouldContain("pool02");
    }

    [Fact]
    public void Guests_are_sent_home_when_it_has_been_back_for_the_interval()
    {
        _lab.Lose("fe1", "fe2");
        _lab.Pass(TimeSpan.FromMinutes(6));
        var client = _lab.At(_lab.Nodes.Pool02);
        RawSipClient.Status(_lab.SignIn(client, "alice", Subscribed)).ShouldBe(200);
        _lab.Sim.Return("fe1");

        _lab.Pass(TimeSpan.FromMinutes(9));
        RawSipClient.Status(client.Last).ShouldBe(200);
        _lab.Pass(TimeSpan.FromMinutes(2));

        ShouldEnd(client.Last, "deregistered;event=preferred-registrar-change", "4166;");
        RawSipClient.Header(client.Last, "P-Preferred-Registrar").ShouldBe("sip:pool01.contoso.example");
    }

    [Theory]
    [InlineData(Subscribed, "registered;event=userservices-unavailable", "active")]
    [InlineData(
        "Event: registration\n", "deregistered;event=userservices-unavailable", "terminated;expires=0")]
    public void A_presence_service_that_goes_is_told(string headers, string body, string subscription)
    {
        var client = SignedIn("alice", headers);

        _lab.Switch(nodes => nodes.Pool01[0].Behaviour.PresenceIsLost = true);

        client.Last.ShouldEndWith($"\r\n\r\n{body}");
        RawSipClient.Header(client.Last, "Subscription-State").ShouldBe(subscription);
        RawSipClient.Header(_lab.SignIn(client, "alice", headers), "presence-state")
            .ShouldEndWith("is-connected-to-primary=\"yes\";user-services-state=unavailable");
    }

    [Fact]
    public void What_is_told_belongs_to_the_registration_and_is_told_once()
    {
        var client = SignedIn("alice");
        var to = RawSipClient.Header(client.Last, "To");

        _lab.Switch(nodes => nodes.Pool01Directory.Find("alice")!.Disabled = true);

        var notify = client.Last;
        notify.ShouldStartWith("NOTIFY sip:192.0.2.50:51234;transport=tls SIP/2.0\r\n");
        RawSipClient.Header(notify, "From").ShouldBe(to);
        RawSipClient.Header(notify, "To").ShouldBe("<sip:alice@contoso.example>;tag=4f2a9c0d11;epid=c8ca638a15");
        RawSipClient.Header(notify, "Call-ID").ShouldBe("7d0e4");
        RawSipClient.Header(notify, "CSeq").ShouldBe("1 NOTIFY");
        RawSipClient.Header(notify, "Event").ShouldBe("registration-notify");
        RawSipClient.Header(notify, "Content-Type").ShouldBe("text/registration-event");

        _lab.Say(client, $"""
            SIP/2.0 200 OK
            Via: {RawSipClient.Header(notify, "Via")}
            From: {RawSipClient.Header(notify, "From")}
            To: {RawSipClient.Header(notify, "To")}
            Call-ID: 7d0e4
            CSeq: 1 NOTIFY
            Content-Length: 0


            """);
        var answers = client.Answers.Count;
        _lab.Pass(TimeSpan.FromMinutes(5));
        client.Answers.Count.ShouldBe(answers);
        _lab.Nodes.Pool01[0].Observed.Notifies.ShouldBe(1);
        _lab.Nodes.Pool01[0].Observed.NotifiesAnswered.ShouldBe(1);
    }

    [Fact]
    public void Without_a_subscription_nothing_is_told()
    {
        var client = SignedIn("alice", PoolsLab.Failover);

        _lab.Switch(nodes => nodes.Pool01Directory.Find("alice")!.Disabled = true);

        RawSipClient.Status(client.Last).ShouldBe(200);
    }

    [Fact]
    public void Who_has_registered_over_another_connection_is_told_there()
    {
        var old = SignedIn("alice");
        var client = SignedIn("alice");

        _lab.Switch(nodes => nodes.Pool01Directory.Find("alice")!.Disabled = true);

        RawSipClient.Status(old.Last).ShouldBe(200);
        client.Last.ShouldStartWith("NOTIFY ");
    }

    private RawSipClient SignedIn(string user, string headers = Subscribed)
    {
        var client = _lab.At(_lab.Nodes.Pool01[0]);
        RawSipClient.Status(_lab.SignIn(client, user, headers)).ShouldBe(200);
        return client;
    }

    private static void ShouldEnd(string notify, string body, string diagnostics)
    {
        notify.ShouldStartWith("NOTIFY ");
        notify.ShouldEndWith($"\r\n\r\n{body}");
        RawSipClient.Header(notify, "Subscription-State").ShouldBe("terminated;expires=0");
        RawSipClient.Header(notify, "ms-diagnostics-public").ShouldStartWith(diagnostics);
    }
}
