using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net;

/// <summary>The interface of this machine through which a device would speak, as DHCP needs to know it.</summary>
/// <param name="Name">The system's name for it: <c>eth0</c>.</param>
/// <param name="Address">Its IPv4 address; <c>null</c> where it has none.</param>
/// <param name="Hardware">Its hardware address (MAC): six bytes, or none where it has none.</param>
/// <param name="IPv6Addresses">Its IPv6 addresses, those of its link among them; may be empty.</param>
public sealed record LocalInterface(
    string Name, IpAddress? Address, ImmutableArray<byte> Hardware, ImmutableArray<IpAddress> IPv6Addresses)
{
    /// <summary>Whether it has an IPv6 address that reaches further than its own link.</summary>
    public bool HasIPv6 => IPv6Addresses.Any(static address => !address.IsLinkLocal && !address.IsLoopback);

    /// <summary>
    /// Chooses an interface: the one of that name; or else the first with a default route, or else the first that is up
    /// and is not the loopback. One with an IPv4 address comes before one without.
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
            _ when (chosen = From(found)) is null => $"The interface '{name}' has no address.",
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
            .Where(static i => i is not null)
            .OrderByDescending(static i => i!.Address is not null)
            .FirstOrDefault();
        reason = chosen is null ? "No interface besides the loopback is up with an address." : null;
        return chosen is not null;
    }

    private static bool HasDefaultRoute(NetworkInterface candidate) => candidate.GetIPProperties().GatewayAddresses
        .Any(static g => !g.Address.Equals(IPAddress.Any) && !g.Address.Equals(IPAddress.IPv6Any));

    private static LocalInterface? From(NetworkInterface found)
    {
        var addresses = found.GetIPProperties().UnicastAddresses.Select(static a => a.Address).ToArray();
        var v4 = Array.Find(addresses, static a => a.AddressFamily == AddressFamily.InterNetwork);
        ImmutableArray<IpAddress> v6 =
            [.. addresses.Where(static a => a.AddressFamily == AddressFamily.InterNetworkV6).Select(IpAddress.From)];
        return v4 is null && v6.IsEmpty
            ? null
            : new(
                found.Name,
                v4 is null ? null : IpAddress.From(v4),
                [.. found.GetPhysicalAddress().GetAddressBytes()],
                v6);
    }
}
