using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Devices;

/// <summary>
/// The walk over candidates, in their order: each is approached, and registered with over the connection that is ready
/// first. While one keeps silent, the next is made ready; nothing is sent to it before its turn, which comes when the
/// one before it has failed. Knows nothing of phases; the device reads <see cref="State"/> after every call.
/// </summary>
internal sealed partial class AttemptStage(
    DeviceSettings settings, Cycle cycle, DeviceMemory? memory, int failedCycles, TargetMarks marks,
    DigestExchange? digest, CertificateKeeper certificates, IEntropy entropy, IJournal journal, FlowIds flows)
{
    private readonly List<Candidate> _waiting = [];
    private List<Candidate>? _setAside;
    private Candidate? _first;
    private Candidate? _origin;
    private CandidateApproach? _current;
    private CandidateApproach? _ahead;
    private Instant _spoken; // REGISTER was last sent, or answered

    /// <summary>How long names are asked for where memory could serve; <c>null</c> where it could not.</summary>
    public NamePatience? Patience { get; init; }

    /// <summary>What failed in the cycle before, where that led to this one without a wait.</summary>
    public ImmutableArray<Candidate> FailedBefore { get; init; } = [];

    /// <summary>The URL of DHCP option 43; <c>null</c> where DHCP gave none, or was not asked.</summary>
    public string? WebServicesUrl { get; set; }

    /// <summary>The web server that Lyncdiscover named; empty where it named none.</summary>
    public HostName WebServer { get; init; }

    /// <summary>What has failed in this one.</summary>
    public ImmutableArray<Candidate> Failed => [.. _failed];

    /// <summary>How the walk stands.</summary>
    public AttemptState State { get; private set; }

    /// <summary>When something must have happened.</summary>
    public Instant? Deadline => State != AttemptState.Working ? null
        : Instant.Earlier(
            Instant.Earlier(_current?.Deadline, _ahead?.Deadline),
            Instant.Earlier(Instant.Earlier(RegisterBy, _firstAnswerBy), NextPreparation));

    /// <summary>
    /// Whether the candidate whose turn it is keeps silent and no other is known that could be made ready.
    /// </summary>
    public bool WantsMore { get; private set; }

    /// <summary>Whether any candidate's name had an address (S9 asks for it).</summary>
    public bool AnyResolved { get; private set; }

    /// <summary>The longest Retry-After met on the way.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>The answer that ended the walk, in state Refused.</summary>
    public RegisterFailure? Refusal { get; private set; }

    /// <summary>The standing registration, in state Registered.</summary>
    public Registration? Registration { get; private set; }

    /// <summary>The registered candidate's addresses, in state Registered.</summary>
    public ImmutableArray<IpAddress> RegisteredAddresses => _current!.Resolved;

    // Without racing a candidate that waits already stays where it is, and there is nothing to do.
    private Instant? NextPreparation =>
        _ahead is null && _current is not null && !WantsMore && !IsProving && (settings.Racing || _waiting.Count == 0)
            ? Silent : null;

    // Whether a candidate that keeps silent after REGISTER may be hurried past: to another address of its own, or to a
    // next one that protects no less. A TLS server that is only slow must not drive a phone to plain TCP.
    private bool MayHurry => _current!.HasOthers
        || (Next is { } next
            && (next.Transport == SipTransport.Tls || _current.Candidate.Transport != SipTransport.Tls));

    private Candidate? Next => _ahead is { State: not ApproachState.Failed } ready ? ready.Candidate
        : _waiting is [var next, ..] ? next : _setAside?[0];

    // The moment at which the candidate whose turn it is has been silent for too long.
    private Instant Silent =>
        (_spoken > _current!.Heard ? _spoken : _current.Heard) + settings.Timings.Silence;

    /// <summary>Adds candidates to the end, and goes on with the next where none is under way.</summary>
    public void Try(Now now, ImmutableArray<Candidate> candidates, List<DeviceEffect> effects)
    {
        WantsMore = false;
        foreach (var candidate in candidates)
        {
            _first ??= candidate;
            if (settings.Profile.MarksCandidates && marks.Find(candidate, now.Monotonic) is { } until)
            {
                journal.Write(new JournalEntry.SetAside(now.Monotonic, candidate, until - now.Monotonic));
                (_setAside ??= []).Add(candidate);
            }
            else
            {
                _waiting.Add(candidate);
            }
        }

        if (_current is null)
        {
            NextCandidate(now, effects);
        }

        GoOn(now, effects);
    }

    /// <summary>No others are to come: those that failed lately have their turn.</summary>
    /// <returns>Whether there are any.</returns>
    public bool TrySetAside(Now now, List<DeviceEffect> effects)
    {
        if (_setAside is not { } last)
        {
            return false;
        }

        _setAside = null;
        _waiting.AddRange(last);
        Try(now, [], effects);
        return true;
    }

    /// <summary>Whether a connection stands, from one of these addresses.</summary>
    public bool Stands(ImmutableArray<IpAddress> own) =>
        (_current?.Stands(own) ?? false) || (_ahead?.Stands(own) ?? false);

    /// <summary>Closes what is open.</summary>
    public void Abandon(List<DeviceEffect> effects)
    {
        _current?.Abandon(effects);
        _ahead?.Abandon(effects);
        (_current, _ahead) = (null, null);
        EndRegister(effects);
    }

    public void OnAddresses(Now now, HostName name, DnsOutcome outcome, List<DeviceEffect> effects)
    {
        Patience?.Hear(outcome.Status);
        _current?.OnAddresses(now, name, outcome, effects);
        _ahead?.OnAddresses(now, name, outcome, effects);
        GoOn(now, effects);
    }

    public void OnConnected(Now now, FlowId channel, EndPointAddress local, List<DeviceEffect> effects)
    {
        _current?.OnConnected(now, channel, local, effects);
        _ahead?.OnConnected(now, channel, local, effects);
        GoOn(now, effects);
    }

    public void OnSecured(Now now, FlowId channel, TlsFacts facts, List<DeviceEffect> effects)
    {
        _current?.OnSecured(now, channel, facts, effects);
        _ahead?.OnSecured(now, channel, facts, effects);
        GoOn(now, effects);
    }

    public void OnEnded(Now now, DeviceInput.ChannelEnded ended, List<DeviceEffect> effects)
    {
        if (IsRegistering(ended.Channel) && _current!.Candidate.Transport == SipTransport.Udp && !HasAnswered)
        {
            // Over UDP only now it shows that nobody listens there.
            EndRegister(effects);
        }

        if (IsRegistering(ended.Channel))
        {
            _current!.Closed();
            var lost = new RegisterFailure
            {
                Kind = RegisterFailureKind.ConnectionLost,
                Reason = ended.Detail,
                End = ended.Why,
            };
            FailRegister(now, lost, effects);
        }
        else
        {
            _current?.OnEnded(now, ended, effects);
            _ahead?.OnEnded(now, ended, effects);
        }

        GoOn(now, effects);
    }

    /// <summary>The deadline of a step under way has passed.</summary>
    public void OnDeadline(Now now, List<DeviceEffect> effects)
    {
        if (_firstAnswerBy <= now.Monotonic)
        {
            (_firstAnswerBy, _isUnanswered) = (null, true);
        }

        if (_registerBy <= now.Monotonic)
        {
            FailRegister(now, new RegisterFailure { Kind = RegisterFailureKind.NoAnswer }, effects);
        }

        _current?.OnDeadline(now, effects);
        _ahead?.OnDeadline(now, effects);
        GoOn(now, effects);
    }

    /// <summary>Reads how the candidate under way stands, and goes where that leads.</summary>
    private void GoOn(Now now, List<DeviceEffect> effects)
    {
        while (State == AttemptState.Working && _current is { } current)
        {
            AnyResolved |= !current.Resolved.IsEmpty;
            if (current.State == ApproachState.Failed)
            {
                FailCandidate(now, current);
                NextCandidate(now, effects);
            }
            else if (current.State == ApproachState.Ready && _register is null)
            {
                StartRegister(now, current.Ready!, effects);
            }
            else if (_isUnanswered && MayHurry)
            {
                FailRegister(now, new RegisterFailure { Kind = RegisterFailureKind.NoAnswer }, effects);
            }
            else
            {
                Prepare(now, effects);
                return;
            }
        }
    }

    private void FailCandidate(Now now, CandidateApproach failed)
    {
        journal.Write(new JournalEntry.AttemptFailed(now.Monotonic, failed.FailedAt, failed.Candidate, Final: false));
        if (!failed.Resolved.IsEmpty)
        {
            marks.Add(failed.Candidate, now.Monotonic + (failed.RetryAfter ?? settings.Timings.TargetMark));
        }

        // Who only redirects in circles lives, and is no primary that a backup waits for.
        if (failed.Candidate != _redirectsInCircles)
        {
            _failed.Add(failed.Candidate);
        }

        _current = null;
    }

    private void NextCandidate(Now now, List<DeviceEffect> effects)
    {
        WantsMore = false;
        if (_ahead is { } ready)
        {
            (_current, _ahead) = (ready, null);
            Take(now, ready.Candidate);
        }
        else if (_waiting is [var next, ..])
        {
            _waiting.RemoveAt(0);
            Take(now, next);
            _current = Approach(next);
            _current.Begin(now, RememberedOf(next), effects);
        }
        else
        {
            State = AttemptState.Exhausted;
        }
    }

    private void Take(Now now, Candidate candidate)
    {
        State = AttemptState.Working;
        _spoken = Instant.Zero;
        if (candidate.Source != CandidateSource.Redirect)
        {
            _origin = candidate;
            _redirects = 0;
            _visited.Clear();
        }

        _visited.Add(candidate);
        journal.Write(new JournalEntry.AttemptBegan(now.Monotonic, cycle, candidate));
    }

    private CandidateApproach Approach(Candidate candidate) =>
        new(candidate, settings, marks, entropy, journal, flows)
        {
            Patience = Patience,
            IsAgain = FailedBefore.Any(each => LeadsTo(each, candidate)),
        };

    private ImmutableArray<IpAddress> RememberedOf(Candidate candidate) =>
        memory?.AddressesOf(new(candidate.Host, candidate.Transport, candidate.Port)) ?? [];

    /// <summary>Makes the next candidate ready once the one whose turn it is has been silent for too long.</summary>
    private void Prepare(Now now, List<DeviceEffect> effects)
    {
        if (IsProving)
        {
            // It is this side that is at work.
            return;
        }

        WantsMore = _ahead is null && _waiting.Count == 0 && now.Monotonic >= Silent;
        if (!settings.Racing || _ahead is not null || now.Monotonic < Silent || _waiting is not [var next, ..])
        {
            return;
        }

        _waiting.RemoveAt(0);
        journal.Write(new JournalEntry.AheadBegan(now.Monotonic, next, _current!.Candidate));
        _ahead = Approach(next);
        _ahead.Begin(now, RememberedOf(next), effects);
    }

    /// <summary>What was made ready is not needed, or must let others go first.</summary>
    private void DropAhead(Now now, List<DeviceEffect> effects)
    {
        if (_ahead is { } ahead)
        {
            journal.Write(new JournalEntry.AheadDropped(now.Monotonic, ahead.Candidate));
            ahead.Abandon(effects);
            _waiting.Insert(0, ahead.Candidate);
            _ahead = null;
        }
    }
}
