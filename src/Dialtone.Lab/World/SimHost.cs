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

    /// <summary>
    /// Whether packets to and from it are held up for the time being: <see cref="Silent"/> again, for whoever clogs one
    /// host after another beside what other faults do to it.
    /// </summary>
    public bool Clogged { get; set; }

    /// <summary>
    /// After how many bytes of its own it resets a connection: 0 as soon as it stands; <c>null</c> for never.
    /// </summary>
    public int? ResetsAfterBytes { get; set; }

    /// <summary>
    /// Of a load balancer, the hosts that connections to it are passed on to, one after another, those left out that do
    /// not listen; empty for any other host.
    /// </summary>
    public ImmutableArray<SimHost> Backends { get; internal init; } = [];

    /// <summary>Of a load balancer, whether all that is behind it was taken out.</summary>
    public bool HasNoBackends { get; set; }

    /// <summary>Of a load balancer, whether it passes connections also to hosts that do not listen.</summary>
    public bool IsBlind { get; set; }

    /// <summary>Whether its nodes may open ports below 1024.</summary>
    public bool MayOpenLowPorts { get; set; } = true;

    /// <summary>Whether it has OpenSSL 3, without which there is no TLS-DSK.</summary>
    public bool HasOpenSsl { get; set; } = true;

    /// <summary>Whether it has a library for Kerberos.</summary>
    public bool HasKerberos { get; set; } = true;

    /// <summary>Whose ticket its credential cache holds, by the name in the realm; <c>null</c> for nobody's.</summary>
    public string? TicketOf { get; set; }

    internal List<SimListener> Listeners { get; } = [];

    internal List<SimDatagramFlow> Datagrams { get; } = [];

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal bool IsMute => Silent || Clogged;

    /// <summary>The backend that the next connection begins with.</summary>
    internal int NextBackend { get; set; }

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
