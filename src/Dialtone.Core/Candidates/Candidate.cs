using System.Collections.Immutable;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Candidates;

/// <summary>One Registrar to try, in one way. All its addresses are one candidate.</summary>
/// <param name="Source">Where it came from.</param>
/// <param name="Transport">How to reach it.</param>
/// <param name="Host">Its name.</param>
/// <param name="Port">The port.</param>
public sealed record Candidate(CandidateSource Source, SipTransport Transport, HostName Host, ushort Port)
{
    /// <summary>
    /// The SRV name whose answer named the host; the default value where none did. Addresses that stood beside that
    /// answer are good for this candidate.
    /// </summary>
    public HostName Via { get; init; }

    /// <summary>
    /// The domain that the lookup began with, which the certificate may be made out to in place of
    /// <see cref="Host"/> (RFC 5922 section 7.2); the default value for none.
    /// </summary>
    public HostName Domain { get; init; }

    /// <summary>Whether the certificate may be made out to <see cref="Domain"/> alone.</summary>
    public bool DomainOnly { get; init; }

    /// <summary>The name that TLS asks the server for (SNI, RFC 6066 section 3).</summary>
    public HostName TlsName => DomainOnly ? Domain : Host;

    /// <summary>The names of which the certificate must hold one.</summary>
    public ImmutableArray<HostName> CertificateNames =>
        DomainOnly || Domain.IsEmpty || Domain == Host ? [TlsName] : [Host, Domain];

    /// <summary>
    /// Its address, where a source gave that and no name: then <see cref="Host"/> is the SIP domain, and DNS is not
    /// asked.
    /// </summary>
    public IpAddress? Address { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Source} {Transport} {Host}:{Port}";
}
