using Dialtone.Core.Time;

namespace Dialtone.Core.Exchange.Sip;

/// <summary>The states of RFC 3261 figure 6.</summary>
public enum SipClientState : byte
{
    /// <summary>The request is out, nothing has come.</summary>
    Trying,

    /// <summary>A provisional response has come.</summary>
    Proceeding,

    /// <summary>A final response has come; its repetitions are absorbed.</summary>
    Completed,

    /// <summary>Over: to be forgotten.</summary>
    Terminated,
}

/// <summary>What can happen to a client transaction.</summary>
public enum SipClientInput : byte
{
    /// <summary>A 1xx response.</summary>
    Provisional,

    /// <summary>A response from 200 to 699.</summary>
    Final,

    /// <summary><see cref="SipClientTransaction.Deadline"/> is reached or passed.</summary>
    Deadline,
}

/// <summary>What the owner of a client transaction has to do.</summary>
public enum SipClientAction : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Give the response to whoever asked.</summary>
    PassUp,

    /// <summary>Send the request again.</summary>
    Retransmit,

    /// <summary>Tell whoever asked that no final response came in time.</summary>
    TimedOut,
}

/// <summary>
/// The client side of a request other than INVITE (RFC 3261 section 17.1.2) as values: it sends nothing and waits for
/// nothing. A response that comes after its end is nobody's (RFC 4320 section 4.2).
/// </summary>
public sealed class SipClientTransaction
{
    private readonly SipTimers _timers;
    private readonly bool _isReliable;
    private readonly Instant _giveUp; // timer F
    private Instant? _next;           // timer E, then timer K
    private TimeSpan _pause;

    /// <summary>Begins when the request is sent.</summary>
    /// <param name="now">The moment of sending.</param>
    /// <param name="timers">The timer values.</param>
    /// <param name="isReliable">Whether the transport repeats what is lost by itself: TCP, TLS.</param>
    public SipClientTransaction(Instant now, SipTimers timers, bool isReliable)
    {
        ArgumentNullException.ThrowIfNull(timers);
        _timers = timers;
        _isReliable = isReliable;
        _giveUp = now + timers.Transaction;
        _pause = timers.T1;
        _next = isReliable ? null : now + timers.T1;
    }

    /// <summary>The state.</summary>
    public SipClientState State { get; private set; }

    /// <summary>When <see cref="SipClientInput.Deadline"/> is due; null at the end.</summary>
    public Instant? Deadline => State switch
    {
        SipClientState.Trying or SipClientState.Proceeding => Instant.Earlier(_next, _giveUp),
        SipClientState.Completed => _next,
        _ => null,
    };

    /// <summary>Takes what happened and says what to do.</summary>
    public SipClientAction Handle(Instant now, SipClientInput input)
    {
        switch (State, input)
        {
            case (SipClientState.Trying, SipClientInput.Provisional):
            case (SipClientState.Proceeding, SipClientInput.Provisional):
                State = SipClientState.Proceeding;
                return SipClientAction.PassUp;

            case (SipClientState.Trying, SipClientInput.Final):
            case (SipClientState.Proceeding, SipClientInput.Final):
                // Timer K is zero on a reliable transport: no repetition can follow.
                State = _isReliable ? SipClientState.Terminated : SipClientState.Completed;
                _next = now + _timers.T4;
                return SipClientAction.PassUp;

            case (SipClientState.Trying, SipClientInput.Deadline) when now >= _giveUp:
            case (SipClientState.Proceeding, SipClientInput.Deadline) when now >= _giveUp:
                State = SipClientState.Terminated;
                return SipClientAction.TimedOut;

            case (SipClientState.Trying, SipClientInput.Deadline) when now >= _next:
                return Retransmit(now, _pause * 2);

            case (SipClientState.Proceeding, SipClientInput.Deadline) when now >= _next:
                return Retransmit(now, _timers.T2);

            case (SipClientState.Completed, SipClientInput.Deadline) when now >= _next:
                State = SipClientState.Terminated;
                return SipClientAction.None;

            default:
                return SipClientAction.None;
        }
    }

    private SipClientAction Retransmit(Instant now, TimeSpan pause)
    {
        _pause = pause < _timers.T2 ? pause : _timers.T2;
        _next = now + _pause;
        return SipClientAction.Retransmit;
    }
}
