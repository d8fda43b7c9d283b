using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Hosting;

/// <summary>
/// A node under the eyes of its lab: it takes turns with the others, so that a fault may be switched between two turns,
/// and the lab learns when all that it opened at its start is bound, or what could not be.
/// </summary>
internal sealed class HostedNode(INode node, Lock turn) : INode
{
    private readonly TaskCompletionSource<string> _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<FlowId> _unbound = [];

    /// <summary>Ends when everything is bound, with an empty text, or with what the system said against it.</summary>
    public Task<string> Up => _up.Task;

    /// <inheritdoc/>
    public Instant? Deadline => node.Deadline;

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        lock (turn)
        {
            node.Handle(now, input, effects);
        }

        if (_up.Task.IsCompleted)
        {
            return;
        }

        if (input is NetInput.Ended ended && _unbound.Contains(ended.Flow))
        {
            _ = _up.TrySetResult($"{ended.Why}: {ended.Detail}");
        }

        Expect(effects);
    }

    /// <summary>The host bound a flow. On the node's thread, as everything here.</summary>
    public void Bound(FlowId flow, EndPointAddress local) => _unbound.Remove(flow);

    /// <summary>The driver's question whether the node is done: never, but its wishes are performed by now.</summary>
    public bool IsFinished()
    {
        if (_unbound.Count == 0)
        {
            _ = _up.TrySetResult("");
        }

        return false;
    }

    private void Expect(NetEffects effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case NetEffect.ListenHttp http:
                    _ = _unbound.Add(http.Flow);
                    break;
                case NetEffect.Listen listen:
                    _ = _unbound.Add(listen.Flow);
                    break;
                case NetEffect.OpenDatagrams open:
                    _ = _unbound.Add(open.Flow);
                    break;
                case NetEffect.Close close:
                    _ = _unbound.Remove(close.Flow);
                    break;
                default:
                    break;
            }
        }
    }
}
