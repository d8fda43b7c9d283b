namespace Dialtone.Core.Profiles;

/// <summary>
/// To which names the certificate of a server may be made out that was found by looking for a domain. Who can forge DNS
/// can name a host of his own, for which he has a good certificate; he has none for the domain.
/// </summary>
public enum CertificateNames : byte
{
    /// <summary>The host that was named: a UC phone, which binds the host to its domain by strict DNS naming.</summary>
    Host,

    /// <summary>The domain, as RFC 5922 section 7.2 has it, and no host.</summary>
    Domain,

    /// <summary>
    /// The domain, or a host that lies in it: what deployments have beside what RFC 5922 asks for, and nobody else
    /// can have a certificate for either.
    /// </summary>
    DomainOrOwnHost,

    /// <summary>
    /// The domain or any host: for a provider whose certificates do not name the domains of its users.
    /// </summary>
    DomainOrHost,
}
