using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Core.Trace;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Trace;

/// <summary>A node in front of a trace, with a connection.</summary>
internal sealed class TraceBench
{
    public static readonly FlowId Flow = new(1);
    public static readonly EndPointAddress Local = new(IpAddress.Parse("192.0.2.7"), 49152);
    public static readonly EndPointAddress Remote = new(IpAddress.Parse("192.0.2.10"), 5061);

    private readonly ScriptedNode _node = new();
    private readonly TracingNode _tracing;
    private readonly NetEffects _effects = new();

    public TraceBench(MessageTrace? trace = null)
    {
        Trace = trace ?? new();
        _tracing = new(_node, Trace);
    }

    public MessageTrace Trace { get; }

    public TracedMessage Last => Trace.Messages[^1];

    public string LastText => Encoding.UTF8.GetString([.. Last.Bytes]);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Sip(string start, string fields, string body = "") =>
        $"{start}\r\nVia: SIP/2.0/TLS 192.0.2.7;branch=z9hG4bK1\r\n{fields}"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    /// <summary>Lets the node ask for that, a second after what came before.</summary>
    public void Want(params ReadOnlySpan<NetEffect> effects)
    {
        _node.Want(effects);
        Tell(new NetInput.DeadlineReached());
    }

    public void Tell(NetInput input)
    {
        _effects.Clear();
        var at = Instant.Zero + TimeSpan.FromSeconds(Trace.Messages.Length);
        _tracing.Handle(new(at, DateTimeOffset.UnixEpoch), input, _effects);
    }

    public void Connect(bool secured = true)
    {
        Want(new NetEffect.Connect(Flow, Remote, secured ? new(HostName.Parse("fe01.contoso.example")) : null));
        Tell(new NetInput.Connected(Flow, Local, Remote));
        if (secured)
        {
            Tell(new NetInput.Secured(Flow, new("TLS 1.3", "TLS_AES_256_GCM_SHA384", [], ChainTrust.Trusted)));
        }
    }

    public void Write(string text) => Want(new NetEffect.Write(Flow, Bytes(text)));

    public void Receive(string text) => Tell(new NetInput.Received(Flow, Bytes(text)));
}
