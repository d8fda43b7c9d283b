namespace Dialtone.Core.Discovery;

/// <summary>
/// Everything that was asked to find the Registrar and what came back, per question; nothing is thrown away.
/// </summary>
public sealed record DiscoveryOutcome
{
    /// <summary><c>_sipinternaltls._tcp</c> below the SIP domain.</summary>
    public DnsOutcome InternalTls { get; init; } = DnsOutcome.NotAsked;

    /// <summary><c>_sipinternal._tcp</c>.</summary>
    public DnsOutcome InternalTcp { get; init; } = DnsOutcome.NotAsked;

    /// <summary><c>_sip._tls</c>.</summary>
    public DnsOutcome ExternalTls { get; init; } = DnsOutcome.NotAsked;

    /// <summary><c>_sip._tcp</c>.</summary>
    public DnsOutcome ExternalTcp { get; init; } = DnsOutcome.NotAsked;

    /// <summary>DHCP options 120 and 43.</summary>
    public DhcpOutcome Dhcp { get; init; } = DhcpOutcome.NotAsked;
}
