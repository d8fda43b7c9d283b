using Dialtone.Core.Net;
using Dialtone.Core.Time;

namespace Dialtone.Core.Trace;

/// <summary>
/// A node whose messages are kept. It stands between the node and its host, where SIP and HTTP are plain though they
/// travel inside TLS. Secrets are taken out before anything is kept. Where no trace is asked for, there is none of it.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="trace">Takes its messages. Several nodes may have one.</param>
public sealed class TracingNode(INode node, MessageTrace trace) : INode
{
    private readonly Dictionary<FlowId, TracedFlow> _flows = [];

    /// <inheritdoc/>
    public Instant? Deadline => node.Deadline;

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(effects);
        Note(now.Monotonic, input);
        var before = effects.Count;
        node.Handle(now, input, effects);
        for (var i = before; i < effects.Count; i++)
        {
            Note(now.Monotonic, effects[i]);
        }
    }

    private void Note(Instant at, NetInput input)
    {
        switch (input)
        {
            case NetInput.Connected connected when _flows.TryGetValue(connected.Flow, out var flow):
                trace.AddAll(flow.Connected(at, connected.Local, connected.Remote));
                break;
            case NetInput.Secured secured when _flows.TryGetValue(secured.Flow, out var flow):
                trace.Add(flow.Secured(at, secured.Tls));
                break;
            case NetInput.Datagram datagram when _flows.TryGetValue(datagram.Flow, out var flow):
                trace.Add(flow.Datagram(at, isSent: false, datagram.From, datagram.Bytes));
                break;
            case NetInput.Received received when _flows.TryGetValue(received.Flow, out var flow):
                trace.AddAll(flow.Stream(at, isSent: false, received.Bytes));
                break;
            case NetInput.HttpAnswered answered when _flows.TryGetValue(answered.Flow, out var flow):
                trace.Add(flow.Http(at, isSent: false, HttpText.Of(answered.Response)));
                break;
            case NetInput.Ended ended when _flows.Remove(ended.Flow, out var flow):
                trace.Add(flow.Ended(at, ended.Why));
                flow.Dispose();
                break;
            default:
                break;
        }
    }

    private void Note(Instant at, NetEffect effect)
    {
        switch (effect)
        {
            case NetEffect.OpenDatagrams open:
                _flows[open.Flow] = TracedFlow.Of(trace.NextFlow(), open);
                break;
            case NetEffect.Connect connect:
                _flows[connect.Flow] = TracedFlow.Of(trace.NextFlow(), connect);
                trace.Add(_flows[connect.Flow].Connecting(at));
                break;
            case NetEffect.SendDatagram send when _flows.TryGetValue(send.Flow, out var flow):
                trace.Add(flow.Datagram(at, isSent: true, send.To, send.Bytes));
                break;
            case NetEffect.Write write when _flows.TryGetValue(write.Flow, out var flow):
                trace.AddAll(flow.Stream(at, isSent: true, write.Bytes));
                break;
            case NetEffect.SendHttp send when _flows.TryGetValue(send.Flow, out var flow):
                trace.Add(flow.Http(at, isSent: true, HttpText.Of(send.Request)));
                break;
            case NetEffect.Close close when _flows.Remove(close.Flow, out var flow):
                trace.AddAll(flow.Closed(at, close.Abort));
                flow.Dispose();
                break;
            default:
                break;
        }
    }
}
