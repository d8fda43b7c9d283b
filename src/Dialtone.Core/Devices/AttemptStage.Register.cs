using System.Collections.Immutable;
using System.Diagnostics;
using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Devices;

/// <content>REGISTER over the connection that is ready: one at a time, and what its answers lead to.</content>
internal sealed partial class AttemptStage
{
    private readonly FailedServices _failedServices = new();
    private RegisterExchange? _register;
    private Instant? _registerBy;
    private Instant? _firstAnswerBy;
    private bool _isUnanswered;
    private Instant _registerBegan;

    /// <summary>Whether a REGISTER went out that may have been taken, though no answer came.</summary>
    public bool MayHaveRegistered { get; private set; }

    public void OnResponse(Now now, DeviceInput.SipResponse input, List<DeviceEffect> effects)
    {
        if (!IsRegistering(input.Channel) || input.Method != SipMethod.Register)
        {
            return;
        }

        // A server that has shown life gets the whole time of a transaction.
        _spoken = now.Monotonic;
        (_firstAnswerBy, _isUnanswered) = (null, false);
        Take(now, _register!.Read(now, input.Message, ProofRoom, effects), effects);
        GoOn(now, effects);
    }

    /// <summary>Takes any input, for what the host was asked on the way to a proof.</summary>
    public void OnProving(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        if (IsProving && _register!.Handle(now, input, effects) is { } step)
        {
            _spoken = now.Monotonic;
            Take(now, step, effects);
            GoOn(now, effects);
        }
    }

    /// <summary>A message that the server did not sign as it must.</summary>
    public void OnNotProved(Now now, DeviceInput.SipNotProved input, List<DeviceEffect> effects)
    {
        if (IsRegistering(input.Channel))
        {
            journal.Write(NotProvedEntry.Of(now, _current!.Candidate, _current.Ready!.Remote, input));
            FailRegister(now, new RegisterFailure { Kind = RegisterFailureKind.ServerNotProved }, effects);
            GoOn(now, effects);
        }
    }

    /// <summary>Looks at the signature of a message that came over a channel.</summary>
    public SignatureVerdict Judge(FlowId channel, SipMessage message) =>
        IsRegistering(channel) ? _register!.Judge(message) : default;

    private void Take(Now now, RegisterStep step, List<DeviceEffect> effects)
    {
        switch (step)
        {
            case RegisterStep.Waiting:
                break;
            case RegisterStep.Proving:
                _registerBy = null;
                break;
            case RegisterStep.SendAgain again:
                WriteChallenge(now, again);
                SendRegister(now, effects);
                break;
            case RegisterStep.Registered registered:
                Finish(now, registered, effects);
                break;
            case RegisterStep.Redirected redirected:
                Follow(now, redirected, effects);
                break;
            case RegisterStep.Failed failed:
                FailRegister(now, failed.Failure, effects);
                break;
            default:
                throw new UnreachableException();
        }
    }

    public void OnTimedOut(Now now, DeviceInput.SipTimedOut input, List<DeviceEffect> effects)
    {
        if (IsRegistering(input.Channel) && input.Method == SipMethod.Register)
        {
            FailRegister(now, new RegisterFailure { Kind = RegisterFailureKind.NoAnswer }, effects);
            GoOn(now, effects);
        }
    }

    public void OnMalformed(Now now, DeviceInput.SipMalformed input, List<DeviceEffect> effects)
    {
        if (!IsRegistering(input.Channel))
        {
            return;
        }

        journal.Write(MalformedEntry.Of(now, Step.Register, _current!.Ready!.Remote, input));
        if (input.IsFatal)
        {
            FailRegister(now, RegisterExchange.FailureOf(input.Fault), effects);
            GoOn(now, effects);
        }
    }

    private ProofRoom ProofRoom => new(certificates, flows, journal)
    {
        FailedServices = _failedServices,
        DhcpUrl = WebServicesUrl,
        WebServer = WebServer,
    };

    // Whether what the next REGISTER needs is being got: the server is not waited for meanwhile.
    private bool IsProving => _register?.IsProving ?? false;

    private Instant? RegisterBy => _registerBy ?? _register?.ProvingDeadline;

    private bool HasAnswered => _firstAnswerBy is null && !_isUnanswered;

    private bool IsRegistering(FlowId channel) => _register is not null && _current?.Ready?.Channel == channel;

