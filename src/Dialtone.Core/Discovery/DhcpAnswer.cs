using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Discovery;

/// <summary>What one DHCP server said.</summary>
public sealed record DhcpAnswer
{
    /// <summary>The server's own identifier (option 54), or the datagram's source where it gave none.</summary>
    public required IpAddress Server { get; init; }

    /// <summary>Where the answer came from; <c>null</c> in an answer that was made otherwise.</summary>
    public EndPointAddress? From { get; init; }

    /// <summary>The relay agent that brought the question to the server; <c>null</c> where there was none.</summary>
    public IpAddress? Relay { get; init; }

    /// <summary>Option 60, where a server sends one back; else empty.</summary>
    public string VendorClass { get; init; } = "";

    /// <summary>
    /// Option 125 as it came, its first <see cref="DhcpUnreadable.BytesMax"/> bytes; empty without it.
    /// </summary>
    public ImmutableArray<byte> EnterpriseBytes { get; init; } = [];

    /// <summary>The VLAN of phones, where that was asked for and is there.</summary>
    public VoiceVlanOption? Vlan { get; init; }

    /// <summary>The first name from option 120, encoding 0; <c>null</c> where there is none.</summary>
    public HostName? Registrar { get; init; }

    /// <summary>Every name from option 120, encoding 0, in its order.</summary>
    public ImmutableArray<HostName> RegistrarNames { get; init; } = [];

    /// <summary>Addresses from option 120, encoding 1: an answer without a name.</summary>
    public ImmutableArray<IpAddress> RegistrarAddresses { get; init; } = [];

    /// <summary>The Web Services URL from option 43; <c>null</c> where there is none.</summary>
    public string? WebServicesUrl { get; init; }

    /// <summary>What is wrong with option 120, for people; empty where nothing is.</summary>
    public string RegistrarFault { get; init; } = "";

    /// <summary>What is wrong with option 43, for people; empty where nothing is.</summary>
    public string WebServicesFault { get; init; } = "";

    /// <summary>What is wrong with option 120 as a value: kind, place, and the name that was meant.</summary>
    public SipServersFault SipServersFault { get; init; }

    /// <summary>What is wrong with option 43 as a value: kind, sub-option and place.</summary>
    public UcVendorFault UcVendorFault { get; init; }

    /// <summary>
    /// Option 120 as it came, its first <see cref="DhcpUnreadable.BytesMax"/> bytes; empty without it.
    /// </summary>
    public ImmutableArray<byte> SipServersBytes { get; init; } = [];

    /// <summary>
    /// Option 43 as it came, its first <see cref="DhcpUnreadable.BytesMax"/> bytes; empty without it.
    /// </summary>
    public ImmutableArray<byte> UcVendorBytes { get; init; } = [];

    /// <summary>From the first send to this answer.</summary>
    public TimeSpan Took { get; init; }
}
