using System.Collections.Immutable;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.World;

/// <summary>A machine of a simulated world: a name, addresses, a clock, and what is wrong with it.</summary>
public sealed class SimHost
{
    private const ushort EphemeralFirst = 49152;

    private ushort _lastPort = EphemeralFirst;

    internal SimHost(string name, ImmutableArray<IpAddress> addresses)
    {
        Name = name;
        Addresses = addresses;
    }

    /// <summary>The host's name within the world.</summary>
    public string Name { get; }

    /// <summary>Its addresses, the first of each family of which its own packets come from.</summary>
    public ImmutableArray<IpAddress> Addresses { get; }

    /// <summary>How far its wall clock is off; may change at any time.</summary>
    public TimeSpan ClockError { get; set; }

    /// <summary>
    /// Whether packets to and from it vanish: a black hole. Connections wait and retransmit, as TCP does.
    /// </summary>
    public bool Silent { get; set; }

    /// <summary>Whether it resets every connection as soon as it stands.</summary>
    public bool ResetsConnections { get; set; }

    /// <summary>Whether its nodes may open ports below 1024.</summary>
    public bool MayOpenLowPorts { get; set; } = true;

    internal List<SimListener> Listeners { get; } = [];

    internal List<SimDatagramFlow> Datagrams { get; } = [];

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal bool Owns(IpAddress address)
    {
        foreach (var own in Addresses)
        {
            if (own == address)
            {
                return true;
            }
        }

        return IsAny(address);
    }

    /// <summary>
    /// What a packet comes from: the address that is bound, or the host's own of that family, and of the link where it
    /// does not leave it; <c>null</c> where it has none.
    /// </summary>
    internal IpAddress? SourceFor(IpAddress bound, IpAddress to)
    {
        if (!IsAny(bound))
        {
            return bound;
        }

        foreach (var own in Addresses)
        {
            if (own.IsV4 == bound.IsV4 && (bound.IsV4 || own.IsLinkLocal == (to.IsLinkLocal || to.IsMulticast)))
            {
                return own;
            }
        }

        return null;
    }

    internal ushort NextPort()
    {
        _lastPort = _lastPort == ushort.MaxValue ? EphemeralFirst : (ushort)(_lastPort + 1);
        return _lastPort;
    }

    internal SimListener? ListenerAt(EndPointAddress to)
    {
        foreach (var listener in Listeners)
        {
            if (listener.Local.Port == to.Port
                && (listener.Local.Address == to.Address || IsAny(listener.Local.Address, to.Address)))
            {
                return listener;
            }
        }

        return null;
    }

    internal SimDatagramFlow? DatagramsAt(EndPointAddress to)
    {
        foreach (var flow in Datagrams)
        {
            if (flow.Local.Port == to.Port
                && (flow.Local.Address == to.Address || IsAny(flow.Local.Address, to.Address)))
            {
                return flow;
            }
        }

        return null;
    }

    private static bool IsAny(IpAddress address) => address == IpAddress.AnyV4 || address == IpAddress.AnyV6;

    private static bool IsAny(IpAddress bound, IpAddress to) => IsAny(bound) && bound.IsV4 == to.IsV4;
}