    private void StartRegister(Now now, ConnectionTry ready, List<DeviceEffect> effects)
    {
        _register = new RegisterExchange(
            settings, _current!.Candidate, ready.Local,
            digest ?? new(settings.Credential.Digest(settings.Account), entropy));
        _registerBegan = now.Monotonic;
        _firstAnswerBy = now.Monotonic + FirstAnswerLimit(now, _current);
        SendRegister(now, effects);
    }

    // Twice as long after every cycle that failed: where all servers are slow, one of them is waited for in the end.
    private TimeSpan FirstAnswerLimit(Now now, CandidateApproach current) =>
        current.Limit(now, current.Candidate.Transport == SipTransport.Udp
            ? settings.Timings.FirstAnswerUdp : settings.Timings.FirstAnswer)
            * Math.Pow(2, Math.Min(failedCycles, 8));

    private void SendRegister(Now now, List<DeviceEffect> effects)
    {
        var message = _register!.WriteRegister();
        if (_current!.Candidate.Transport == SipTransport.Udp && message.Length > SipChannel.DatagramRequestBytesMax)
        {
            FailRegister(now, new RegisterFailure { Kind = RegisterFailureKind.TooLargeForUdp }, effects);
            return;
        }

        _spoken = now.Monotonic;
        _registerBy = now.Monotonic + settings.Timings.Register;
        effects.Add(new DeviceEffect.SendSip(_current.Ready!.Channel, message));
    }

    private void WriteChallenge(Now now, RegisterStep.SendAgain again)
    {
        if (again.Chosen.Length > 0)
        {
            journal.Write(new JournalEntry.Challenged(
                now.Monotonic, _current!.Candidate, again.Offered, again.Chosen));
        }
    }

    private void Finish(Now now, RegisterStep.Registered registered, List<DeviceEffect> effects)
    {
        var (candidate, ready) = (_current!.Candidate, _current.Ready!);
        journal.Write(new JournalEntry.Registered(
            now.Monotonic, candidate, ready.Remote, registered.Mechanism, registered.Expires, Refresh: false,
            now.Monotonic - _registerBegan)
        {
            Grants = registered.Grants,
        });
        DropAhead(now, effects);
        marks.Remove(candidate, ready.Remote);
        Registration = new Registration(
            ready.Remote, ready.Channel, _register!, now.Monotonic,
            _origin == _first || _first is null ? null : new PrimaryServer(_first, _current.TimeToLive));
        Registration.Confirmed(now, registered);
        effects.Add(new DeviceEffect.KeepAlive(ready.Channel, registered.KeepAlive));
        State = AttemptState.Registered;
    }

    private void FailRegister(Now now, RegisterFailure failure, List<DeviceEffect> effects) =>
        FailRegister(now, failure, [], effects);

    /// <param name="now">The time.</param>
    /// <param name="failure">Why.</param>
    /// <param name="contacts">Where the Registrar redirects to, of which none may be tried.</param>
    /// <param name="effects">Takes what follows.</param>
    private void FailRegister(
        Now now, RegisterFailure failure, ImmutableArray<Candidate> contacts, List<DeviceEffect> effects)
    {
        var current = _current!;
        journal.Write(new JournalEntry.RegisterFailed(
            now.Monotonic, current.Candidate, current.Ready!.Remote, failure, now.Monotonic - _registerBegan));
        if (failure.RetryAfter is { } wait && (RetryAfter is null || wait > RetryAfter))
        {
            RetryAfter = wait;
        }

        MayHaveRegistered |= failure.Kind is RegisterFailureKind.NoAnswer or RegisterFailureKind.ConnectionLost
            or RegisterFailureKind.Malformed;
        var isOfBackup = SeeBackup(now, failure, contacts);
        EndRegister(effects);
        if (!failure.IsFinal || isOfBackup)
        {
            current.FailRegister(now, failure.RetryAfter, effects);
            return;
        }

        journal.Write(new JournalEntry.AttemptFailed(now.Monotonic, Step.Register, current.Candidate, Final: true));
        Refusal = failure;
        DropAhead(now, effects);
        Abandon(effects);
        State = AttemptState.Refused;
    }

    private void EndRegister(List<DeviceEffect> effects)
    {
        _register?.Abandon(effects);
        (_register, _registerBy, _firstAnswerBy, _isUnanswered) = (null, null, null, false);
    }
}
