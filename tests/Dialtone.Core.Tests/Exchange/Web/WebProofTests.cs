using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Net.Security;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Exchange.Web;

/// <summary>Proofs by HTTP authentication, with a scheme of three messages that is none.</summary>
public class WebProofTests
{
    [Fact]
    public void Three_messages_prove_one_connection()
    {
        var bench = new WebBench { Server = Doorkeeper() };
        var proof = new ThreeMessages();
        var outcome = bench.Get(authentication: proof);

        (outcome.HttpStatus, outcome.Proof, outcome.Scheme).ShouldBe((200, WebProof.Accepted, "Test"));
        outcome.Offered.ShouldBe(["Negotiate", "Test"]);
        bench.Sent.Select(s => s.Request.Field("Authorization")).ShouldBe([null, "Test one", "Test three"]);
        bench.Sent.Select(s => s.Flow).Distinct().ShouldHaveSingleItem();
        proof.Server.ShouldBe(WebBench.Web);

        // The next request on that connection is not asked again, and proves nothing by itself.
        bench.Server = _ => new HttpResponse(200);
        bench.Get(authentication: proof).Proof.ShouldBe(WebProof.NotAsked);
        bench.Sent[^1].Request.Field("Authorization").ShouldBeNull();
    }

    [Fact]
    public void Without_a_proof_401_is_an_answer_like_others()
    {
        var outcome = new WebBench { Server = Doorkeeper() }.Get();

        (outcome.Status, outcome.HttpStatus, outcome.Proof).ShouldBe((WebStatus.Answered, 401, WebProof.NotTried));
        outcome.Offered.ShouldBe(["Negotiate", "Test"]);
    }

    [Fact]
    public void Being_asked_again_after_the_last_message_is_a_refusal()
    {
        var bench = new WebBench { Server = Doorkeeper(accepts: false) };
        var outcome = bench.Get(authentication: new ThreeMessages());

        (outcome.HttpStatus, outcome.Proof, outcome.Scheme).ShouldBe((401, WebProof.Refused, "Test"));
        bench.Sent.Count.ShouldBe(3);
    }

    [Fact]
    public void A_server_that_never_ends_asking_is_left()
    {
        var bench = new WebBench { Server = _ => Unauthorized("Test two") };
        bench.Get(authentication: new ThreeMessages { NeverEnds = true }).Proof.ShouldBe(WebProof.Refused);
        bench.Sent.Count.ShouldBe(5);
    }

    [Fact]
    public void A_scheme_that_is_not_offered_and_a_ticket_that_is_not_to_be_had_are_told_apart()
    {
        new WebBench { Server = _ => Unauthorized("Basic realm=\"x\"") }.Get(authentication: new ThreeMessages())
            .Proof.ShouldBe(WebProof.NotOffered);

        var bench = new WebBench { Server = Doorkeeper() };
        bench.Begin(new(WebBench.Url("https://web.contoso.example/")) { Authentication = new ByTicket() });
        bench.Call.IsBusy.ShouldBeTrue();
        bench.Give(new DeviceInput.OfHost(new NetInput.SecurityFailed(default, SecurityFault.NoTicketServer, "none")));
        var outcome = bench.Outcome;
        (outcome.Status, outcome.Step, outcome.HttpStatus).ShouldBe((WebStatus.Answered, WebStep.Authenticate, 401));
        (outcome.Proof, outcome.ProofFault, outcome.Detail).ShouldBe(
            (WebProof.NotMade, SecurityFault.NoTicketServer, "none"));
    }

    [Fact]
    public void The_hosts_answer_is_waited_for_but_not_for_ever()
    {
        var bench = new WebBench { Server = Doorkeeper() };
        var outcome = bench.Get(authentication: new ByTicket());

        (outcome.Status, outcome.Step, outcome.Took).ShouldBe(
            (WebStatus.NoAnswer, WebStep.Authenticate, bench.Timings.WebAnswer));
        bench.OpenFlows.ShouldBe(0);
    }

    [Fact]
    public void A_connection_that_is_closed_while_the_ticket_is_got_is_replaced()
    {
        var bench = new WebBench { Server = Doorkeeper() };
        bench.Begin(new(WebBench.Url("https://web.contoso.example/")) { Authentication = new ByTicket() });
        bench.CloseAll();
        bench.Give(new DeviceInput.OfHost(new NetInput.TicketGiven(default, default, null!)));

        bench.Outcome.Proof.ShouldBe(WebProof.Accepted);
        bench.Sent.Select(s => (s.Flow.Value, s.Request.Field("Authorization"))).ShouldBe(
            [(1u, null), (2u, "Test three")]);
    }

    [Fact]
    public void A_server_that_closes_after_every_answer_cannot_be_proved_to_and_is_not_asked_for_ever()
    {
        var bench = new WebBench();
        var doorkeeper = Doorkeeper();
        var flows = new HashSet<uint>();
        bench.Server = request => flows.Add(bench.Sent[^1].Flow.Value) ? doorkeeper(request) : ChannelEnd.ClosedByPeer;
        var outcome = bench.Get(authentication: new ThreeMessages());

        outcome.Status.ShouldBe(WebStatus.Lost);
        flows.Count.ShouldBeLessThanOrEqualTo(4);
    }

    private static HttpResponse Unauthorized(params string[] challenges) =>
        new(401) { Fields = [.. challenges.Select(c => new HttpField("WWW-Authenticate", c))] };

    private static Func<HttpRequest, object?> Doorkeeper(bool accepts = true) =>
        request => request.Field("Authorization") switch
        {
            null => Unauthorized("Negotiate", "Test"),
            "Test one" => Unauthorized("Test two"),
            _ when accepts => new HttpResponse(200),
            _ => Unauthorized("Negotiate", "Test"),
        };

    private sealed class ThreeMessages : WebAuthentication
    {
        private int _said;

        public override string Scheme => "Test";

        public bool NeverEnds { get; init; }

        public HostName Server { get; private set; }

        public override WebProofStep Begin(
            Now now, HostName server, ImmutableArray<string> challenges, List<DeviceEffect> effects)
        {
            (Server, _said) = (server, 1);
            return challenges.Any(c => c.StartsWith("Test", StringComparison.Ordinal))
                ? new WebProofStep.Send("Test one")
                : new WebProofStep.NotOffered();
        }

        public override WebProofStep Continue(
            Now now, ImmutableArray<string> challenges, List<DeviceEffect> effects) =>
            _said++ == 1 || NeverEnds ? new WebProofStep.Send("Test three") : new WebProofStep.Refused();

        public override WebProofStep? Handle(Now now, DeviceInput input) => null;
    }

    private sealed class ByTicket : WebAuthentication
    {
        public override string Scheme => "Negotiate";

        public override WebProofStep Begin(
            Now now, HostName server, ImmutableArray<string> challenges, List<DeviceEffect> effects) =>
            new WebProofStep.Wait();

        public override WebProofStep Continue(
            Now now, ImmutableArray<string> challenges, List<DeviceEffect> effects) => new WebProofStep.Refused();

        public override WebProofStep? Handle(Now now, DeviceInput input) => input switch
        {
            DeviceInput.OfHost { Input: NetInput.TicketGiven } => new WebProofStep.Send("Test three"),
            DeviceInput.OfHost { Input: NetInput.SecurityFailed failed } =>
                new WebProofStep.NotMade(failed.Why, failed.Detail),
            _ => null,
        };
    }
}
