using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Provisioning;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>A person with a terminal who has signed alice in and asks for what a Front End gives besides.</summary>
internal sealed class ServiceClient
{
    private const string Self = "sip:alice@contoso.example";
    private const string Gruu = $"{Self};opaque=user:epid:21nYNIVlkV-jtN6FPBU0fQAA;gruu";

    private static readonly Instant Later = Instant.Zero + TimeSpan.FromMinutes(5);

    private readonly SimNode _place;
    private int _cseq;

    /// <summary>Connects to the first Front End, or by way of the Edge, and signs in unless told otherwise.</summary>
    /// <param name="atTheEdge">Whether by way of the Edge.</param>
    /// <param name="signsIn">Whether to sign in.</param>
    /// <param name="deployment">The deployment.</param>
    /// <param name="beside">A client who is there already, in the same deployment.</param>
    public ServiceClient(
        bool atTheEdge = false, bool signsIn = true, Deployment? deployment = null, ServiceClient? beside = null)
    {
        Lab = beside?.Lab ?? new(new SimWorld(1), deployment);
        var nodes = Lab.Nodes;
        Raw = atTheEdge
            ? new(nodes.AccessProxy.Settings.Tls, new TlsRequest(nodes.AccessProxy.Settings.Name))
            : new(nodes.Pool01[0].Settings.Tls, new TlsRequest(nodes.Deployment.Pool01));
        var (name, last) = beside is null ? ("phone", (byte)50) : ("stranger", (byte)101);
        _place = Lab.World.Place(Lab.World.AddHost(name, IpAddress.V4(192, 0, 2, last)), name, Raw);
        Lab.World.PowerOn(_place);
        Lab.World.RunUntil(() => Raw.IsReady, Later).ShouldBeTrue();
        if (signsIn)
        {
            const string Domain = "sip:contoso.example";
            var challenge = RawSipClient.Headers(Ask(Request("REGISTER", Domain, "")), "WWW-Authenticate")[0];
            RawSipClient.Status(Ask(Request("REGISTER", Domain, "", RawSipClient.Answer(challenge, "Dial-Tone-1"))))
                .ShouldBe(200);
        }
    }

    public SimDeployment Lab { get; }

    public RawSipClient Raw { get; }

    /// <summary>Asks for the settings; the answer, and the notification if one comes.</summary>
    public string Subscribe(string @event = ProvisioningRequest.EventPackage, string? body = null,
        string supported = "ms-benotify, ms-piggyback-first-notify") => Ask(Request(
            "SUBSCRIBE", Self, body ?? Encoding.UTF8.GetString(ProvisioningRequest.OfPhone.ToBytes()),
            $"Event: {@event}", $"Supported: {supported}", "Expires: 0",
            $"Content-Type: {ProvisioningRequest.ContentType}"));

    /// <summary>Asks a service.</summary>
    public string Service(string uri, string body, string type) =>
        Ask(Request("SERVICE", uri, body, $"Content-Type: {type}"));

    public string Ask(string request)
    {
        var before = Raw.Answers.Count;
        Send(request);
        Lab.World.RunUntil(() => Raw.Answers.Count > before, Lab.World.Time + TimeSpan.FromMinutes(1)).ShouldBeTrue();
        return Raw.Answers[before];
    }

    public void Send(string request)
    {
        Raw.Queue(request);
        Lab.World.Tell(_place, new NetInput.SignOut());
    }

    public static string Body(string message) => message[(message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public string Request(string method, string uri, string body, params string[] headers) => string.Join("\r\n",
    [
        $"{method} {uri} SIP/2.0",
        "Via: SIP/2.0/TLS 192.0.2.50:51234",
        "Max-Forwards: 70",
        $"From: <{Self}>;tag=4f2a9c0d11;epid=c8ca638a15",
        $"To: <{(method == "SERVICE" ? uri : Self)}>",
        $"Call-ID: {method}",
        $"CSeq: {++_cseq} {method}",
        method == "REGISTER" ? "Contact: <sip:192.0.2.50:51234;transport=tls>" : $"Contact: <{Gruu}>",
        .. headers,
        $"Content-Length: {Encoding.UTF8.GetByteCount(body)}",
        "",
        body,
    ]);
}
