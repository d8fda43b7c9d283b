using System.Collections.Immutable;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Memory;

/// <summary>A Media Relay (A/V Edge) and the addresses its name had.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="LearnedAt">When provisioning named it.</param>
public sealed record RememberedRelay(HostName Host, ImmutableArray<IpAddress> Addresses, DateTimeOffset LearnedAt);
