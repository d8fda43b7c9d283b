using Dialtone.Core.Net;
using Dialtone.Core.Time;

namespace Dialtone.Simulation.Tests.World;

/// <summary>A node that keeps what it was told, and does what a test says.</summary>
internal sealed class ToyNode(Action<ToyNode, Now, NetInput, NetEffects> act) : INode
{
    public List<(Instant At, NetInput Input)> Seen { get; } = [];

    public FlowIds Ids { get; } = new();

    public Instant? Deadline { get; set; }

    public byte Next { get; set; }

    public IEnumerable<T> All<T>()
        where T : NetInput => Seen.Select(seen => seen.Input).OfType<T>();

    public byte[] Bytes => [.. All<NetInput.Received>().SelectMany(received => received.Bytes.ToArray())];

    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        Seen.Add((now.Monotonic, input));
        act(this, now, input, effects);
    }
}
