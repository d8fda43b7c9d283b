using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Core.Exchange.Dhcp6;

/// <summary>How an INFORMATION-REQUEST is asked; the names in capitals are those of RFC 8415 section 7.6.</summary>
public sealed record Dhcp6InformationRequestOptions
{
    /// <summary>Where it goes: to everybody on the link (RFC 8415 section 18.2.6), or to one known server.</summary>
    public EndPointAddress Server { get; init; } = new(Dhcp6Ports.Everybody, Dhcp6Ports.Server);

    /// <summary>
    /// The port to ask from. Servers answer to port 546 whatever it is, so another one serves a lab only.
    /// </summary>
    public ushort LocalPort { get; init; } = Dhcp6Ports.Client;

    /// <summary>
    /// INF_MAX_DELAY, up to which the first send is put off by chance, in whole milliseconds, so that the phones of a
    /// house do not all speak at once when its power comes back. The RFC has one second; a person waits here.
    /// </summary>
    public TimeSpan FirstDelayMax { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>INF_TIMEOUT: how long the first send is given. Each further one is given about twice as long.</summary>
    public TimeSpan FirstTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>INF_MAX_RT: the longest that a send is given.</summary>
    public TimeSpan TimeoutMax { get; init; } = TimeSpan.FromSeconds(3600);

    /// <summary>
    /// How long answers are collected, so that several servers can be compared: three sends by default. Sending stops
    /// at the first answer that can be used.
    /// </summary>
    public TimeSpan CollectFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most answers kept; a link has one or two servers.</summary>
    public int AnswersMax { get; init; } = 16;

    internal bool AsksEverybody => Server.Address == Dhcp6Ports.Everybody;

    internal static void Validate(Dhcp6InformationRequestOptions options)
    {
        if (options.Server.Address.IsV4)
        {
            throw new ArgumentException($"{nameof(Server)} {options.Server} is not IPv6.", nameof(options));
        }

        if (options.FirstDelayMax < TimeSpan.Zero || options.FirstDelayMax >= options.CollectFor)
        {
            throw new ArgumentException(
                $"{nameof(FirstDelayMax)} is from 0 to less than {nameof(CollectFor)}.", nameof(options));
        }

        if (options.FirstTimeout <= TimeSpan.Zero || options.TimeoutMax < options.FirstTimeout)
        {
            throw new ArgumentException(
                $"{nameof(FirstTimeout)} is more than 0 and at most {nameof(TimeoutMax)}.", nameof(options));
        }

        if (options.AnswersMax < 1)
        {
            throw new ArgumentException(
                $"{nameof(AnswersMax)} is at least 1, not {options.AnswersMax}.", nameof(options));
        }
    }
}
