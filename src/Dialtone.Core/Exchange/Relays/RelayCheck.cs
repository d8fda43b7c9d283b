using System.Collections.Immutable;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Stun;

namespace Dialtone.Core.Exchange.Relays;

/// <summary>
/// Checks one Media Relay at one address: an Allocate without proof, to which a relay answers with 401, realm and
/// nonce; where there are credentials, an Allocate with proof, and giving back what came of it. Begin it with <see
/// cref="Begin"/>, then give it every input of the node.
/// </summary>
public sealed class RelayCheck
{
    private readonly RelayTarget _target;
    private readonly RelayCredentials? _credentials;
    private readonly RelayCheckOptions _options;
    private readonly RelaySpeech _speech;
    private readonly FlowId _flow;
    private RelayOutcome _found;
    private RelayStep _step;
    private Instant _begun;
    private Instant _stepBegun;
    private Instant? _asked;
    private byte[] _request = [];
    private int _sentInStep;
    private bool _renewedNonce;
    private bool _hasBegun;

    /// <summary>A check not yet begun.</summary>
    /// <param name="target">What is checked.</param>
    /// <param name="credentials">The user's credentials; null to ask only whether a relay is there.</param>
    /// <param name="options">How it is done.</param>
    /// <param name="entropy">For the names of transactions.</param>
    /// <param name="flows">The flow numbers of the node.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of its bounds, or the credentials are of the other dialect.
    /// </exception>
    public RelayCheck(
        RelayTarget target, RelayCredentials? credentials, RelayCheckOptions options, IEntropy entropy, FlowIds flows)
    {
        RelayCheckOptions.Validate(options);
        if (credentials is not null && credentials.Dialect != target.Dialect)
        {
            throw new ArgumentException(
                $"The credentials are for {credentials.Dialect}, the relay for {target.Dialect}.", nameof(credentials));
        }

        _target = target;
        _credentials = credentials;
        _options = options;
        _speech = RelaySpeech.Of(target, credentials, entropy);
        _flow = flows.Next();
        _found = new() { Target = target, Status = RelayStatus.Silent, Step = RelayStep.Connect };
    }

    /// <summary>
    /// When it wants <see cref="NetInput.DeadlineReached"/>; <c>null</c> before the beginning and after the end.
    /// </summary>
    public Instant? Deadline { get; private set; }

    /// <summary>What it came to; <c>null</c> until then.</summary>
    public RelayOutcome? Outcome { get; private set; }

    private bool IsStream => _target.Transport == RelayTransport.Tcp;

    /// <summary>Opens the connection, or sends the first Allocate.</summary>
    /// <exception cref="InvalidOperationException">It was begun before.</exception>
    public void Begin(Now now, NetEffects effects)
    {
        if (_hasBegun)
        {
            throw new InvalidOperationException("A check of a relay begins once.");
        }

        _hasBegun = true;
        _begun = now.Monotonic;
        if (IsStream)
        {
            effects.Add(new NetEffect.Connect(_flow, _target.EndPoint, Tls: null));
            BeginStep(now, RelayStep.Connect);
            return;
        }

        var any = _target.EndPoint.Address.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        effects.Add(new NetEffect.OpenDatagrams(_flow, new(any, 0)));
        Request(now, RelayStep.Ask, _speech.Ask(), effects);
    }

    /// <summary>
    /// Takes an input if it is for this check. A deadline may be anybody's and is looked at by all.
    /// </summary>
    /// <returns>Whether the input belonged to this check and to nobody else.</returns>
    public bool Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.DeadlineReached:
                OnDeadline(now, effects);
                return false;
            case NetInput.Datagram datagram when datagram.Flow == _flow:
                OnMessage(now, datagram.Bytes.Span, effects);
                return true;
            case NetInput.Connected connected when connected.Flow == _flow:
                OnConnected(now, effects);
                return true;
            case NetInput.Received received when received.Flow == _flow:
                OnReceived(now, received.Bytes.Span, effects);
                return true;
            case NetInput.Ended ended when ended.Flow == _flow:
                OnEnded(now, ended);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Ends it now with what is known. Nothing happens if it is over.</summary>
    public void Abandon(Now now, NetEffects effects)
    {
        if (Deadline is not null)
        {
            effects.Add(new NetEffect.Close(_flow));
            ConcludeAsSilent(now);
        }
    }

