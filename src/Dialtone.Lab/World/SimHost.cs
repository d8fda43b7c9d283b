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

    /// <summary>Its addresses, the first of which its own packets come from.</summary>
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

        return address == IpAddress.AnyV4;
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
                && (listener.Local.Address == to.Address || listener.Local.Address == IpAddress.AnyV4))
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
                && (flow.Local.Address == to.Address || flow.Local.Address == IpAddress.AnyV4))
            {
                return flow;
            }
        }

        return null;
    }
}
