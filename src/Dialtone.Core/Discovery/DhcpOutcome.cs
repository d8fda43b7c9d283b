using System.Collections.Immutable;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Discovery;

/// <summary>What the DHCPINFORM brought, with the evidence (S18).</summary>
public sealed record DhcpOutcome
{
    /// <summary>The outcome where it was not asked.</summary>
    public static DhcpOutcome NotAsked { get; } = new();

    /// <summary>What became of it.</summary>
    public DhcpStatus Status { get; init; }

    /// <summary>As what it was asked.</summary>
    public DhcpPurpose Purpose { get; init; }

    /// <summary>The Registrar of the first answer that carried a name; <c>null</c> where none did.</summary>
    public HostName? Registrar { get; init; }

    /// <summary>Every name of the answer that is used, in the order of option 120.</summary>
    public ImmutableArray<HostName> RegistrarNames { get; init; } = [];

    /// <summary>The addresses of that answer in place of names, in the order of option 120.</summary>
    public ImmutableArray<IpAddress> RegistrarAddresses { get; init; } = [];

    /// <summary>
    /// The Web Services URL of that same answer, or of the first that has one where none carried a name.
    /// </summary>
    public string? WebServicesUrl { get; init; }

    /// <summary>The server whose answer is used.</summary>
    public IpAddress? Server { get; init; }

    /// <summary>Every answer, in order of arrival, those not used among them.</summary>
    public ImmutableArray<DhcpAnswer> Answers { get; init; } = [];

    /// <summary>Whether two servers named different Registrars or different Web Services.</summary>
    public bool ServersDisagree { get; init; }

    /// <summary>What is behind the status, for people: the fault, the port, the interface; may be empty.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Why the flow ended, where it was not to be had; <c>null</c> where it was.</summary>
    public ChannelEnd? End { get; init; }

    /// <summary>How many DHCPINFORM were sent.</summary>
    public int Sent { get; init; }

    /// <summary>The local port that was opened, or should have been.</summary>
    public ushort LocalPort { get; init; }

    /// <summary>The interface it was asked on; <c>null</c> where the system chose.</summary>
    public string? Interface { get; init; }

    /// <summary>Datagrams that came to the client port and did not count.</summary>
    public DhcpIgnored Ignored { get; init; } = new();

    /// <summary>
    /// The first datagram with our transaction that is not a DHCP message; <c>null</c> where there is none.
    /// </summary>
    public DhcpUnreadable? Unreadable { get; init; }

    /// <summary>From the first send to this outcome.</summary>
    public TimeSpan Took { get; init; }
}