    private void OnDeadline(Now now, NetEffects effects)
    {
        if (Deadline is not { } deadline || now.Monotonic < deadline)
        {
            return;
        }

        if (now.Monotonic >= _stepBegun + _options.StepTimeout)
        {
            Abandon(now, effects);
        }
        else
        {
            Send(effects);
        }
    }

    private void OnConnected(Now now, NetEffects effects)
    {
        if (Deadline is null || _step != RelayStep.Connect)
        {
            return;
        }

        _found = _found with { ConnectTook = now.Monotonic - _begun };
        if (_speech.Hello(now.WallClock) is { } hello)
        {
            effects.Add(new NetEffect.Write(_flow, hello));
            BeginStep(now, RelayStep.Hello);
        }
        else
        {
            Request(now, RelayStep.Ask, _speech.Ask(), effects);
        }
    }

    private void OnReceived(Now now, ReadOnlySpan<byte> bytes, NetEffects effects)
    {
        var rest = bytes;
        while (Deadline is not null)
        {
            var isWhole = _speech.TryTake(ref rest, out var message, out var fault);
            if (fault.Kind != StunFaultKind.None)
            {
                KeepUnreadable(bytes);
                Conclude(now, RelayStatus.NotARelay, RelayFaultText.NotUnderstood(_target, _step), effects);
                return;
            }

            if (_step == RelayStep.Hello && _speech.IsGreeted)
            {
                Request(now, RelayStep.Ask, _speech.Ask(), effects);
            }

            if (!isWhole)
            {
                return;
            }

            OnMessage(now, message, effects);
        }
    }

    private void OnMessage(Now now, ReadOnlySpan<byte> message, NetEffects effects)
    {
        if (Deadline is null)
        {
            return;
        }

        var answer = _speech.Hear(message, out var fault);
        if (fault.Kind != StunFaultKind.None)
        {
            KeepUnreadable(message);
            if (IsStream)
            {
                Conclude(now, RelayStatus.NotARelay, RelayFaultText.NotUnderstood(_target, _step), effects);
            }
        }
        else if (answer is not null)
        {
            OnAnswer(now, answer, effects);
        }
    }

    private void OnAnswer(Now now, RelayAnswer answer, NetEffects effects)
    {
        if (_step == RelayStep.Free)
        {
            _found = _found with { IsFreed = answer.Code == 0 };
            Conclude(now, RelayStatus.Allocated, RelayFaultText.Given(_found), effects);
            return;
        }

        Keep(now, answer);
        if (answer.Code == 0)
        {
            OnGranted(now, answer, effects);
        }
        else if (_step == RelayStep.Ask && answer.Code == RelayFaultText.Unauthorized)
        {
            OnChallenge(now, answer, effects);
        }
        else if (_step == RelayStep.Prove && !_renewedNonce
            && answer is { Code: RelayFaultText.StaleNonce, Nonce: not null })
        {
            _renewedNonce = true;
            Request(now, RelayStep.Prove, _speech.Prove(answer), effects);
        }
        else if (_credentials is null && answer.Code == RelayFaultText.MissingUsername)
        {
            // An A/V Edge Server that looks for the token first: it is there all the same.
            Conclude(now, RelayStatus.Reachable, "", effects);
        }
        else
        {
            var ofCredentials = _credentials is not null
                && RelayFaultText.IsOfCredentials(_target.Dialect, answer.Code);
            Conclude(
                now, ofCredentials ? RelayStatus.CredentialsRefused : RelayStatus.Declined,
                RelayFaultText.OfCode(_target.Dialect, answer.Code, answer.Reason, ofCredentials), effects);
        }
    }

    private void OnChallenge(Now now, RelayAnswer answer, NetEffects effects)
    {
        if (answer.Realm is null || answer.Nonce is null)
        {
            Conclude(now, RelayStatus.NotARelay, "it answers 401 without the realm and nonce of a relay", effects);
        }
        else if (_credentials is null)
        {
            Conclude(now, RelayStatus.Reachable, "", effects);
        }
        else
        {
            Request(now, RelayStep.Prove, _speech.Prove(answer), effects);
        }
    }

