using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>Who is registered where: homes, the backup of a lost pool, a Director.</summary>
public class HomesTests
{
    private const string Failover = "Supported: ms-userservices-state-notification\nSupported: ms-cluster-failover\n";
    private const string AtHome = "is-connected-to-primary=\"yes\"";
    private const string Survivable = "is-connected-to-primary=\"no\";user-services-state=unavailable";

    // But for its last digit.
    private const string Instance = "urn:uuid:34d859db-6585-5f91-a3b4-de853c15347";

    private static readonly Deployment Plain = Deployment.Contoso;

    private readonly Dictionary<RawSipClient, SimNode> _places = [];
    private int _cseq;

    [Fact]
    public void At_home_a_user_is_registered()
    {
        var lab = Lab(Plain);

        RawSipClient.Header(SignIn(lab, At(lab, lab.Nodes.Pool01[0]), "alice"), "presence-state").ShouldEndWith(AtHome);
        RawSipClient.Header(SignIn(lab, At(lab, lab.Nodes.Pool02), "erin"), "presence-state").ShouldEndWith(AtHome);
    }

    [Fact]
    public void At_the_backup_a_user_is_redirected_to_the_home_alone()
    {
        var lab = Lab(Plain);

        var answer = SignIn(lab, At(lab, lab.Nodes.Pool02), "alice");

        RawSipClient.Status(answer).ShouldBe(301);
        answer.ShouldStartWith("SIP/2.0 301 Redirect request to Home Server\r\n");
        RawSipClient.Headers(answer, "Contact").ShouldBe(["<sip:pool01.contoso.example:5061;transport=TLS>;q=0.7"]);
        RawSipClient.Header(answer, "Expires").ShouldBe("2592000");
    }

    [Theory]
    [InlineData(Failover, 2)]
    [InlineData("Supported: gruu-10\n", 1)]
    public void A_director_redirects_everybody_to_the_home_and_its_backup(string supported, int contacts)
    {
        var lab = Lab(Plain.WithDirector());
        var director = lab.Nodes.Director.ShouldNotBeNull();

        foreach (var (user, pools) in (IEnumerable<(string, string[])>)
            [("alice", ["pool01", "pool02"]), ("erin", ["pool02", "pool01"])])
        {
            var answer = SignIn(lab, At(lab, director), user, supported);

            RawSipClient.Status(answer).ShouldBe(301);
            RawSipClient.Headers(answer, "Contact").ShouldBe(pools.Take(contacts).Select((pool, i) =>
                $"<sip:{pool}.contoso.example:5061;transport=TLS>;q=0.{7 - (4 * i)}"));
        }
    }

    [Fact]
    public void DNS_and_DHCP_name_the_director()
    {
        var deployment = Plain.WithDirector();

        deployment.Records.Select(record => $"{record.Owner} {record.Data}")
            .Where(record => record.Contains("_sipinternal", StringComparison.Ordinal))
            .ShouldAllBe(record => record.Contains("dir01", StringComparison.Ordinal));
        Lab(deployment).Nodes.Dhcp.Registrar.ShouldBe(HostName.Parse("dir01.contoso.example"));
    }

    [Fact]
    public void The_backup_takes_a_user_only_when_the_home_has_been_lost_for_the_interval()
    {
        var lab = Lab(Plain);
        lab.World.RunTo(lab.World.Time + TimeSpan.FromMinutes(1));
        lab.Lose("fe1");
        lab.World.RunTo(lab.World.Time + TimeSpan.FromMinutes(1));
        RawSipClient.Status(SignIn(lab, At(lab, lab.Nodes.Pool02), "alice")).ShouldBe(301);
        lab.Lose("fe2");

        lab.World.RunTo(lab.World.Time + TimeSpan.FromMinutes(4));
        RawSipClient.Status(SignIn(lab, At(lab, lab.Nodes.Pool02), "alice")).ShouldBe(301);
        lab.World.RunTo(lab.World.Time + TimeSpan.FromMinutes(1));
        var answer = SignIn(lab, At(lab, lab.Nodes.Pool02), "alice");

        RawSipClient.Status(answer).ShouldBe(200);
        RawSipClient.Header(answer, "presence-state")
            .ShouldBe($"register-action=\"added\";primary-cluster-type=\"central\";{Survivable}");
    }

