using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Dns;

/// <summary>The servers of a device in the order in which it asks them now: those found silent last.</summary>
internal sealed class DnsServers(DnsSettings settings)
{
    private readonly Dictionary<EndPointAddress, Instant> _silentUntil = [];

    /// <summary>Whether no server was found silent, lately or before.</summary>
    public bool KnowsNothing => _silentUntil.Count == 0;

    /// <summary>The settings with the servers in that order.</summary>
    public DnsSettings Ordered(Now now)
    {
        if (_silentUntil.Count == 0)
        {
            return settings;
        }

        // Equals keep their places.
        return settings with { Servers = [.. settings.Servers.OrderBy(server => IsSilent(server, now))] };
    }

    /// <summary>
    /// Learns from a result who answers. Where nobody did, nothing is learned: it may be the network.
    /// </summary>
    public void Learn(Now now, DnsResult result)
    {
        if (result.Server is null)
        {
            return;
        }

        foreach (var one in result.Tries)
        {
            if (one.Status != DnsStatus.TimedOut)
            {
                _ = _silentUntil.Remove(one.Server);
            }
            else if (one.Took >= settings.Stagger)
            {
                _silentUntil[one.Server] = now.Monotonic + settings.SilentServerTime;
            }
        }
    }

    private bool IsSilent(EndPointAddress server, Now now) =>
        _silentUntil.TryGetValue(server, out var until) && now.Monotonic < until;
}
