namespace Dialtone.Core.Exchange.Sip;

/// <summary>
/// How channels are kept alive: an idle time drawn anew before each keep-alive, and the answer to it. Shared by all
/// channels that it is true of.
/// </summary>
/// <param name="Shortest">The shortest idle time after which a keep-alive is sent.</param>
/// <param name="Longest">
/// The longest: the time of each is drawn between the two, so that a server that restarts does not meet all its phones
/// in the same second ever after (RFC 5626 section 4.4.1).
/// </param>
/// <param name="PongWithin">
/// How long the answer may take; <c>null</c> where none is to be expected: from a peer that agreed on nothing, and over
/// UDP.
/// </param>
public sealed record KeepAlivePace(TimeSpan Shortest, TimeSpan Longest, TimeSpan? PongWithin = null)
{
    /// <summary>
    /// The pace at a peer that has shown that it answers, though nothing was agreed: one keep-alive is sent at once
    /// to find out, and its answer is the agreement. <c>null</c> where that is not tried, as over UDP.
    /// </summary>
    public KeepAlivePace? Answered { get; init; }

    /// <summary>What a pong may take (RFC 5626 section 4.4.1).</summary>
    public static readonly TimeSpan PongLimit = TimeSpan.FromSeconds(10);

    // RFC 5626 section 4.4.1: between 80 and 100 percent of the upper bound.
    private const double Jitter = 0.8;

    /// <summary>TCP and TLS where nothing was agreed: 95 to 120 s (RFC 5626 section 4.4.1).</summary>
    public static KeepAlivePace Stream { get; } = new(TimeSpan.FromSeconds(95), TimeSpan.FromSeconds(120));

    /// <summary>The same, where the server keeps the flow (RFC 5626) and answers.</summary>
    public static KeepAlivePace Flow { get; } = Stream with { PongWithin = PongLimit };

    /// <summary>
    /// UDP: 24 to 29 s, below the 30 s after which common address translators forget (RFC 5626 section 4.4.2).
    /// </summary>
    public static KeepAlivePace Datagram { get; } = new(TimeSpan.FromSeconds(24), TimeSpan.FromSeconds(29));

    /// <summary>A fixed idle time.</summary>
    public static KeepAlivePace Every(TimeSpan interval) => new(interval, interval);

    /// <summary>What a server's Flow-Timer asks for (RFC 5626 section 5.4), with an answer to each.</summary>
    /// <param name="flowTimer">The server's Flow-Timer, which is positive.</param>
    public static KeepAlivePace OfFlowTimer(TimeSpan flowTimer) => new(flowTimer * Jitter, flowTimer, PongLimit);

    /// <summary>
    /// The same, more often: at a peer that answers, at once where it is known that it does and else as soon as it has
    /// done so.
    /// </summary>
    /// <param name="ping">The longest idle time; zero for what this says by itself.</param>
    /// <param name="pong">What the answer may take.</param>
    public KeepAlivePace Watching(TimeSpan ping, TimeSpan pong)
    {
        if (ping <= TimeSpan.Zero || ping >= Longest)
        {
            return this;
        }

        var closely = new KeepAlivePace(ping * Jitter, ping, pong);
        return PongWithin is null ? this with { Answered = closely } : closely;
    }
}
