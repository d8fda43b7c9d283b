using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Memory;

/// <summary>
/// A Media Relay (A/V Edge) and the addresses its name had. Two are equal if all they hold is. The time is kept to the
/// minute, so that devices which learn the same hold one object.
/// </summary>
/// <param name="Host">Its name.</param>
/// <param name="Addresses">Its addresses; empty while its name was never resolved.</param>
/// <param name="LearnedAt">When it was named, by the device's own clock.</param>
/// <param name="UdpPort">Its port for UDP, usually 3478; <c>null</c> where it does not offer UDP.</param>
/// <param name="TcpPort">Its port for TCP, usually 443; <c>null</c> where it does not offer TCP.</param>
public sealed record RememberedRelay(
    HostName Host, ImmutableArray<IpAddress> Addresses, DateTimeOffset LearnedAt, ushort? UdpPort, ushort? TcpPort)
{
    /// <summary>Its addresses; empty while its name was never resolved.</summary>
    public ImmutableArray<IpAddress> Addresses { get; init => field = SharedValues.Of(value); } =
        SharedValues.Of(Addresses);

    /// <summary>When it was named, to the minute.</summary>
    public DateTimeOffset LearnedAt { get; init => field = WholeMinutes.Of(value); } = WholeMinutes.Of(LearnedAt);

    /// <inheritdoc/>
    public bool Equals(RememberedRelay? other) =>
        other is not null && Host == other.Host && LearnedAt == other.LearnedAt && UdpPort == other.UdpPort
        && TcpPort == other.TcpPort && Addresses.AsSpan().SequenceEqual(other.Addresses.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Host, LearnedAt, UdpPort, TcpPort, Addresses.AsSpan().Length);
}
