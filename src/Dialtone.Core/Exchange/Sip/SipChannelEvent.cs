using Dialtone.Wire.Sip;

namespace Dialtone.Core.Exchange.Sip;

/// <summary>Names a request that was sent on a channel, for its responses.</summary>
/// <param name="Value">Counted from 1 on each channel.</param>
public readonly record struct SipTransactionId(uint Value);

/// <summary>What happened on a channel. Messages own their bytes and stay valid.</summary>
public abstract record SipChannelEvent
{
    private SipChannelEvent()
    {
    }

    /// <summary>
    /// A response to a request of ours, provisional or final; after a final one the transaction is over.
    /// </summary>
    public sealed record ResponseReceived(SipTransactionId Transaction, SipMessage Message) : SipChannelEvent;

    /// <summary>
    /// A request of the peer whose Via, From, To, Call-ID and CSeq can be read. It waits for
    /// <see cref="SipChannel.SendResponse"/>, except ACK and BENOTIFY, which are not answered.
    /// </summary>
    public sealed record RequestReceived(SipMessage Message) : SipChannelEvent;

    /// <summary>No final response came in time (64 times T1).</summary>
    /// <param name="Transaction">The request.</param>
    /// <param name="Method">Its method.</param>
    public sealed record TransactionTimedOut(SipTransactionId Transaction, SipMethod Method) : SipChannelEvent;

    /// <summary>A response to nothing that waits: late, repeated, or meant for somebody else. To be dropped.</summary>
    public sealed record UnmatchedResponse(SipMessage Message) : SipChannelEvent;

    /// <summary>The keep-alive was not answered in time: the flow is dead (RFC 5626 section 4.4.1).</summary>
    public sealed record PongMissing : SipChannelEvent;

    /// <summary>The peer sent what cannot be read.</summary>
    /// <param name="Fault">What is wrong, and at which byte of the message.</param>
    /// <param name="IsFatal">
    /// Whether the stream is lost and has to be closed; otherwise one message was dropped and the next can be read.
    /// </param>
    /// <param name="Evidence">The bytes around the fault, of a bounded number.</param>
    /// <param name="EvidenceOffset">Where the evidence begins in the message.</param>
    public sealed record Malformed(SipFault Fault, bool IsFatal, ReadOnlyMemory<byte> Evidence, int EvidenceOffset)
        : SipChannelEvent;
}
