using System.Collections.Immutable;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Rehearsal;

/// <summary>An outage as it would meet this network.</summary>
/// <param name="Kind">What is declared dead.</param>
public sealed record Outage(OutageKind Kind)
{
    /// <summary>Whether DNS is dead.</summary>
    public bool Dns => Kind is OutageKind.Dns or OutageKind.DnsAndDhcp or OutageKind.AllButBackup;

    /// <summary>Whether DHCP and DHCPv6 are dead.</summary>
    public bool Dhcp => Kind is OutageKind.Dhcp or OutageKind.DnsAndDhcp or OutageKind.AllButBackup;

    /// <summary>The addresses at which nobody answers any more.</summary>
    public ImmutableArray<IpAddress> Addresses { get; init; } = [];

    /// <summary>
    /// Those of the primary pool among them; empty where it lives. Who is at home there is served by the backup, once
    /// that has found it dead.
    /// </summary>
    public ImmutableArray<IpAddress> Primary { get; init; } = [];

    /// <summary>The addresses of the backup pool; empty where none is known, or where it has nothing to do.</summary>
    public ImmutableArray<IpAddress> Backup { get; init; } = [];

    /// <summary>
    /// The other addresses of the pool of which one dies: who is signed in at one of these notices nothing.
    /// </summary>
    public ImmutableArray<IpAddress> Others { get; init; } = [];

    /// <summary>The addresses of access proxies, behind which the user's own pool is.</summary>
    public ImmutableArray<IpAddress> Proxies { get; init; } = [];

    /// <summary>When the certificates come to their end that are taken to be past it; <c>null</c> for none.</summary>
    public DateTimeOffset? CertificatesEnd { get; init; }

    /// <summary>Whether there is what is declared dead, as far as can be seen from here.</summary>
    public bool IsSeen { get; init; } = true;
}
