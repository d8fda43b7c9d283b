using System.Collections.Immutable;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Dns;

/// <summary>How a device asks DNS.</summary>
public sealed record DnsSettings
{
    /// <summary>The servers, in the order in which they are asked.</summary>
    public ImmutableArray<EndPointAddress> Servers { get; init; } = [];

    /// <summary>
    /// How long after one server the next is asked, while the first is still listened to: as much as a recursive server
    /// needs that has to ask around, and what a dead first server costs.
    /// </summary>
    public TimeSpan Stagger { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// When a silent server is sent the question, counted from the first time. Soon again, because what is silent for
    /// half a second has mostly lost a datagram; then ever later, so that a server under load is not asked more for it.
    /// </summary>
    public ImmutableArray<TimeSpan> SendAt { get; init; } =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.25), TimeSpan.FromSeconds(2.5),
    ];

    /// <summary>
    /// How long a server has to answer, from the first datagram: it covers a recursive server that must itself retry,
    /// and still fits into the patience of a person at a phone.
    /// </summary>
    public TimeSpan ServerTimeLimit { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// For how long a server that was silent while another answered is asked after the others. Every further question
    /// would wait for it again; and once it is back, it is the first again, as its administrator wants it.
    /// </summary>
    public TimeSpan SilentServerTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a connection and the answer on it may take: two round trips more than a datagram.</summary>
    public TimeSpan TcpTimeLimit { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>CNAME records followed for one question; honest zones have one or two in a row.</summary>
    public int AliasesMax { get; init; } = 8;

    /// <summary>Which addresses are asked for and their order.</summary>
    public AddressFamilies Families { get; init; } = AddressFamilies.V4First;

    /// <summary>
    /// Once one family has addresses, how long the answer for the other is still waited for. Servers that never answer
    /// AAAA exist, and an address in hand must not wait for them (the resolution delay of RFC 8305 section 3, longer
    /// because an address that comes later is not used).
    /// </summary>
    public TimeSpan OtherFamilyTimeLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Answers kept. A device knows some ten names; the bound is against a server that invents targets.
    /// </summary>
    public int CacheEntriesMax { get; init; } = 256;

    /// <summary>
    /// The longest that an answer is kept, whatever its TTL says (RFC 1035 section 7.4 speaks of a week).
    /// </summary>
    public TimeSpan CacheTimeMax { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The longest that a negative answer is kept. RFC 2308 section 5 suggests up to three hours; a phone whose
    /// administrator has just added the record should not wait that long.
    /// </summary>
    public TimeSpan NegativeCacheTimeMax { get; init; } = TimeSpan.FromMinutes(15);
}
