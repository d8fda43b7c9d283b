using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Core.Discovery;

/// <summary>What one DHCPv6 server said.</summary>
public sealed record Dhcp6Answer
{
    /// <summary>Who the server is: option 2.</summary>
    public required Duid Server { get; init; }

    /// <summary>Where the answer came from: the server's address on this link, or that of a relay.</summary>
    public required IpAddress From { get; init; }

    /// <summary>The SIP servers of option 21, in order of preference; empty without it.</summary>
    public ImmutableArray<HostName> RegistrarNames { get; init; } = [];

    /// <summary>The SIP servers of option 22, in order of preference; empty without it.</summary>
    public ImmutableArray<IpAddress> RegistrarAddresses { get; init; } = [];

    /// <summary>How it went, in the server's view: option 13.</summary>
    public Dhcp6StatusCode StatusCode { get; init; }

    /// <summary>What option 13 says for people; may be empty.</summary>
    public string StatusMessage { get; init; } = "";

    /// <summary>What is wrong with option 21, or else with option 22, for people; empty where nothing is.</summary>
    public string RegistrarFault { get; init; } = "";

    /// <summary>What is wrong with option 21 as a value: kind, place, and the name that was meant.</summary>
    public Dhcp6SipServersFault NamesFault { get; init; }

    /// <summary>What is wrong with option 22 as a value: kind and place.</summary>
    public Dhcp6SipServersFault AddressesFault { get; init; }

    /// <summary>
    /// Option 21 as it came, its first <see cref="Dhcp6Unreadable.BytesMax"/> bytes; empty without it.
    /// </summary>
    public ImmutableArray<byte> NamesBytes { get; init; } = [];

    /// <summary>
    /// Option 22 as it came, its first <see cref="Dhcp6Unreadable.BytesMax"/> bytes; empty without it.
    /// </summary>
    public ImmutableArray<byte> AddressesBytes { get; init; } = [];

    /// <summary>
    /// After how long the server wants to be asked again: option 32; <c>null</c> without it. A device looks anew when
    /// its Registrar is lost, not by this clock.
    /// </summary>
    public TimeSpan? RefreshAfter { get; init; }

    /// <summary>From the first send to this answer.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Whether it names a SIP server that may be used.</summary>
    public bool IsUsable =>
        StatusCode == Dhcp6StatusCode.Success && (!RegistrarNames.IsEmpty || !RegistrarAddresses.IsEmpty);
}
