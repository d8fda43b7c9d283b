using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Profiles;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Publishing;

/// <summary>Which hosts a SIP domain has, and the DNS records by which devices find them.</summary>
public sealed record DnsPublication
{
    /// <summary>The port of the Registrar over TLS.</summary>
    public const ushort TlsPort = 5061;

    /// <summary>The port of the Registrar over TCP and UDP.</summary>
    public const ushort TcpPort = 5060;

    /// <summary>The port of the access proxy over TLS.</summary>
    public const ushort ExternalTlsPort = 443;

    /// <summary>The SIP domain.</summary>
    public required HostName Domain { get; init; }

    /// <summary>The pool or Director that devices inside sign in to.</summary>
    public required HostName Pool { get; init; }

    /// <summary>Its addresses: one of a load balancer, or those of all Front Ends; may be empty.</summary>
    public ImmutableArray<IpAddress> Addresses { get; init; } = [];

    /// <summary>The access proxy that devices outside reach it through; <c>null</c> where there is none.</summary>
    public HostName? External { get; init; }

    /// <summary>The addresses of the access proxy; may be empty.</summary>
    public ImmutableArray<IpAddress> ExternalAddresses { get; init; } = [];

    /// <summary>The web services, where they have another name than the pool.</summary>
    public HostName? WebServices { get; init; }

    /// <summary>Their addresses; may be empty.</summary>
    public ImmutableArray<IpAddress> WebAddresses { get; init; } = [];

    /// <summary>Whether plain TCP is published for UC devices too.</summary>
    public bool Tcp { get; init; }

    /// <summary>The kind of device that is to find them.</summary>
    public DeviceProfile Profile { get; init; } = DeviceProfile.LyncPhone;

    /// <summary>
    /// What the SRV records of devices inside name: the pool, or where strict naming refuses it, a name in the domain
    /// with the same addresses, which the pool's certificate has.
    /// </summary>
    public HostName InternalTarget => Believes(Profile.StrictDnsNaming, Pool, Domain)
        ? Pool : Domain.Under(External == Domain.Under("sip") ? "sipinternal" : "sip");

    /// <summary>The records, those that lead before the hosts that they lead to.</summary>
    public ImmutableArray<PublishedRecord> Records =>
        Profile.Dialect == SipDialect.Standard ? [.. Standard()] : [.. Internal(), .. Outside(), .. Names()];

    /// <summary>Whether a kind of device follows an SRV record of a domain to a host.</summary>
    public static bool Believes(StrictDnsNaming naming, HostName host, HostName domain) => naming switch
    {
        StrictDnsNaming.Off => true,
        StrictDnsNaming.Suffix => host.IsWithin(domain),
        _ => host.IsWithin(domain)
            && host.Text.IndexOf('.', StringComparison.Ordinal) == host.Text.Length - domain.Text.Length - 1,
    };

    private IEnumerable<PublishedRecord> Internal()
    {
        yield return Srv(SrvService.InternalTls, 0, TlsPort, InternalTarget, PublishedUse.InternalTls);
        if (Tcp)
        {
            yield return Srv(SrvService.InternalTcp, 0, TcpPort, InternalTarget, PublishedUse.InternalTcp);
        }
    }

    private IEnumerable<PublishedRecord> Outside()
    {
        if (External is not { } external)
        {
            yield break;
        }

        yield return Srv(SrvService.ExternalTls, 0, ExternalTlsPort, external, PublishedUse.ExternalTls);
        if (Tcp)
        {
            yield return Srv(SrvService.ExternalTcp, 0, TcpPort, external, PublishedUse.ExternalTcp);
        }
    }

    private IEnumerable<PublishedRecord> Names()
    {
        var sip = Domain.Under("sip");
        var hosts = new List<(HostName Name, ImmutableArray<IpAddress> Addresses, PublishedUse Use)>
        {
            (Pool, Addresses, PublishedUse.Host),
            (InternalTarget, Addresses, PublishedUse.Host),
            (Domain.Under("sipinternal"), Addresses, PublishedUse.FallBack),
        };
        if (External is { } external)
        {
            hosts.Add((external, ExternalAddresses, PublishedUse.Host));
            hosts.Add((sip, ExternalAddresses, PublishedUse.FallBack));
            hosts.Add((Domain.Under("sipexternal"), ExternalAddresses, PublishedUse.FallBack));
        }
        else
        {
            hosts.Add((sip, Addresses, PublishedUse.FallBack));
        }

        if (WebServices is { } web && web != Pool)
        {
            hosts.Add((web, WebAddresses, PublishedUse.Host));
        }

        return hosts.DistinctBy(host => host.Name).SelectMany(host => AddressesOf(host.Name, host.Addresses, host.Use))
            .Concat(DiscoveryNames());
    }

    private IEnumerable<PublishedRecord> DiscoveryNames()
    {
        foreach (var prefix in (string[])["lyncdiscoverinternal", "lyncdiscover"])
        {
            if (WebServices is { } web && web != Pool)
            {
                yield return new(Domain.Under(prefix), new DnsData.Cname(web), PublishedUse.Discovery);
                continue;
            }

            foreach (var record in AddressesOf(Domain.Under(prefix), Addresses, PublishedUse.Discovery))
            {
                yield return record;
            }
        }
    }

    private IEnumerable<PublishedRecord> Standard()
    {
        (string Service, SrvService Srv, ushort Order, ushort Port)[] all =
        [
            ("SIPS+D2T", SrvService.SipsTcp, 50, TlsPort), ("SIP+D2T", SrvService.ExternalTcp, 90, TcpPort),
            ("SIP+D2U", SrvService.SipUdp, 100, TcpPort),
        ];
        foreach (var (service, srv, order, _) in all)
        {
            yield return new(
                Domain, new DnsData.Naptr(order, 50, "s", service, "", SrvNames.Of(srv, Domain)),
                PublishedUse.Preference);
        }

        foreach (var (_, srv, _, port) in all)
        {
            yield return Srv(srv, 0, port, Pool, PublishedUse.Service);
            if (External is { } external)
            {
                yield return Srv(srv, 10, port, external, PublishedUse.Service);
            }
        }

        foreach (var record in AddressesOf(Pool, Addresses, PublishedUse.Host)
            .Concat(External is { } other ? AddressesOf(other, ExternalAddresses, PublishedUse.Host) : []))
        {
            yield return record;
        }
    }

    private PublishedRecord Srv(SrvService service, ushort priority, ushort port, HostName target, PublishedUse use) =>
        new(SrvNames.Of(service, Domain), new DnsData.Srv(priority, 0, port, target), use);

    private static IEnumerable<PublishedRecord> AddressesOf(
        HostName name, ImmutableArray<IpAddress> addresses, PublishedUse use) =>
        addresses.Select(address => new PublishedRecord(
            name, address.IsV4 ? new DnsData.A(address) : new DnsData.Aaaa(address), use));
}
