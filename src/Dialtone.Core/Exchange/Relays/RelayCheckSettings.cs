using Dialtone.Core.Exchange.Dns;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Relays;

/// <summary>Which relay a <see cref="RelayCheckNode"/> checks, and how.</summary>
public sealed record RelayCheckSettings
{
    /// <summary>The most addresses of one name that are checked; a pool of Edge Servers has a few.</summary>
    public const int AddressesMax = 16;

    /// <summary>The relay's name; empty where its address is all that is known.</summary>
    public HostName Host { get; init; }

    /// <summary>Its address, where that is known and DNS is not to be asked.</summary>
    public IpAddress? Address { get; init; }

    /// <summary>What it speaks.</summary>
    public required RelayDialect Dialect { get; init; }

    /// <summary>The port for UDP; null not to check it.</summary>
    public ushort? UdpPort { get; init; } = RelayTarget.StunPort;

    /// <summary>The port for TCP; null not to check it.</summary>
    public ushort? TcpPort { get; init; }

    /// <summary>The user's credentials; null to ask only whether a relay is there.</summary>
    public RelayCredentials? Credentials { get; init; }

    /// <summary>How DNS is asked for the addresses.</summary>
    public DnsSettings Dns { get; init; } = new();

    /// <summary>How each check is done.</summary>
    public RelayCheckOptions Options { get; init; } = new();
}