    private void OnGranted(Now now, RelayAnswer answer, NetEffects effects)
    {
        if (!answer.IsProved)
        {
            Conclude(
                now, RelayStatus.Unproved,
                "it gave an address, but its answer is not made with the password of these credentials", effects);
            return;
        }

        _found = _found with { Relayed = answer.Relayed, Reflexive = answer.Reflexive, Lifetime = answer.Lifetime };
        Request(now, RelayStep.Free, _speech.Free(), effects);
    }

    private void OnEnded(Now now, NetInput.Ended ended)
    {
        if (Deadline is null)
        {
            return;
        }

        if (_step == RelayStep.Free)
        {
            Conclude(now, RelayStatus.Allocated, RelayFaultText.Given(_found));
            return;
        }

        var status = ended.Why switch
        {
            ChannelEnd.Refused => RelayStatus.Refused,
            ChannelEnd.Unreachable => RelayStatus.Unreachable,
            ChannelEnd.TimedOut => RelayStatus.Silent,
            ChannelEnd.ClosedByPeer or ChannelEnd.Reset => RelayStatus.Closed,
            _ => RelayStatus.Unavailable,
        };
        Conclude(now, status, RelayFaultText.OfEnd(_target, status, _step, ended));
    }

    private void Keep(Now now, RelayAnswer answer) => _found = _found with
    {
        Latency = _found.Latency ?? now.Monotonic - _asked,
        Code = answer.Code == 0 ? null : answer.Code,
        Reason = Seen(answer.Reason),
        Realm = answer.Realm is { } realm ? Seen(Encoding.UTF8.GetString(realm)) : _found.Realm,
        Software = answer.Software.Length > 0 ? Seen(answer.Software) : _found.Software,
    };

    private static string Seen(string text) =>
        text.Length > RelayFaultText.SeenMax ? text[..RelayFaultText.SeenMax] : text;

    private void KeepUnreadable(ReadOnlySpan<byte> bytes)
    {
        if (_found.Unreadable.IsEmpty)
        {
            _found = _found with { Unreadable = [.. bytes[..Math.Min(bytes.Length, RelayOutcome.BytesMax)]] };
        }
    }

    private void Request(Now now, RelayStep step, byte[] request, NetEffects effects)
    {
        _request = IsStream ? _speech.Frame(request) : request;
        _asked ??= now.Monotonic;
        BeginStep(now, step);
        Send(effects);
    }

    private void BeginStep(Now now, RelayStep step)
    {
        _step = step;
        _stepBegun = now.Monotonic;
        _sentInStep = 0;
        Deadline = _stepBegun + _options.StepTimeout;
    }

    private void Send(NetEffects effects)
    {
        effects.Add(IsStream
            ? new NetEffect.Write(_flow, _request)
            : new NetEffect.SendDatagram(_flow, _target.EndPoint, _request));
        _sentInStep++;
        _found = _found with { Sent = _found.Sent + 1 };
        // A stream repeats what is lost itself.
        var isLast = IsStream || _sentInStep >= _options.SendAt.Length;
        Deadline = _stepBegun + (isLast ? _options.StepTimeout : _options.SendAt[_sentInStep]);
    }

    private void ConcludeAsSilent(Now now)
    {
        if (_step == RelayStep.Free)
        {
            Conclude(now, RelayStatus.Allocated, RelayFaultText.Given(_found));
        }
        else if (!_found.Unreadable.IsEmpty)
        {
            Conclude(now, RelayStatus.NotARelay, RelayFaultText.NotUnderstood(_target, _step));
        }
        else
        {
            var waited = now.Monotonic - _stepBegun;
            Conclude(now, RelayStatus.Silent, RelayFaultText.OfSilence(_target, _step, _sentInStep, waited));
        }
    }

    private void Conclude(Now now, RelayStatus status, string detail, NetEffects? closing = null)
    {
        closing?.Add(new NetEffect.Close(_flow));
        Deadline = null;
        Outcome = _found with { Status = status, Step = _step, Detail = detail, Took = now.Monotonic - _begun };
    }
}
