using System.Collections.Immutable;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <summary>What the Web Services of a pool are when they work.</summary>
public sealed record WebServicesSettings
{
    /// <summary>Their name inside: <c>web01.contoso.example</c>.</summary>
    public required HostName Name { get; init; }

    /// <summary>The pool that they belong to.</summary>
    public required HostName Pool { get; init; }

    /// <summary>Where they listen for HTTP over TLS.</summary>
    public required EndPointAddress Tls { get; init; }

    /// <summary>
    /// Where they listen for plain HTTP: for root certificates, and for Lyncdiscover, which sends on to TLS.
    /// </summary>
    public required EndPointAddress Tcp { get; init; }

    /// <summary>The certificate that they present, by the name the host knows it by.</summary>
    public required string TlsIdentity { get; init; }

    /// <summary>
    /// The names under which clients from elsewhere call: <c>web.contoso.example</c>,
    /// <c>lyncdiscover.contoso.example</c>. The first is the one that they are answered with.
    /// </summary>
    public ImmutableArray<HostName> ExternalNames { get; init; } = [];

    /// <summary>
    /// The Web Services of every pool, by the name of the pool: where a user who is at home there belongs.
    /// </summary>
    public required ImmutableDictionary<HostName, string> Homes { get; init; }

    /// <summary>SIP over TLS inside.</summary>
    public ushort SipPort { get; init; } = 5061;

    /// <summary>The access proxy; empty where there is none.</summary>
    public HostName AccessProxy { get; init; }

    /// <summary>SIP over TLS there.</summary>
    public ushort AccessProxyPort { get; init; } = 443;

    /// <summary>How long a web ticket is good for.</summary>
    public TimeSpan TicketLifetime { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How long a certificate is (180 days where nobody has changed it).</summary>
    public TimeSpan CertificateLifetime { get; init; } = TimeSpan.FromHours(4320);

    /// <summary>The most connections at a time; one more is closed.</summary>
    public int ConnectionsMax { get; init; } = 10_000;

    /// <summary>The service principal of Kerberos.</summary>
    public string Principal => $"HTTP/{Name}";

    /// <summary>Where they are called inside, without a path: <c>https://web01.contoso.example</c>.</summary>
    public string Url => UrlOf(Name);

    /// <summary>The same for clients from elsewhere.</summary>
    public string ExternalUrl => ExternalNames.IsEmpty ? Url : UrlOf(ExternalNames[0]);

    private string UrlOf(HostName name) => Tls.Port == 443 ? $"https://{name}" : $"https://{name}:{Tls.Port}";
}
