namespace Dialtone.Core.Exchange.Sip;

/// <summary>The timer values of transactions (RFC 3261 section 17 and its table 4).</summary>
public sealed record SipTimers
{
    /// <summary>The RFC's own values.</summary>
    public static SipTimers Default { get; } = new();

    /// <summary>An estimate of the round trip; the first retransmission comes after it.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause between retransmissions of a non-INVITE request.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The longest time that a message stays in the network.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Timers F and J: how long a transaction lasts without a final response, and is remembered after one.
    /// </summary>
    public TimeSpan Transaction => T1 * 64;

    /// <summary>
    /// When a client's timer E has grown to <see cref="T2"/>: before it, a 100 over UDP only makes the client slower
    /// (RFC 4320 section 4.1). 3.5 s with the values of the RFC.
    /// </summary>
    public TimeSpan TryingEarliest
    {
        get
        {
            var sum = TimeSpan.Zero;
            for (var pause = T1; pause < T2; pause *= 2)
            {
                sum += pause;
            }

            return sum;
        }
    }
}