    [Fact]
    public void A_client_that_does_not_know_survivable_mode_is_not_taken()
    {
        var lab = Lab(Plain);
        lab.Nodes.Pool02.Behaviour.TakesGuests = true;

        RawSipClient.Status(SignIn(lab, At(lab, lab.Nodes.Pool02), "alice", "Supported: ms-cluster-failover\n"))
            .ShouldBe(301);
        RawSipClient.Status(SignIn(lab, At(lab, lab.Nodes.Pool02), "alice")).ShouldBe(200);
    }

    [Fact]
    public void A_backup_may_refuse_a_user_that_it_does_not_take_yet()
    {
        var lab = Lab(Plain);
        lab.Nodes.Pool02.Behaviour.RefusesGuests = true;

        var answer = SignIn(lab, At(lab, lab.Nodes.Pool02), "alice");

        RawSipClient.Status(answer).ShouldBe(503);
        RawSipClient.Header(answer, "Retry-After").ShouldBe("30");
    }

    [Fact]
    public void A_guest_may_refresh_until_the_home_has_been_back_for_the_interval()
    {
        var lab = Lab(Plain);
        lab.Lose("fe1");
        lab.Lose("fe2");
        lab.World.RunTo(lab.World.Time + TimeSpan.FromMinutes(6));
        var client = At(lab, lab.Nodes.Pool02);
        RawSipClient.Status(SignIn(lab, client, "alice")).ShouldBe(200);
        lab.Return("fe1");

        lab.World.RunTo(lab.World.Time + TimeSpan.FromMinutes(9));
        RawSipClient.Header(SignIn(lab, client, "alice"), "presence-state").ShouldEndWith(Survivable);
        RawSipClient.Status(SignIn(lab, At(lab, lab.Nodes.Pool02), "alice", epid: "4444444444", last: 9))
            .ShouldBe(301, "another endpoint is not taken any more");
        lab.World.RunTo(lab.World.Time + TimeSpan.FromMinutes(2));
        RawSipClient.Status(SignIn(lab, client, "alice")).ShouldBe(301);
    }

    [Fact]
    public void A_guest_may_sign_out_whatever_has_become_of_the_home()
    {
        var lab = Lab(Plain);
        lab.Nodes.Pool02.Behaviour.TakesGuests = true;
        var client = At(lab, lab.Nodes.Pool02);
        SignIn(lab, client, "alice");
        lab.Nodes.Pool02.Behaviour.TakesGuests = null;

        RawSipClient.Status(SignIn(lab, client, "alice", $"{Failover}Expires: 0\n")).ShouldBe(200);
        lab.Nodes.Pool02Directory.BindingsOf("alice", lab.World.Time).ShouldBeEmpty();
    }

    [Fact]
    public void The_Edge_goes_to_the_home_and_to_the_backup_where_the_home_is_lost()
    {
        var lab = Lab(Plain);
        RawSipClient.Status(SignIn(lab, AtTheEdge(lab), "erin")).ShouldBe(200);
        lab.Nodes.Pool02Directory.BindingsOf("erin", lab.World.Time).ShouldHaveSingleItem();
        lab.Lose("fe1");
        lab.Lose("fe2");

        var early = SignIn(lab, AtTheEdge(lab), "alice");
        RawSipClient.Status(early).ShouldBe(503, "a name inside is of no use outside");
        RawSipClient.Header(early, "Retry-After").ShouldBe("30");
        lab.World.RunTo(lab.World.Time + TimeSpan.FromMinutes(6));
        RawSipClient.Header(SignIn(lab, AtTheEdge(lab), "alice"), "presence-state").ShouldEndWith(Survivable);
    }

