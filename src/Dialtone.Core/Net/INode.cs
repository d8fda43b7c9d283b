using Dialtone.Core.Time;

namespace Dialtone.Core.Net;

/// <summary>
/// Something that lives on a network: a device, or a server of the lab. It is told what happens and asks for effects;
/// the host (a live driver or a simulated world) performs them. Not thread-safe: a host calls one <see cref="Handle"/>
/// at a time.
/// </summary>
public interface INode
{
    /// <summary>
    /// When the node wants <see cref="NetInput.DeadlineReached"/>; <c>null</c> for never. Read again after every
    /// <see cref="Handle"/>: the latest value counts.
    /// </summary>
    Instant? Deadline { get; }

    /// <summary>Tells the node one thing and collects what it wants done.</summary>
    /// <param name="now">The time at which it happens.</param>
    /// <param name="input">What happens.</param>
    /// <param name="effects">Receives the effects, in order; the host empties it between calls.</param>
    void Handle(Now now, NetInput input, NetEffects effects);
}
