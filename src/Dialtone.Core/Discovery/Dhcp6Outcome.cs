using System.Collections.Immutable;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Discovery;

/// <summary>What the INFORMATION-REQUEST brought, with the evidence.</summary>
public sealed record Dhcp6Outcome
{
    /// <summary>The outcome where it was not asked.</summary>
    public static Dhcp6Outcome NotAsked { get; } = new();

    /// <summary>What became of it.</summary>
    public Dhcp6Status Status { get; init; }

    /// <summary>
    /// The names of the first answer that may be used, in order of preference; empty where it has none. They come
    /// before its addresses, which are for the case that no name can be resolved or reached (RFC 3319 section 3.3).
    /// </summary>
    public ImmutableArray<HostName> RegistrarNames { get; init; } = [];

    /// <summary>The addresses of that same answer, in order of preference; empty where it has none.</summary>
    public ImmutableArray<IpAddress> RegistrarAddresses { get; init; } = [];

    /// <summary>Where the answer that is used came from.</summary>
    public IpAddress? Server { get; init; }

    /// <summary>Every answer, in order of arrival, those not used among them.</summary>
    public ImmutableArray<Dhcp6Answer> Answers { get; init; } = [];

    /// <summary>Whether two servers gave different names or different addresses.</summary>
    public bool ServersDisagree { get; init; }

    /// <summary>What is behind the status, for people: the fault, the port, the interface; may be empty.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Why the flow ended, where it was not to be had; <c>null</c> where it was.</summary>
    public ChannelEnd? End { get; init; }

    /// <summary>How many INFORMATION-REQUEST were sent.</summary>
    public int Sent { get; init; }

    /// <summary>The local port that was opened, or should have been.</summary>
    public ushort LocalPort { get; init; }

    /// <summary>The interface it was asked on; <c>null</c> where the system chose.</summary>
    public string? Interface { get; init; }

    /// <summary>Datagrams that came to the client port and did not count.</summary>
    public Dhcp6Ignored Ignored { get; init; } = new();

    /// <summary>
    /// The first datagram with our transaction that is not a DHCPv6 message; <c>null</c> where there is none.
    /// </summary>
    public Dhcp6Unreadable? Unreadable { get; init; }

    /// <summary>From the beginning to this outcome, the delay before the first send included.</summary>
    public TimeSpan Took { get; init; }
}