    [Theory]
    [InlineData("Supported: msrtc-event-categories\n", 421, "2057")]
    [InlineData("Event: presence\n", 489, "4055")]
    public void What_the_dialect_does_not_allow_is_refused_with_its_number(string headers, int status, string number)
    {
        var lab = Lab(Plain);

        var answer = Ask(lab, At(lab, lab.Nodes.Pool02), Request("erin", headers));

        RawSipClient.Status(answer).ShouldBe(status);
        RawSipClient.Header(answer, "ms-diagnostics").ShouldStartWith($"{number};");
        if (status == 421)
        {
            RawSipClient.Header(answer, "Require").ShouldBe("gruu-10");
        }
    }

    [Fact]
    public void A_device_that_names_neither_epid_nor_instance_is_refused()
    {
        var lab = Lab(Plain);
        var request = Request("erin", "Event: registration\n")
            .Replace(";epid=c8ca638a15", "", StringComparison.Ordinal)
            .Replace("+sip.instance", "+sip.nothing", StringComparison.Ordinal);

        var answer = Ask(lab, At(lab, lab.Nodes.Pool02), request);

        RawSipClient.Status(answer).ShouldBe(400);
        RawSipClient.Header(answer, "ms-diagnostics").ShouldStartWith("4010;");
    }

    private static SimDeployment Lab(Deployment deployment)
    {
        var lab = new SimDeployment(new(1), deployment);
        lab.World.RunTo(Instant.Zero + TimeSpan.FromSeconds(1));
        return lab;
    }

    private RawSipClient At(SimDeployment lab, Registrar registrar)
    {
        var names = lab.Nodes.Deployment;
        var pool = registrar == lab.Nodes.Director ? names.FirstHop : registrar.Directory.Pool ?? names.Pool01;
        return Connect(lab, registrar.Settings.Tls, pool);
    }

    private RawSipClient AtTheEdge(SimDeployment lab) =>
        Connect(lab, lab.Nodes.AccessProxy.Settings.Tls, lab.Nodes.AccessProxy.Settings.Name);

    private RawSipClient Connect(SimDeployment lab, EndPointAddress to, HostName name)
    {
        var client = new RawSipClient(to, new TlsRequest(name));
        var number = (byte)(50 + _places.Count);
        var host = lab.World.AddHost($"phone{number}", IpAddress.V4(192, 0, 2, number));
        var place = lab.World.Place(host, $"phone{number}", client);
        _places.Add(client, place);
        lab.World.PowerOn(place);
        lab.World.RunTo(lab.World.Time + TimeSpan.FromSeconds(1));
        return client;
    }

    private string SignIn(
        SimDeployment lab, RawSipClient client, string user, string headers = Failover, string epid = "c8ca638a15",
        int last = 4)
    {
        var challenge = RawSipClient.Headers(Ask(lab, client, Request(user, headers, epid, last)), "WWW-Authenticate");
        var account = lab.Nodes.Deployment.Accounts.Single(one => one.User == user);
        var proof = RawSipClient.Answer(challenge[0], account.Password, user: user);
        return Ask(lab, client, Request(user, $"{headers}{proof}\n", epid, last));
    }

    private string Ask(SimDeployment lab, RawSipClient client, string request)
    {
        client.Queue(request);
        lab.World.Tell(_places[client], new NetInput.SignOut());
        lab.World.RunTo(lab.World.Time + TimeSpan.FromSeconds(2));
        return client.Last;
    }

    private string Request(string user, string headers, string epid = "c8ca638a15", int last = 4) =>
        $"""
        REGISTER sip:contoso.example SIP/2.0
        Via: SIP/2.0/TLS 192.0.2.50:51234
        Max-Forwards: 70
        From: <sip:{user}@contoso.example>;tag=4f2a9c0d11;epid={epid}
        To: <sip:{user}@contoso.example>
        Call-ID: 7d0e{last}
        CSeq: {++_cseq} REGISTER
        Contact: <sip:192.0.2.50:51234;transport=tls>;+sip.instance="<{Instance}{last}>"
        {headers}Content-Length: 0


        """;
}
