using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Exchange.Web;

/// <summary>
/// Requests under test, a clock moved by hand, and web servers that are a table by address. What is not in a table is
/// silent.
/// </summary>
internal sealed class WebBench
{
    public static readonly HostName Web = HostName.Parse("web.contoso.example");
    public static readonly IpAddress First = IpAddress.Parse("192.0.2.31");
    public static readonly IpAddress Second = IpAddress.Parse("192.0.2.32");

    private readonly DeviceSettings _settings = new DeviceBench().Settings;
    private readonly Queue<DeviceInput> _inputs = [];
    private readonly Dictionary<FlowId, NetEffect.Connect> _open = [];

    public WebBench() => Call = new(_settings, new SeededEntropy(1), new FlowIds());

    public WebCall Call { get; }

    public DeviceTimings Timings => _settings.Timings;

    /// <summary>What DNS says; <c>null</c> for silence.</summary>
    public DnsOutcome? Addresses { get; set; } = DeviceBench.Found(First);

    /// <summary>Why nothing stands at an address; <c>null</c> for silence.</summary>
    public Dictionary<IpAddress, ChannelEnd?> Down { get; } = [];

    /// <summary>What the handshake shows; the silence of <c>null</c>.</summary>
    public Dictionary<IpAddress, TlsFacts?> Certificates { get; } = [];

    /// <summary>What servers answer, by address: a response, an end of the connection, or silence.</summary>
    public Dictionary<IpAddress, Func<HttpRequest, object?>> Servers { get; } = [];

    public Func<HttpRequest, object?> Server { get; set; } = _ => new HttpResponse(200, "OK");

    public List<DeviceEffect> Effects { get; } = [];

    /// <summary>Every request, with the flow that it went over.</summary>
    public List<(FlowId Flow, HttpRequest Request)> Sent { get; } = [];

    public Now Now { get; private set; } = new(Instant.Zero + TimeSpan.FromHours(1), DeviceBench.WallClock);

    public int OpenFlows => _open.Count;

    public WebOutcome Outcome => Call.Outcome.ShouldNotBeNull();

    public static WebUrl Url(string text) => WebUrl.TryParse(text, out var url) ? url : throw new FormatException(text);

    public WebOutcome Get(string url = "https://web.contoso.example/mex", WebAuthentication? authentication = null) =>
        Send(new(Url(url)) { Authentication = authentication });

    public WebOutcome Send(WebRequest request)
    {
        Begin(request);
        PassUntilDone();
        return Outcome;
    }

    public void Begin(WebRequest request)
    {
        var effects = new List<DeviceEffect>();
        Call.Send(Now, request, effects);
        Perform(effects);
        Drain();
    }

    public void Give(DeviceInput input)
    {
        _inputs.Enqueue(input);
        Drain();
    }

    /// <summary>The server closes a connection between two requests.</summary>
    public void CloseAll(ChannelEnd why = ChannelEnd.ClosedByPeer)
    {
        foreach (var flow in _open.Keys.ToArray())
        {
            _open.Remove(flow);
            Give(new DeviceInput.OfHost(new NetInput.Ended(flow, why)));
        }
    }

    public void PassUntilDone()
    {
        while (Call.IsBusy)
        {
            var deadline = Call.Deadline.ShouldNotBeNull("What is under way has a deadline.");
            Now = new(deadline, Now.WallClock + (deadline - Now.Monotonic));
            Give(new DeviceInput.DeadlineReached());
        }

        Call.Deadline.ShouldBeNull();
    }

    private void Drain()
    {
        while (_inputs.TryDequeue(out var input))
        {
            var effects = new List<DeviceEffect>();
            Call.Handle(Now, input, effects);
            Perform(effects);
        }
    }

    private void Perform(List<DeviceEffect> effects)
    {
        Effects.AddRange(effects);
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case DeviceEffect.AskAddresses ask when Addresses is { } answer:
                    _inputs.Enqueue(new DeviceInput.AddressesAnswered(ask.Name, answer));
                    break;
                case DeviceEffect.OfHost { Effect: NetEffect.Connect connect }:
                    Connect(connect);
                    break;
                case DeviceEffect.OfHost { Effect: NetEffect.SendHttp send }:
                    Sent.Add((send.Flow, send.Request));
                    Answer(send);
                    break;
                case DeviceEffect.OfHost { Effect: NetEffect.Close close }:
                    _open.Remove(close.Flow).ShouldBeTrue("Only what is open is closed.");
                    break;
            }
        }
    }

    private void Connect(NetEffect.Connect connect)
    {
        _open.Add(connect.Flow, connect);
        if (Down.TryGetValue(connect.To.Address, out var down))
        {
            if (down is { } why)
            {
                End(connect.Flow, why);
            }

            return;
        }

        Tell(new NetInput.Connected(connect.Flow, DeviceBench.Local, connect.To));
        var facts = connect.Tls is not { } tls ? null
            : Certificates.TryGetValue(connect.To.Address, out var shown) ? shown
            : DeviceBench.Certificate(tls.ExpectedName);
        if (facts is not null)
        {
            Tell(new NetInput.Secured(connect.Flow, facts));
        }
    }

    private void Answer(NetEffect.SendHttp send)
    {
        var server = Servers.GetValueOrDefault(_open[send.Flow].To.Address, Server);
        switch (server(send.Request))
        {
            case HttpResponse response:
                Tell(new NetInput.HttpAnswered(send.Flow, response));
                break;
            case ChannelEnd why:
                End(send.Flow, why);
                break;
        }
    }

    private void End(FlowId flow, ChannelEnd why)
    {
        _open.Remove(flow);
        Tell(new NetInput.Ended(flow, why, "as the system says"));
    }

    private void Tell(NetInput input) => _inputs.Enqueue(new DeviceInput.OfHost(input));
}
