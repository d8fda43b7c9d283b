using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Core.Discovery;

/// <summary>A datagram with our transaction id that is not a DHCPv6 message.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="Fault">What is wrong with it, and where.</param>
/// <param name="Bytes">Its first <see cref="BytesMax"/> bytes.</param>
public sealed record Dhcp6Unreadable(EndPointAddress From, Dhcp6Fault Fault, ImmutableArray<byte> Bytes)
{
    /// <summary>The most bytes of a peer that are kept as evidence; a common answer fits.</summary>
    public const int BytesMax = 1024;
}
