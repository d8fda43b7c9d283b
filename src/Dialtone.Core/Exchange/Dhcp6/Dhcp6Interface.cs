using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Core.Exchange.Dhcp6;

/// <summary>The interface that asks.</summary>
/// <param name="Client">Who asks; an answer must repeat it.</param>
/// <param name="Addresses">
/// Its IPv6 addresses: one of them must be of its link, or a question to everybody has nowhere to come from. Of no
/// account where one server is asked.
/// </param>
/// <param name="Name">Its name in the system; <c>null</c> lets the system choose where the question leaves.</param>
public sealed record Dhcp6Interface(Duid Client, ImmutableArray<IpAddress> Addresses, string? Name = null);
