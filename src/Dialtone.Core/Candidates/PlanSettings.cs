using Dialtone.Core.Profiles;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Candidates;

/// <summary>What a profile or a person decides about the candidates. The order is not among it.</summary>
public sealed record PlanSettings
{
    /// <summary>
    /// Which SRV targets may be used. Whoever can forge a DNS answer can send a device to a server with a good
    /// certificate for its own name; a target bound to the SIP domain closes that way. Names from DHCP, a redirect or
    /// memory are not subject to it.
    /// </summary>
    public StrictDnsNaming Naming { get; init; } = StrictDnsNaming.Suffix;

    /// <summary>To which names a certificate may be made out.</summary>
    public CertificateNames CertificateNames { get; init; }

    /// <summary>
    /// Where TLS is spoken at a name that came without a port: from DHCP, or given (RFC 3261 section 19.1.2).
    /// </summary>
    public ushort TlsPort { get; init; } = 5061;

    /// <summary>Where plain TCP and UDP are spoken at a name that came without a port.</summary>
    public ushort TcpPort { get; init; } = 5060;

    /// <summary>Which transports are tried.</summary>
    public TransportChoice Transports { get; init; }

    /// <summary>Whether <see cref="TransportChoice.Auto"/> goes on to UDP after TCP.</summary>
    public bool Udp { get; init; }

    /// <summary>
    /// Whether the backup of the user's home is tried in the Known cycle after its primary has failed. Both are one
    /// entry of the record of Registrars (S6): a failure of the primary alone does not outdate it.
    /// </summary>
    public bool BackupIsKnown { get; init; } = true;

    /// <summary>What a kind of device decides itself.</summary>
    /// <param name="profile">The kind of device.</param>
    /// <param name="transports">Which transports it may use.</param>
    public static PlanSettings Of(DeviceProfile profile, TransportChoice transports = TransportChoice.Auto)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new()
        {
            Naming = profile.StrictDnsNaming,
            CertificateNames = profile.CertificateNames,
            Udp = profile.Udp,
            Transports = transports,
        };
    }

    /// <summary>Whether candidates of that transport are tried.</summary>
    public bool Uses(SipTransport transport) => Transports switch
    {
        TransportChoice.Tls => transport == SipTransport.Tls,
        TransportChoice.Tcp => transport == SipTransport.Tcp,
        TransportChoice.Udp => transport == SipTransport.Udp,
        _ => Udp || transport != SipTransport.Udp,
    };

    /// <summary>
    /// The candidate with the names that its certificate may have, for the domain that was looked for.
    /// </summary>
    internal Candidate Named(Candidate candidate, HostName domain)
    {
        var domainOnly = CertificateNames switch
        {
            CertificateNames.Domain => true,
            CertificateNames.DomainOrOwnHost => !candidate.Host.IsWithin(domain),
            _ => false,
        };
        return CertificateNames == CertificateNames.Host || domain.IsEmpty ? candidate
            : candidate with { Domain = domain, DomainOnly = domainOnly };
    }

    /// <summary>The port of that transport where none was named.</summary>
    public ushort Port(SipTransport transport) => transport == SipTransport.Tls ? TlsPort : TcpPort;
}
