using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Dhcp;

/// <summary>How a DHCPINFORM is asked.</summary>
public sealed record DhcpInformOptions
{
    /// <summary>As what it is asked.</summary>
    public DhcpPurpose Purpose { get; init; }

    /// <summary>Where it goes: to everybody on the link (RFC 2131 section 4.4.3), or to one known server.</summary>
    public EndPointAddress Server { get; init; } = new(IpAddress.Broadcast, 67);

    /// <summary>
    /// The port to ask from. Servers answer to port 68 whatever it is, so another one serves a lab only.
    /// </summary>
    public ushort LocalPort { get; init; } = 68;

    /// <summary>
    /// When to send, counted from the beginning. RFC 2131 section 4.1 would wait 4, 8, 16 seconds; a person waits here,
    /// and a link that loses one of two datagrams still brings one of three. Sending stops at the first answer with a
    /// name.
    /// </summary>
    public ImmutableArray<TimeSpan> SendAt { get; init; } =
        [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <summary>
    /// Whether it is sent at all of those times, so that a second server whose answer was lost is asked again too.
    /// </summary>
    public bool SendsOn { get; init; }

    /// <summary>
    /// How long answers are collected, so that several servers can be compared. The last send is heard for a second,
    /// which is what a server takes that checks whether an address is in use.
    /// </summary>
    public TimeSpan CollectFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most answers kept; a link has one or two servers.</summary>
    public int AnswersMax { get; init; } = 16;

    internal static void Validate(DhcpInformOptions options)
    {
        var sendAt = options.SendAt;
        if (!options.Server.Address.IsV4)
        {
            throw new ArgumentException($"{nameof(Server)} {options.Server} is not IPv4.", nameof(options));
        }

        if (sendAt.IsDefaultOrEmpty || sendAt[0] != TimeSpan.Zero || sendAt[^1] >= options.CollectFor
            || sendAt.Zip(sendAt.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException(
                $"{nameof(SendAt)} begins at 0 and rises to less than {nameof(CollectFor)}.", nameof(options));
        }

        if (options.AnswersMax < 1)
        {
            throw new ArgumentException(
                $"{nameof(AnswersMax)} is at least 1, not {options.AnswersMax}.", nameof(options));
        }
    }
}
