using System.Collections.Immutable;
using Dialtone.Core.Profiles;
using Dialtone.Core.Transactions;
using Dialtone.Transactions;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Watcher.Configuration;

/// <summary>
/// What is run and how: what the options of <c>dialtone test</c> say, in a configuration. Checks and the modules of
/// <c>/probe</c> have it in common.
/// </summary>
public sealed record ProbeSettings
{
    /// <summary>Which transaction.</summary>
    public required TransactionKind Transaction { get; init; }

    /// <summary>Who signs in; of a presence transaction who is told.</summary>
    public required WatchAccount Account { get; init; }

    /// <summary>Who publishes, of a presence transaction; <c>null</c> for the others.</summary>
    public WatchAccount? Publisher { get; init; }

    /// <summary>How long a presence transaction waits to be told.</summary>
    public TimeSpan Notification { get; init; } = TransactionRequest.NotificationDefault;

    /// <summary>
    /// The A/V Edge Server in place of those that the Registrar names; <c>null</c> for these.
    /// </summary>
    public IpAddress? AvEdgeAddress { get; init; }

    /// <summary>The port for UDP at <see cref="AvEdgeAddress"/>.</summary>
    public ushort AvEdgeUdpPort { get; init; } = 3478;

    /// <summary>The port for TCP at <see cref="AvEdgeAddress"/>.</summary>
    public ushort AvEdgeTcpPort { get; init; } = 443;

    /// <summary>The kind of device.</summary>
    public DeviceProfile Profile { get; init; } = DeviceProfile.LyncPhone;

    /// <summary>The schemes that may be used; empty for all of the profile's.</summary>
    public ImmutableArray<SipScheme> Schemes { get; init; } = [];

    /// <summary>A Registrar given by hand: discovery is bypassed (S14).</summary>
    public HostName? Registrar { get; init; }

    /// <summary>Its port; <c>null</c> for the transport's own.</summary>
    public ushort? RegistrarPort { get; init; }

    /// <summary>The certificate provisioning service, given by hand.</summary>
    public WebUrl? TargetUri { get; init; }

    /// <summary>Which transports may be used.</summary>
    public TransportChoice Transports { get; init; } = TransportChoice.Auto;

    /// <summary>The port of TLS where nothing says another; 0 for 5061.</summary>
    public ushort TlsPort { get; init; }

    /// <summary>The port of TCP where nothing says another; 0 for 5060.</summary>
    public ushort TcpPort { get; init; }

    /// <summary>
    /// After which discovery ends and each connection, handshake and answer is given up, where the device itself would
    /// wait longer; <c>null</c> to wait as the device does.
    /// </summary>
    public TimeSpan? StepTimeout { get; init; }

    /// <summary>The DNS servers to ask; empty for the system's.</summary>
    public ImmutableArray<EndPointAddress> DnsServers { get; init; } = [];

    /// <summary>Whether DHCP is asked.</summary>
    public bool UseDhcp { get; init; } = true;

    /// <summary>A DHCP server to ask by its address; <c>null</c> to broadcast.</summary>
    public EndPointAddress? DhcpServer { get; init; }

    /// <summary>Whether DHCPv6 is asked, where the profile has a use for it.</summary>
    public bool UseDhcp6 { get; init; } = true;

    /// <summary>A DHCPv6 server to ask by its address; <c>null</c> to ask everybody on the link.</summary>
    public EndPointAddress? Dhcp6Server { get; init; }

    /// <summary>The interface on which DHCP is asked; <c>null</c> for the one that leads to the network.</summary>
    public string? Interface { get; init; }

    /// <summary>A file of certificates, PEM, trusted besides the system's; <c>null</c> for none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Whether the roots of the deployment are learned at the first contact.</summary>
    public bool LearnsRoots { get; init; }

    /// <summary>Whether every address behind every name is signed in at besides.</summary>
    public bool EveryTarget { get; init; }

    /// <summary>
    /// Whether the phone remembers from run to run what worked, as a phone on a desk does. Without it each run begins
    /// as on the first day, and sees a DNS or DHCP server that is gone.
    /// </summary>
    public bool Remembers { get; init; }
}
