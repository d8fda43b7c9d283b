using Dialtone.Core.Time;

namespace Dialtone.Core.Exchange.Sip;

/// <summary>The states of RFC 3261 figure 8.</summary>
public enum SipServerState : byte
{
    /// <summary>The request has been passed up, nothing has been answered.</summary>
    Trying,

    /// <summary>A 100 has been sent.</summary>
    Proceeding,

    /// <summary>A final response has been sent; repetitions of the request get it again.</summary>
    Completed,

    /// <summary>Over: to be forgotten.</summary>
    Terminated,
}

/// <summary>What can happen to a server transaction.</summary>
public enum SipServerInput : byte
{
    /// <summary>The same request again.</summary>
    RequestAgain,

    /// <summary>Its owner wants to send a 100.</summary>
    Trying100,

    /// <summary>Its owner wants to send a final response.</summary>
    Final,

    /// <summary><see cref="SipServerTransaction.Deadline"/> is reached or passed.</summary>
    Deadline,
}

/// <summary>What the owner of a server transaction has to do.</summary>
public enum SipServerAction : byte
{
    /// <summary>Nothing; a response that was offered is not sent.</summary>
    None,

    /// <summary>Send the response that was offered, and keep it while the transaction lasts.</summary>
    Send,

    /// <summary>Send the kept response again.</summary>
    Repeat,
}

/// <summary>
/// The server side of a request other than INVITE (RFC 3261 section 17.2.2) as values, with RFC 4320: no provisional
/// response but 100, that one not early over UDP, and never a 408.
/// </summary>
public sealed class SipServerTransaction
{
    private readonly SipTimers _timers;
    private readonly bool _isReliable;
    private readonly Instant _tryingEarliest;
    private Instant _forget; // timer J

    /// <summary>Begins when the request has arrived for the first time.</summary>
    /// <param name="now">The moment of arrival.</param>
    /// <param name="timers">The timer values.</param>
    /// <param name="isReliable">Whether the transport repeats what is lost by itself: TCP, TLS.</param>
    public SipServerTransaction(Instant now, SipTimers timers, bool isReliable)
    {
        ArgumentNullException.ThrowIfNull(timers);
        _timers = timers;
        _isReliable = isReliable;
        _tryingEarliest = isReliable ? now : now + timers.TryingEarliest;
    }

    /// <summary>The state.</summary>
    public SipServerState State { get; private set; }

    /// <summary>
    /// When <see cref="SipServerInput.Deadline"/> is due; null while the owner has not answered and at the end.
    /// </summary>
    public Instant? Deadline => State == SipServerState.Completed ? _forget : null;

    /// <summary>The input that a response is.</summary>
    /// <exception cref="ArgumentException">RFC 4320 forbids this response to a request other than INVITE.</exception>
    public static SipServerInput InputOf(int statusCode) => statusCode switch
    {
        100 => SipServerInput.Trying100,
        408 => throw new ArgumentException("A 408 to this request always comes too late.", nameof(statusCode)),
        < 200 => throw new ArgumentException("No provisional response but 100 may be sent.", nameof(statusCode)),
        _ => SipServerInput.Final,
    };

    /// <summary>Takes what happened and says what to do.</summary>
    public SipServerAction Handle(Instant now, SipServerInput input)
    {
        switch (State, input)
        {
            case (SipServerState.Trying, SipServerInput.Trying100) when now >= _tryingEarliest:
            case (SipServerState.Proceeding, SipServerInput.Trying100):
                State = SipServerState.Proceeding;
                return SipServerAction.Send;

            case (SipServerState.Trying, SipServerInput.Final):
            case (SipServerState.Proceeding, SipServerInput.Final):
                // Timer J is zero on a reliable transport: the request cannot come again.
                State = _isReliable ? SipServerState.Terminated : SipServerState.Completed;
                _forget = now + _timers.Transaction;
                return SipServerAction.Send;

            case (SipServerState.Proceeding, SipServerInput.RequestAgain):
            case (SipServerState.Completed, SipServerInput.RequestAgain):
                return SipServerAction.Repeat;

            case (SipServerState.Completed, SipServerInput.Deadline) when now >= _forget:
                State = SipServerState.Terminated;
                return SipServerAction.None;

            default:
                return SipServerAction.None;
        }
    }
}
