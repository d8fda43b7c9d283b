using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net;

/// <summary>The interface of this machine through which a device would speak, as DHCP needs to know it.</summary>
/// <param name="Name">The system's name for it: <c>eth0</c>.</param>
/// <param name="Address">Its IPv4 address.</param>
/// <param name="Hardware">Its hardware address (MAC): six bytes, or none where it has none.</param>
/// <param name="HasIPv6">Whether it also has an IPv6 address that reaches further than its own link.</param>
public sealed record LocalInterface(string Name, IpAddress Address, ImmutableArray<byte> Hardware, bool HasIPv6)
{
    /// <summary>
    /// Chooses an interface: the one of that name; or else the first with a default route, or else the first that is up
    /// and is not the loopback.
    /// </summary>
    /// <param name="name">What a person asked for, or <c>null</c>.</param>
    /// <param name="chosen">The interface.</param>
    /// <param name="reason">Why there is none, as a sentence.</param>
    public static bool TryChoose(
        string? name, [NotNullWhen(true)] out LocalInterface? chosen, [NotNullWhen(false)] out string? reason)
    {
        NetworkInterface[] all;
        try
        {
            all = NetworkInterface.GetAllNetworkInterfaces();
        }
        catch (NetworkInformationException error)
        {
            chosen = null;
            reason = $"The interfaces of this machine cannot be listed: {error.Message}";
            return false;
        }

        return name is null ? TryChooseBest(all, out chosen, out reason) : TryNamed(all, name, out chosen, out reason);
    }

    private static bool TryNamed(
        NetworkInterface[] all,
        string name,
        [NotNullWhen(true)] out LocalInterface? chosen,
        [NotNullWhen(false)] out string? reason)
    {
        chosen = null;
        var found = all.FirstOrDefault(i => i.Name == name);
        var names = string.Join(", ", all.Select(static i => i.Name));
        reason = found switch
        {
            null => $"There is no interface '{name}'; this machine has {names}.",
            { OperationalStatus: OperationalStatus.Down } => $"The interface '{name}' is down.",
            _ when (chosen = From(found)) is null => $"The interface '{name}' has no IPv4 address.",
            _ => null,
        };
        return reason is null;
    }

    private static bool TryChooseBest(
        NetworkInterface[] all, [NotNullWhen(true)] out LocalInterface? chosen, [NotNullWhen(false)] out string? reason)
    {
        // Unknown counts as up: bridges and tunnels of Linux say so of themselves while they work.
        chosen = all
            .Where(static i => i.NetworkInterfaceType != NetworkInterfaceType.Loopback
                && i.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .OrderByDescending(HasDefaultRoute)
            .Select(From)
            .FirstOrDefault(static i => i is not null);
        reason = chosen is null ? "No interface besides the loopback is up with an IPv4 address." : null;
        return chosen is not null;
    }

    private static bool HasDefaultRoute(NetworkInterface candidate) => candidate.GetIPProperties().GatewayAddresses
        .Any(static g => g.Address.AddressFamily == AddressFamily.InterNetwork && !g.Address.Equals(IPAddress.Any));

    private static LocalInterface? From(NetworkInterface found)
    {
        var addresses = found.GetIPProperties().UnicastAddresses.Select(static a => a.Address).ToArray();
        var v4 = Array.Find(addresses, static a => a.AddressFamily == AddressFamily.InterNetwork);
        var hasV6 = addresses.Any(static a => a.AddressFamily == AddressFamily.InterNetworkV6
            && !a.IsIPv6LinkLocal && !IPAddress.IsLoopback(a));
        return v4 is null
            ? null
            : new(found.Name, IpAddress.From(v4), [.. found.GetPhysicalAddress().GetAddressBytes()], hasV6);
    }
}
