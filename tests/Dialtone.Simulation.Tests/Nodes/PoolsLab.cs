using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>A deployment with persons at terminals who speak as a device of Lync's family does.</summary>
internal sealed class PoolsLab
{
    public const string Failover = "Supported: ms-userservices-state-notification\nSupported: ms-cluster-failover\n";

    // But for its last digit.
    private const string Instance = "urn:uuid:34d859db-6585-5f91-a3b4-de853c15347";

    private readonly Dictionary<RawSipClient, SimNode> _places = [];
    private int _cseq;

    public PoolsLab(Deployment? deployment = null)
    {
        Sim = new(new(1), deployment);
        Pass(TimeSpan.FromSeconds(1));
    }

    public SimDeployment Sim { get; }

    public DeploymentNodes Nodes => Sim.Nodes;

    public void Pass(TimeSpan time) => Sim.World.RunTo(Sim.World.Time + time);

    public void Lose(params string[] places) => Array.ForEach(places, Sim.Lose);

    /// <summary>Switches something of the servers, and lets them see it, as a fault does.</summary>
    public void Switch(Action<DeploymentNodes> change)
    {
        Sim.Switch(new("by-hand", "", (nodes, _) => change(nodes)), on: true);
        Pass(TimeSpan.FromSeconds(1));
    }

    public RawSipClient At(Registrar registrar)
    {
        var names = Nodes.Deployment;
        var pool = registrar == Nodes.Director ? names.FirstHop : registrar.Directory.Pool ?? names.Pool01;
        return Connect(registrar.Settings.Tls, pool);
    }

    public RawSipClient AtTheEdge() => Connect(Nodes.AccessProxy.Settings.Tls, Nodes.AccessProxy.Settings.Name);

    /// <summary>Asks, answers the challenge, and gives what came of it.</summary>
    public string SignIn(
        RawSipClient client, string user, string headers = Failover, string epid = "c8ca638a15", int last = 4)
    {
        var challenge = RawSipClient.Headers(Ask(client, Request(user, headers, epid, last)), "WWW-Authenticate");
        var account = Nodes.Deployment.Accounts.Single(one => one.User == user);
        var proof = RawSipClient.Answer(challenge[0], account.Password, user: user);
        return Ask(client, Request(user, $"{headers}{proof}\n", epid, last));
    }

    public string Ask(RawSipClient client, string text)
    {
        Say(client, text);
        return client.Last;
    }

    public void Say(RawSipClient client, string text)
    {
        client.Queue(text);
        Sim.World.Tell(_places[client], new NetInput.SignOut());
        Pass(TimeSpan.FromSeconds(2));
    }

    public string Request(string user, string headers, string epid = "c8ca638a15", int last = 4) =>
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

    private RawSipClient Connect(EndPointAddress to, HostName name)
    {
        var client = new RawSipClient(to, new TlsRequest(name));
        var number = (byte)(100 + _places.Count);
        var host = Sim.World.AddHost($"phone{number}", IpAddress.V4(192, 0, 2, number));
        var place = Sim.World.Place(host, $"phone{number}", client);
        _places.Add(client, place);
        Sim.World.PowerOn(place);
        Pass(TimeSpan.FromSeconds(1));
        return client;
    }
}
