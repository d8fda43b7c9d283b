using System.Collections.Immutable;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.WebServices;

namespace Dialtone.Lab.Tests.Nodes;

/// <summary>
/// The Web Services of the lab's first pool by hand: requests in, answers out; what they ask of the host, the test
/// does.
/// </summary>
internal sealed class WebServicesDesk
{
    public const string CertificatePort =
        "https://web01.contoso.example/CertProv/CertProvisioningService.svc/WebTicket_Proof_SHA1";

    public const string UserUrl = RootUrl + "/user";

    private const string RootUrl = "https://web01.contoso.example/Autodiscover/AutodiscoverService.svc/root";

    public static readonly DateTimeOffset Start = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);

    private uint _flow = FlowId.HostFirst;

    public WebServicesDesk(byte chance = 0)
    {
        Nodes = new(Deployment.Contoso, _ => new CountingEntropy(chance));
        Opened = [.. Tell(new NetInput.PowerOn()).OfType<NetEffect.ListenHttp>()];
    }

    public DeploymentNodes Nodes { get; }

    public WebServices Web => Nodes.Web01;

    public ImmutableArray<NetEffect.ListenHttp> Opened { get; }

    public TimeSpan Time { get; set; }

    /// <summary>The client's part of proof keys.</summary>
    public byte[] Entropy { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public NetEffects Tell(NetInput input)
    {
        var effects = new NetEffects();
        Web.Handle(new(Instant.Zero + Time, Start + Time), input, effects);
        return effects;
    }

    /// <summary>A connection that stands.</summary>
    public FlowId Connect(bool tls = true)
    {
        var flow = new FlowId(_flow++);
        var listener = Opened.Single(one => (one.TlsIdentity is not null) == tls);
        _ = Tell(new NetInput.Accepted(listener.Flow, flow, listener.Local, new(IpAddress.V4(192, 0, 2, 99), 50000)));
        return flow;
    }

    /// <summary>Asks on a connection, and is answered.</summary>
    public HttpResponse Ask(FlowId on, HttpRequest request) =>
        Answer(on, Tell(new NetInput.HttpRequested(on, request)));

    public HttpResponse Get(
        string target, bool tls = true, string host = "web01.contoso.example", params HttpField[] fields) =>
        Ask(Connect(tls), new("GET", host, target) { Fields = [.. fields] });

    public HttpResponse Post(string url, byte[] body, FlowId? on = null, params HttpField[] fields) =>
        Ask(on ?? Connect(), Posted(url, body, fields));

    public static HttpRequest Posted(string url, byte[] body, params HttpField[] fields)
    {
        WebUrl.TryParse(url, out var at).ShouldBeTrue();
        return new("POST", at.Authority, at.Target) { Body = body, Fields = [.. fields] };
    }

    public static HttpResponse Answer(FlowId on, NetEffects effects)
    {
        var answer = effects.ShouldHaveSingleItem().ShouldBeOfType<NetEffect.AnswerHttp>();
        answer.Flow.ShouldBe(on);
        answer.Response.Field("X-MS-Server-Fqdn").ShouldBe("web01.contoso.example");
        return answer.Response;
    }

    /// <summary>Where a port of the metadata at an address is.</summary>
    public string LocationOf(string path, string port)
    {
        var answer = Get(path);
        answer.Status.ShouldBe(200);
        WebServiceMetadata.TryRead(answer.Body.Span, out var metadata, out _).ShouldBeTrue();
        return metadata.LocationOf(port).ShouldNotBeNull();
    }

    public WebTicketRequest TicketFor(
        string user, string appliesTo = CertificatePort, MessageHeader? header = null) => new()
        {
            Context = "{context}",
            AppliesTo = appliesTo,
            User = user,
            Entropy = Entropy,
            Header = header,
        };

    /// <summary>Asks for a ticket by NTLM, as far as it goes.</summary>
    public HttpResponse ByNtlm(
        WebTicketRequest request, string login, string password, FlowId? on = null, string scheme = "NTLM",
        string port = WebServiceMetadata.NegotiatePort)
    {
        var (flow, url) = (on ?? Connect(), LocationOf("/WebTicket/WebTicketService.svc/mex", port));
        var negotiate = NtlmClient.Negotiate();
        var challenged = Post(url, [], flow, Authorization(scheme, negotiate));
        challenged.Status.ShouldBe(401);
        challenged.Field("WWW-Authenticate").ShouldNotBeNull().ShouldStartWith($"{scheme} ");
        var message = Convert.FromBase64String(challenged.Field("WWW-Authenticate")![(scheme.Length + 1)..]);
        NtlmChallenge.TryRead(message, out var challenge, out _).ShouldBeTrue();
        NtlmClient.TryAnswer(
            NtlmForm.Connection, message, challenge, NtlmAccount.Of(login, NtlmSecret.FromPassword(password)), Start,
            new byte[NtlmClient.ChanceBytes], out var answer, out _).ShouldBeTrue();
        return Post(url, request.ToBytes(), flow, Authorization(scheme, answer.Message.Span));
    }

    /// <summary>A ticket in its owner's hands.</summary>
    public WebTicket Ticket(HttpResponse answer)
    {
        answer.Status.ShouldBe(200);
        WebTicketResponse.TryRead(answer.Body.Span, out var response, out _).ShouldBeTrue();
        response.Context.ShouldBe("{context}");
        return response.TicketFor(Entropy);
    }

    /// <summary>A ticket for alice.</summary>
    public WebTicket Alices(string appliesTo = CertificatePort) =>
        Ticket(ByNtlm(TicketFor("sip:alice@contoso.example", appliesTo), @"CONTOSO\alice", "Dial-Tone-1"));

    public static HttpField Authorization(string scheme, ReadOnlySpan<byte> token) =>
        new("Authorization", $"{scheme} {Convert.ToBase64String(token)}");

    /// <summary>A request for a certificate.</summary>
    public static byte[] CertificateFor(string entity, TicketProof? proof) => new PublishCertificateRequest
    {
        Header = new()
        {
            To = CertificatePort, Action = PublishCertificateRequest.Action, MessageId = "uuid:1", Proof = proof,
        },
        DeviceId = "{34d859db-6585-5f91-a3b4-de853c15347d}",
        Entity = entity,
        Request = "a request"u8.ToArray(),
        RequestId = "one",
    }.ToBytes();

    /// <summary>The diagnosis of a refusal.</summary>
    public static SoapFault Fault(HttpResponse answer)
    {
        answer.Status.ShouldBe(500);
        SoapFault.TryRead(answer.Body.Span, out var fault, out _).ShouldBeTrue();
        return fault;
    }

    /// <summary>Numbers that never come twice.</summary>
    private sealed class CountingEntropy(byte first) : IEntropy
    {
        private byte _next = first;

        public void Fill(Span<byte> destination)
        {
            foreach (ref var one in destination)
            {
                one = _next++;
            }
        }

        public uint Below(uint bound) => _next++ % bound;
    }
}
