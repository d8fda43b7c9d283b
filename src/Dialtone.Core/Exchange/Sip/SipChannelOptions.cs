using Dialtone.Wire.Sip;

namespace Dialtone.Core.Exchange.Sip;

/// <summary>How a channel behaves; one record for all channels of a profile.</summary>
public sealed record SipChannelOptions
{
    /// <summary>
    /// A phone of this family: keep-alives are white space that nobody answers (MS-CONMGMT section 3.4.5).
    /// </summary>
    public static SipChannelOptions LyncPhone { get; } = new();

    /// <summary>A device of standard SIP: the peer's pings are answered (RFC 5626 section 4.4.1).</summary>
    public static SipChannelOptions Sip { get; } = new() { AnswersPings = true };

    /// <summary>What the peer may make this end hold.</summary>
    public SipLimits Limits { get; init; } = SipLimits.Default;

    /// <summary>The timer values of transactions.</summary>
    public SipTimers Timers { get; init; } = SipTimers.Default;

    /// <summary>Whether the peer's double CRLF is answered with one CRLF (RFC 5626 section 4.4.1).</summary>
    public bool AnswersPings { get; init; }

    /// <summary>
    /// The most requests of the peer that wait for an answer. Beyond it the oldest is forgotten: its repetition would
    /// be passed up again, and on a stream there is none.
    /// </summary>
    public int PendingRequestsMax { get; init; } = 32;

    /// <summary>The most messages that are told to be unreadable, one by one; further ones are counted.</summary>
    public int UnreadableToldMax { get; init; } = 8;

    /// <summary>The most bytes of a malformed input that are kept as evidence.</summary>
    public int EvidenceBytesMax { get; init; } = 64;
}
