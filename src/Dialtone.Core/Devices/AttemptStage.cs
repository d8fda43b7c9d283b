using System.Collections.Immutable;
using System.Diagnostics;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Devices;

/// <summary>
/// Tries candidates one after another: the addresses of each, and at each address connection, TLS and REGISTER. Knows
/// nothing of phases; the device reads <see cref="State"/> after every call.
/// </summary>
internal sealed class AttemptStage(
    DeviceSettings settings, Cycle cycle, ImmutableArray<IpAddress> remembered, IEntropy entropy, IJournal journal,
    FlowIds flows)
{
    /// <summary>How many redirects are followed before a server is taken to be leading round in circles.</summary>
    public const int RedirectsMax = 5;

    private readonly LinkedList<Candidate> _waiting = [];
    private readonly HashSet<(HostName Host, ushort Port, SipTransport Transport)> _attempted = [];
    private readonly Queue<IpAddress> _addresses = [];

    private Candidate? _candidate;
    private ImmutableArray<IpAddress> _resolved = [];
    private FlowId? _channel;
    private EndPointAddress _remote;
    private EndPointAddress _local;
    private RegisterExchange? _register;
    private Doing _doing;
    private Instant _began;
    private Step _failedAt = Step.Resolve;
    private int _redirects;

    private enum Doing : byte
    {
        Nothing,
        Resolving,
        Connecting,
        Securing,
        Registering,
    }

    /// <summary>How the walk stands.</summary>
    public AttemptState State { get; private set; }

    /// <summary>When something must have happened.</summary>
    public Instant? Deadline { get; private set; }

    /// <summary>Whether any candidate's name had an address (S9 asks for it).</summary>
    public bool AnyResolved { get; private set; }

    /// <summary>The longest Retry-After met on the way.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>The answer that ended the walk, in state Refused.</summary>
    public RegisterFailure? Refusal { get; private set; }

    /// <summary>The standing registration, in state Registered.</summary>
    public Registration? Registration { get; private set; }

    /// <summary>The registered candidate's addresses, in state Registered.</summary>
    public ImmutableArray<IpAddress> RegisteredAddresses => _resolved;

    /// <summary>Adds candidates to the end and goes on with the next.</summary>
    public void Try(Now now, ImmutableArray<Candidate> candidates, List<DeviceEffect> effects)
    {
        foreach (var candidate in candidates)
        {
            _ = _waiting.AddLast(candidate);
        }

        State = AttemptState.Working;
        NextCandidate(now, effects);
    }

    /// <summary>Closes what is open.</summary>
    public void Abandon(List<DeviceEffect> effects)
    {
        CloseChannel(effects);
        _doing = Doing.Nothing;
        Deadline = null;
    }

    public void OnAddresses(Now now, HostName name, DnsOutcome outcome, List<DeviceEffect> effects)
    {
        if (_doing == Doing.Resolving && _candidate!.Host == name)
        {
            UseAddresses(now, outcome, fromMemory: false, effects);
        }
    }

    public void OnConnected(Now now, FlowId channel, EndPointAddress local, List<DeviceEffect> effects)
    {
        if (_doing != Doing.Connecting || channel != _channel)
        {
            return;
        }

        _local = local;
        journal.Write(new JournalEntry.Connected(now.Monotonic, _candidate!, local, _remote, now.Monotonic - _began));
        if (_candidate!.Transport == SipTransport.Tls)
        {
            Begin(now, Doing.Securing, settings.Timings.Tls);
        }
        else
        {
            StartRegister(now, effects);
        }
    }

    public void OnSecured(Now now, FlowId channel, TlsFacts facts, List<DeviceEffect> effects)
    {
        if (_doing != Doing.Securing || channel != _channel)
        {
            return;
        }

        var verdict = CertificateJudge.Judge(facts, _candidate!.Host, now.WallClock).Verdict;
        journal.Write(new JournalEntry.Secured(
            now.Monotonic, _candidate, _remote, facts, verdict, now.WallClock, now.Monotonic - _began));
        if (verdict == CertificateVerdict.Good)
        {
            StartRegister(now, effects);
        }
        else
        {
            FailAddress(now, Step.Tls, effects);
        }
    }

    public void OnEnded(Now now, DeviceInput.ChannelEnded ended, List<DeviceEffect> effects)
    {
        if (ended.Channel != _channel)
        {
            return;
        }

        _channel = null;
        var took = now.Monotonic - _began;
        switch (_doing)
        {
            case Doing.Connecting:
                FailConnect(now, ended.Why, ended.Detail, effects);
                break;
            case Doing.Securing:
                journal.Write(new JournalEntry.HandshakeFailed(
                    now.Monotonic, _candidate!, _remote, ended.Why, ended.Detail, ended.Tls, took));
                FailAddress(now, Step.Tls, effects);
                break;
            case Doing.Registering:
                FailRegister(
                    now,
                    new RegisterFailure { Kind = RegisterFailureKind.ConnectionLost, Reason = ended.Detail },
                    effects);
                break;
            default:
                break;
        }
    }

    public void OnResponse(Now now, DeviceInput.SipResponse input, List<DeviceEffect> effects)
    {
        if (_doing != Doing.Registering || input.Channel != _channel)
        {
            return;
        }

        switch (_register!.Read(input.Message))
        {
            case RegisterStep.Waiting:
                break;
            case RegisterStep.SendAgain again:
                WriteChallenge(now, again);
                SendRegister(now, effects, restart: false);
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

    public void OnTimedOut(Now now, FlowId channel, List<DeviceEffect> effects)
    {
        if (_doing == Doing.Registering && channel == _channel)
        {
            FailRegister(now, new RegisterFailure { Kind = RegisterFailureKind.NoAnswer }, effects);
        }
    }

    public void OnMalformed(Now now, DeviceInput.SipMalformed input, List<DeviceEffect> effects)
    {
        if (_doing != Doing.Registering || input.Channel != _channel)
        {
            return;
        }

        journal.Write(MalformedEntry.Of(now, Step.Register, _remote, input));
        if (!input.IsFatal)
        {
            return;
        }

        FailRegister(now, RegisterExchange.FailureOf(input.Fault), effects);
    }

    /// <summary>The deadline of the step under way has passed.</summary>
    public void OnDeadline(Now now, List<DeviceEffect> effects)
    {
        if (Deadline is not { } deadline || now.Monotonic < deadline)
        {
            return;
        }

        switch (_doing)
        {
            case Doing.Resolving:
                UseAddresses(
                    now,
                    new DnsOutcome
                    {
                        Status = DnsStatus.TimedOut,
                        Name = _candidate!.Host,
                        Took = now.Monotonic - _began,
                    },
                    fromMemory: false,
                    effects);
                break;
            case Doing.Connecting:
                FailConnect(now, ChannelEnd.TimedOut, "", effects);
                break;
            case Doing.Securing:
                journal.Write(new JournalEntry.HandshakeFailed(
                    now.Monotonic, _candidate!, _remote, ChannelEnd.TimedOut, "", null, now.Monotonic - _began));
                FailAddress(now, Step.Tls, effects);
                break;
            case Doing.Registering:
                OnTimedOut(now, _channel!.Value, effects);
                break;
            default:
                break;
        }
    }

    private void NextCandidate(Now now, List<DeviceEffect> effects)
    {
        if (_waiting.First is not { } next)
        {
            _doing = Doing.Nothing;
            Deadline = null;
            State = AttemptState.Exhausted;
            return;
        }

        _waiting.RemoveFirst();
        _candidate = next.Value;
        _ = _attempted.Add((_candidate.Host, _candidate.Port, _candidate.Transport));
        journal.Write(new JournalEntry.AttemptBegan(now.Monotonic, cycle, _candidate));
        Begin(now, Doing.Resolving, settings.Timings.Discovery);
        if (_candidate.Source == CandidateSource.Memory)
        {
            UseAddresses(now, AddressesOf(_candidate.Host, remembered), fromMemory: true, effects);
        }
        else if (_candidate.Address is { } address || IpAddress.TryParse(_candidate.Host.Text, out address))
        {
            UseAddresses(now, AddressesOf(_candidate.Host, [address]), fromMemory: false, effects);
        }
        else
        {
            effects.Add(new DeviceEffect.AskAddresses(_candidate.Host, _candidate.Via));
        }
    }

    private static DnsOutcome AddressesOf(HostName name, ImmutableArray<IpAddress> addresses) =>
        new()
        {
            Status = addresses.IsEmpty ? DnsStatus.NoData : DnsStatus.Answered,
            Name = name,
            Addresses = addresses,
        };

    private void UseAddresses(Now now, DnsOutcome outcome, bool fromMemory, List<DeviceEffect> effects)
    {
        journal.Write(new JournalEntry.Resolved(now.Monotonic, _candidate!, outcome, fromMemory));
        _resolved = outcome.Addresses;
        _addresses.Clear();
        foreach (var address in InOrder(outcome.Addresses))
        {
            _addresses.Enqueue(address);
        }

        AnyResolved |= _addresses.Count > 0;
        _failedAt = Step.Resolve;
        NextAddress(now, effects);
    }

    private IpAddress[] InOrder(ImmutableArray<IpAddress> addresses)
    {
        var order = addresses.ToArray();
        if (settings.Profile.AddressOrder == AddressOrder.AsAnswered)
        {
            return order;
        }

        // Families keep their places: only addresses of one family change with each other (Fisher and Yates).
        for (var begin = 0; begin < order.Length;)
        {
            var end = begin + 1;
            while (end < order.Length && order[end].IsV4 == order[begin].IsV4)
            {
                end++;
            }

            for (var i = end - 1; i > begin; i--)
            {
                var j = begin + (int)entropy.Below((uint)(i - begin + 1));
                (order[i], order[j]) = (order[j], order[i]);
            }

            begin = end;
        }

        return order;
    }

    private void NextAddress(Now now, List<DeviceEffect> effects)
    {
        if (!_addresses.TryDequeue(out var address))
        {
            journal.Write(new JournalEntry.AttemptFailed(now.Monotonic, _failedAt, _candidate!, Final: false));
            NextCandidate(now, effects);
            return;
        }

        _remote = new EndPointAddress(address, _candidate!.Port);
        _channel = flows.Next();
        Begin(now, Doing.Connecting, settings.Timings.Connect);
        effects.Add(new DeviceEffect.OpenChannel(
            _channel.Value, _remote, _candidate.Transport == SipTransport.Tls ? _candidate.Host : null));
    }

    private void StartRegister(Now now, List<DeviceEffect> effects)
    {
        _register = new RegisterExchange(settings, _candidate!, _local, entropy);
        SendRegister(now, effects, restart: true);
    }

    private void SendRegister(Now now, List<DeviceEffect> effects, bool restart)
    {
        var began = restart ? now.Monotonic : _began;
        Begin(now, Doing.Registering, settings.Timings.Register);
        _began = began;
        effects.Add(new DeviceEffect.SendSip(_channel!.Value, _register!.WriteRegister()));
    }

    private void WriteChallenge(Now now, RegisterStep.SendAgain again)
    {
        if (again.Chosen.Length > 0)
        {
            journal.Write(new JournalEntry.Challenged(now.Monotonic, _candidate!, again.Offered, again.Chosen));
        }
    }

    private void Finish(Now now, RegisterStep.Registered registered, List<DeviceEffect> effects)
    {
        journal.Write(new JournalEntry.Registered(
            now.Monotonic, _candidate!, _remote, registered.Mechanism, registered.Expires, Refresh: false,
            now.Monotonic - _began));
        Registration = new Registration(
            _candidate!, _remote, _channel!.Value, _register!, settings.Timings, now.Monotonic);
        Registration.Confirmed(now, registered.Expires);
        effects.Add(new DeviceEffect.KeepAlive(_channel.Value, registered.KeepAlive));
        _channel = null;
        _doing = Doing.Nothing;
        Deadline = null;
        State = AttemptState.Registered;
    }

    private void Follow(Now now, RegisterStep.Redirected redirected, List<DeviceEffect> effects)
    {
        _redirects++;
        var rejected = redirected.Rejected.ToBuilder();
        var follow = ImmutableArray.CreateBuilder<Candidate>();
        foreach (var contact in redirected.Contacts)
        {
            if (_redirects > RedirectsMax)
            {
                rejected.Add(
                    new(CandidateSource.Redirect, contact.Host, contact.Port, RejectionReason.TooManyRedirects));
            }
            else if (_attempted.Contains((contact.Host, contact.Port, contact.Transport)))
            {
                rejected.Add(new(CandidateSource.Redirect, contact.Host, contact.Port, RejectionReason.RedirectLoop));
            }
            else
            {
                follow.Add(contact);
            }
        }

        journal.Write(new JournalEntry.Redirected(
            now.Monotonic, _candidate!, redirected.Status, follow.ToImmutable(), rejected.ToImmutable()));
        if (follow.Count == 0)
        {
            FailRegister(
                now,
                new RegisterFailure { Kind = RegisterFailureKind.RedirectUnusable, Status = redirected.Status },
                effects);
            return;
        }

        CloseChannel(effects);
        for (var i = follow.Count - 1; i >= 0; i--)
        {
            _ = _waiting.AddFirst(follow[i]);
        }

        NextCandidate(now, effects);
    }

    private void FailConnect(Now now, ChannelEnd why, string detail, List<DeviceEffect> effects)
    {
        journal.Write(new JournalEntry.ConnectFailed(
            now.Monotonic, _candidate!, _remote, why, detail, now.Monotonic - _began));
        FailAddress(now, Step.Connect, effects);
    }

    private void FailRegister(Now now, RegisterFailure failure, List<DeviceEffect> effects)
    {
        journal.Write(new JournalEntry.RegisterFailed(
            now.Monotonic, _candidate!, _remote, failure, now.Monotonic - _began));
        if (failure.RetryAfter is { } wait && (RetryAfter is null || wait > RetryAfter))
        {
            RetryAfter = wait;
        }

        if (!failure.IsFinal)
        {
            FailAddress(now, Step.Register, effects);
            return;
        }

        journal.Write(new JournalEntry.AttemptFailed(now.Monotonic, Step.Register, _candidate!, Final: true));
        Refusal = failure;
        Abandon(effects);
        State = AttemptState.Refused;
    }

    private void FailAddress(Now now, Step at, List<DeviceEffect> effects)
    {
        CloseChannel(effects);
        _failedAt = at;
        NextAddress(now, effects);
    }

    private void CloseChannel(List<DeviceEffect> effects)
    {
        if (_channel is { } channel)
        {
            effects.Add(new DeviceEffect.CloseChannel(channel));
            _channel = null;
        }
    }

    private void Begin(Now now, Doing doing, TimeSpan limit)
    {
        _doing = doing;
        _began = now.Monotonic;
        Deadline = now.Monotonic + limit;
    }
}
