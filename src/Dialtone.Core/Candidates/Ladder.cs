using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Candidates;

/// <summary>Where each kind of device looks for its Registrar, first to last.</summary>
public static class Ladder
{
    /// <summary>The six rungs of a UC phone (S3).</summary>
    public static ImmutableArray<Rung> LyncPhone(HostName domain) =>
    [
        Service(CandidateSource.InternalSrv, SipTransport.Tls, SrvService.InternalTls, domain),
        new Rung.DhcpName(SipTransport.Tls),
        Service(CandidateSource.InternalSrv, SipTransport.Tcp, SrvService.InternalTcp, domain),
        new Rung.DhcpName(SipTransport.Tcp),
        Service(CandidateSource.ExternalSrv, SipTransport.Tls, SrvService.ExternalTls, domain),
        Service(CandidateSource.ExternalSrv, SipTransport.Tcp, SrvService.ExternalTcp, domain),
    ];

    /// <summary>
    /// A client on a computer: Lyncdiscover, the SRV records of DNS, DHCP where there are none, and last the names that
    /// such servers usually have.
    /// </summary>
    public static ImmutableArray<Rung> LyncClient(HostName domain) =>
    [
        new Rung.Lyncdiscover(),
        Service(CandidateSource.InternalSrv, SipTransport.Tls, SrvService.InternalTls, domain),
        Service(CandidateSource.InternalSrv, SipTransport.Tcp, SrvService.InternalTcp, domain),
        Service(CandidateSource.ExternalSrv, SipTransport.Tls, SrvService.ExternalTls, domain),
        Service(CandidateSource.ExternalSrv, SipTransport.Tcp, SrvService.ExternalTcp, domain),
        new Rung.DhcpName(SipTransport.Tls),
        new Rung.DhcpName(SipTransport.Tcp),
        new Rung.UsualName(domain.Under("sipinternal"), 5061),
        new Rung.UsualName(domain.Under("sipexternal"), 443),
        new Rung.UsualName(domain.Under("sip"), 443),
    ];

    /// <summary>
    /// Standard SIP: what the network gives as its SIP servers, by IPv4 (RFC 3361) and by IPv6 (RFC 3319), then the
    /// domain itself (RFC 3263).
    /// </summary>
    public static ImmutableArray<Rung> Sip(HostName domain) =>
        [new Rung.DhcpServers(), new Rung.Dhcp6Servers(), Of(CandidateSource.Dns, domain)];

    /// <summary>
    /// One name without a port: located by RFC 3263, but for a literal address, which is used as it stands.
    /// </summary>
    public static Rung Of(CandidateSource source, HostName name) => IpAddress.TryParse(name.Text, out _)
        ? new Rung.Hosts(source, name, SipServices.Transports)
        : new Rung.Located(source, name);

    private static Rung.Service Service(
        CandidateSource source, SipTransport transport, SrvService service, HostName domain) =>
        new(source, transport, SrvNames.Of(service, domain));
}
