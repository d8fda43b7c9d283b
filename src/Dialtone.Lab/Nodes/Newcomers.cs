using Dialtone.Core.Net;
using Dialtone.Core.Time;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// Connections that have not shown yet whose they are, oldest first. They have so long for it; and where there are too
/// many connections, the oldest of these makes room.
/// </summary>
/// <param name="timeMax">How long one may take.</param>
internal sealed class Newcomers(TimeSpan timeMax)
{
    // Each has the same time, so that the oldest comes due first.
    private readonly LinkedList<(FlowId Flow, Instant Due)> _byAge = [];
    private readonly Dictionary<FlowId, LinkedListNode<(FlowId Flow, Instant Due)>> _places = [];

    /// <summary>When the oldest is due; <c>null</c> when there is none.</summary>
    public Instant? Deadline => _byAge.First?.Value.Due;

    public bool Contains(FlowId flow) => _places.ContainsKey(flow);

    public void Add(FlowId flow, Instant now) => _places.Add(flow, _byAge.AddLast((flow, now + timeMax)));

    /// <summary>It is known now, or gone. One that is not here is none.</summary>
    public void Remove(FlowId flow)
    {
        if (_places.Remove(flow, out var place))
        {
            _byAge.Remove(place);
        }
    }

    /// <summary>Takes one whose time is over.</summary>
    public bool TryTakeDue(Instant now, out FlowId flow)
    {
        flow = default;
        return Deadline <= now && TryTakeOldest(out flow);
    }

    /// <summary>Takes the oldest.</summary>
    public bool TryTakeOldest(out FlowId flow)
    {
        flow = _byAge.First?.Value.Flow ?? default;
        Remove(flow);
        return flow != default;
    }

    public void Clear()
    {
        _byAge.Clear();
        _places.Clear();
    }
}
