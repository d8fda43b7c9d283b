using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>Who is registered where: homes, the backup of a lost pool, a Director.</summary>
public class HomesTests
{
    private const string AtHome = "is-connected-to-primary=\"yes\"";
    private const string Survivable = "is-connected-to-primary=\"no\";user-services-state=unavailable";

    private static readonly Deployment Plain = Deployment.Contoso;

    [Fact]
    public void At_home_a_user_is_registered()
    {
        var lab = new PoolsLab();

        RawSipClient.Header(lab.SignIn(lab.At(lab.Nodes.Pool01[0]), "alice"), "presence-state").ShouldEndWith(AtHome);
        RawSipClient.Header(lab.SignIn(lab.At(lab.Nodes.Pool02), "erin"), "presence-state").ShouldEndWith(AtHome);
    }

    [Fact]
    public void At_the_backup_a_user_is_redirected_to_the_home_alone()
    {
        var lab = new PoolsLab();

        var answer = lab.SignIn(lab.At(lab.Nodes.Pool02), "alice");

        RawSipClient.Status(answer).ShouldBe(301);
        answer.ShouldStartWith("SIP/2.0 301 Redirect request to Home Server\r\n");
        RawSipClient.Headers(answer, "Contact").ShouldBe(["<sip:pool01.contoso.example:5061;transport=TLS>;q=0.7"]);
        RawSipClient.Header(answer, "Expires").ShouldBe("2592000");
    }

    [Theory]
    [InlineData(PoolsLab.Failover, 2)]
    [InlineData("Supported: gruu-10\n", 1)]
    public void A_director_redirects_everybody_to_the_home_and_its_backup(string supported, int contacts)
    {
        var lab = new PoolsLab(Plain.WithDirector());
        var director = lab.Nodes.Director.ShouldNotBeNull();

        foreach (var (user, pools) in (IEnumerable<(string, string[])>)
            [("alice", ["pool01", "pool02"]), ("erin", ["pool02", "pool01"])])
        {
            var answer = lab.SignIn(lab.At(director), user, supported);

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
        new PoolsLab(deployment).Nodes.Dhcp.Registrar.ShouldBe(HostName.Parse("dir01.contoso.example"));
    }

    [Fact]
    public void The_backup_takes_a_user_only_when_the_home_has_been_lost_for_the_interval()
    {
        var lab = new PoolsLab();
        lab.Pass(TimeSpan.FromMinutes(1));
        lab.Lose("fe1");
        lab.Pass(TimeSpan.FromMinutes(1));
        RawSipClient.Status(lab.SignIn(lab.At(lab.Nodes.Pool02), "alice")).ShouldBe(301);
        lab.Lose("fe2");

        lab.Pass(TimeSpan.FromMinutes(4));
        RawSipClient.Status(lab.SignIn(lab.At(lab.Nodes.Pool02), "alice")).ShouldBe(301);
        lab.Pass(TimeSpan.FromMinutes(1));
        var answer = lab.SignIn(lab.At(lab.Nodes.Pool02), "alice");

        RawSipClient.Status(answer).ShouldBe(200);
        RawSipClient.Header(answer, "presence-state")
            .ShouldBe($"register-action=\"added\";primary-cluster-type=\"central\";{Survivable}");
    }

    [Fact]
    public void A_client_that_does_not_know_survivable_mode_is_not_taken()
    {
        var lab = new PoolsLab();
        lab.Nodes.Pool02.Behaviour.TakesGuests = true;

        RawSipClient.Status(lab.SignIn(lab.At(lab.Nodes.Pool02), "alice", "Supported: ms-cluster-failover\n"))
            .ShouldBe(301);
        RawSipClient.Status(lab.SignIn(lab.At(lab.Nodes.Pool02), "alice")).ShouldBe(200);
    }

    [Fact]
    public void A_backup_may_refuse_a_user_that_it_does_not_take_yet()
    {
        var lab = new PoolsLab();
        lab.Nodes.Pool02.Behaviour.RefusesGuests = true;

        var answer = lab.SignIn(lab.At(lab.Nodes.Pool02), "alice");

        RawSipClient.Status(answer).ShouldBe(503);
        RawSipClient.Header(answer, "Retry-After").ShouldBe("30");
    }

    [Fact]
    public void A_guest_may_refresh_until_the_home_has_been_back_for_the_interval()
    {
        var lab = new PoolsLab();
        lab.Lose("fe1", "fe2");
        lab.Pass(TimeSpan.FromMinutes(6));
        var client = lab.At(lab.Nodes.Pool02);
        RawSipClient.Status(lab.SignIn(client, "alice")).ShouldBe(200);
        lab.Sim.Return("fe1");

        lab.Pass(TimeSpan.FromMinutes(9));
        RawSipClient.Header(lab.SignIn(client, "alice"), "presence-state").ShouldEndWith(Survivable);
        RawSipClient.Status(lab.SignIn(lab.At(lab.Nodes.Pool02), "alice", epid: "4444444444", last: 9))
            .ShouldBe(301, "another endpoint is not taken any more");
        lab.Pass(TimeSpan.FromMinutes(2));
        RawSipClient.Status(lab.SignIn(client, "alice")).ShouldBe(301);
    }

    [Fact]
    public void A_guest_may_sign_out_whatever_has_become_of_the_home()
    {
        var lab = new PoolsLab();
        lab.Nodes.Pool02.Behaviour.TakesGuests = true;
        var client = lab.At(lab.Nodes.Pool02);
        lab.SignIn(client, "alice");
        lab.Nodes.Pool02.Behaviour.TakesGuests = null;

        RawSipClient.Status(lab.SignIn(client, "alice", $"{PoolsLab.Failover}Expires: 0\n")).ShouldBe(200);
        lab.Nodes.Pool02Directory.BindingsOf("alice", lab.Sim.World.Time).ShouldBeEmpty();
    }

    [Fact]
    public void The_Edge_goes_to_the_home_and_to_the_backup_where_the_home_is_lost()
    {
        var lab = new PoolsLab();
        RawSipClient.Status(lab.SignIn(lab.AtTheEdge(), "erin")).ShouldBe(200);
        lab.Nodes.Pool02Directory.BindingsOf("erin", lab.Sim.World.Time).ShouldHaveSingleItem();
        lab.Lose("fe1", "fe2");

        var early = lab.SignIn(lab.AtTheEdge(), "alice");
        RawSipClient.Status(early).ShouldBe(503, "a name inside is of no use outside");
        RawSipClient.Header(early, "Retry-After").ShouldBe("30");
        lab.Pass(TimeSpan.FromMinutes(6));
        RawSipClient.Header(lab.SignIn(lab.AtTheEdge(), "alice"), "presence-state").ShouldEndWith(Survivable);
    }

    [Theory]
    [InlineData("Supported: msrtc-event-categories\n", 421, "2057")]
    [InlineData("Event: presence\n", 489, "4055")]
    public void What_the_dialect_does_not_allow_is_refused_with_its_number(string headers, int status, string number)
    {
        var lab = new PoolsLab();

        var answer = lab.Ask(lab.At(lab.Nodes.Pool02), lab.Request("erin", headers));

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
        var lab = new PoolsLab();
        var request = lab.Request("erin", "Event: registration\n")
            .Replace(";epid=c8ca638a15", "", StringComparison.Ordinal)
            .Replace("+sip.instance", "+sip.nothing", StringComparison.Ordinal);

        var answer = lab.Ask(lab.At(lab.Nodes.Pool02), request);

        RawSipClient.Status(answer).ShouldBe(400);
        RawSipClient.Header(answer, "ms-diagnostics").ShouldStartWith("4010;");
    }
}
