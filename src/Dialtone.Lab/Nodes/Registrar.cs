using System.Collections.Frozen;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// A Front End of a pool: takes SIP over TLS, TCP and UDP, asks for Digest, and registers endpoints as
/// <see cref="RegistrarSettings"/> has it, except for what <see cref="Behaviour"/> makes it do wrong.
/// </summary>
public sealed partial class Registrar : INode
{
    /// <summary>How long a port that ended by itself stays closed before it is opened again.</summary>
    private static readonly TimeSpan ReopenPause = TimeSpan.FromSeconds(1);

    /// <summary>How long <see cref="RegistrarBehaviour.Restarts"/> takes.</summary>
    public static readonly TimeSpan RestartTime = TimeSpan.FromSeconds(10);

    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    private readonly FlowIds _ids = new();
    private readonly ServerPort _tls;
    private readonly ServerPort _tcp;
    private readonly ServerPort? _udp;
    private readonly Dictionary<FlowId, SipServerConnection> _connections = [];
    private readonly SipServerTransactions _transactions;
    private readonly Newcomers _newcomers;
    private readonly SipMessage _message = new();
    private readonly NonceMint _nonces;
    private readonly IEntropy _entropy;
    private readonly FrozenSet<string> _ownNames;
    private Instant? _reopenAt;
    private Instant? _downUntil;
    private Instant? _idleLookAt;
    private bool _hasRestarted;
    private Instant? _beatAt;
    private long _evictionsSeen;
    private long _bufferBytes;

    /// <summary>A Front End.</summary>
    /// <param name="settings">What it is.</param>
    /// <param name="directory">The users and bindings of its pool.</param>
    /// <param name="entropy">For nonces and tags.</param>
    public Registrar(RegistrarSettings settings, RegistrarDirectory directory, IEntropy entropy)
    {
        Settings = settings;
        Directory = directory;
        _entropy = entropy;
        _nonces = new(entropy, settings.NonceLifetime);
        _transactions = new(settings.Timers, settings.TransactionsMax);
        _newcomers = new(settings.NewcomerTimeMax);
        _writer = new(_buffer);
        _tagKey = NewTagKey(entropy);
        _tls = new(settings.Tls);
        _tcp = new(settings.Tcp);
        _udp = settings.Udp is { } local ? new(local, ServerProtocol.Datagrams) : null;
        _ownNames = new[] { settings.Name.Text, $"{settings.Tls.Address}", $"{settings.Tcp.Address}" }.ToFrozenSet();
    }

    /// <summary>What it is.</summary>
    public RegistrarSettings Settings { get; }

    /// <summary>The users and bindings of its pool.</summary>
    public RegistrarDirectory Directory { get; }

    /// <summary>What it does wrong.</summary>
    public RegistrarBehaviour Behaviour { get; } = new();

    /// <summary>What it saw.</summary>
    public RegistrarObservations Observed { get; } = new();

    /// <summary>Why a port could not be opened; empty where all could.</summary>
    public string ListenFault { get; private set; } = "";

    /// <inheritdoc/>
    public Instant? Deadline
    {
        get
        {
            var late = _late.TryPeek(out _, out var ticks) ? new Instant(ticks) : (Instant?)null;
            var kept = Instant.Earlier(_transactions.Deadline, _newcomers.Deadline);
            kept = Instant.Earlier(Instant.Earlier(kept, _idleLookAt), _presenceLookAt);
            return Instant.Earlier(_beatAt, Instant.Earlier(late, Instant.Earlier(_reopenAt, kept)));
        }
    }

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        BeginAnswers();
        switch (input)
        {
            case NetInput.PowerOn:
                Forget();
                Settle(now.Monotonic, effects);
                break;
            case NetInput.SettingsChanged:
                Settle(now.Monotonic, effects);
                TendEndpoints(now, effects);
                break;
            case NetInput.Accepted accepted:
                Accept(now.Monotonic, accepted, effects);
                break;
            case NetInput.NotAccepted missed:
                Observed.NotAccepted += missed.Count;
                break;
            case NetInput.Received received when _connections.TryGetValue(received.Flow, out var connection):
                Receive(now, connection, received.Bytes.Span, effects);
                break;
            case NetInput.Datagram datagram when datagram.Flow == _udp?.Flow:
                TakeDatagram(now, datagram, effects);
                break;
            case NetInput.Ended ended:
                End(now.Monotonic, ended, effects);
                break;
            case NetInput.TlsDskStepped stepped:
                Resume(now, stepped.Flow, stepped, effects);
                break;
            case NetInput.TicketTaken taken:
                Resume(now, taken.Flow, taken, effects);
                break;
            case NetInput.SecurityFailed failed:
                Resume(now, failed.Flow, failed, effects);
                break;
            case NetInput.DeadlineReached:
                DoWhatIsDue(now, effects);
                break;
            default:
                break;
        }

        if (Directory.Evictions is var evictions && evictions != _evictionsSeen)
        {
            _evictionsSeen = evictions;
            TendEndpoints(now, effects);
        }

        TellPresence(now, effects);
    }

    /// <summary>A start after a power cut or a stop: no port and no connection of before is there any more.</summary>
    private void Forget()
    {
        _tls.Forget();
        _tcp.Forget();
        _udp?.Forget();
        _late.Clear();
        _waiting.Clear();
        _transactions.Clear();
        (_reopenAt, _downUntil, _presenceLookAt) = (null, null, null);
        foreach (var connection in _connections.Values)
        {
            connection.Reader.Dispose();
        }

        _connections.Clear();
        _newcomers.Clear();
        _bufferBytes = 0;
        Observed.OpenConnections = 0;
    }

    /// <summary>Becomes what the behaviour asks for.</summary>
    private void Settle(Instant now, NetEffects effects)
    {
        if (Behaviour.Restarts && !_hasRestarted)
        {
            _downUntil = now + RestartTime;
        }

        _hasRestarted = Behaviour.Restarts;
        SetPorts(now, effects);
        if (IsDown(now))
        {
            foreach (var connection in _connections.Values.ToArray())
            {
                Close(connection, effects);
            }
        }

        _idleLookAt = Behaviour.ClosesIdle is null ? null : now;
        Beat(now);
    }

    private bool IsDown(Instant now) => Behaviour.IsDown || _downUntil > now;

    private void SetPorts(Instant now, NetEffects effects)
    {
        _reopenAt = _downUntil > now ? _downUntil : null;
        var isUp = !IsDown(now);
        var identity = Behaviour.TlsIdentity ?? Settings.TlsIdentity;
        var isPlain = Behaviour.PlainOnTlsPort || Behaviour.SilentAfterAccept;
        _tls.Set(isUp && !Behaviour.RefusesTls, isPlain ? null : identity, _ids, effects);
        _tcp.Set(isUp && !Behaviour.RefusesTcp, Behaviour.TlsOnPlainPort ? identity : null, _ids, effects);
        _udp?.Set(isUp && !Behaviour.RefusesUdp, null, _ids, effects);
    }

    private void DoWhatIsDue(Now at, NetEffects effects)
    {
        var now = at.Monotonic;
        if (_reopenAt <= now)
        {
            SetPorts(now, effects);
        }

        CloseIdle(now, effects);
        if (_beatAt <= now)
        {
            Beat(now);
            TendEndpoints(at, effects);
        }

        LookAtPresence(at);
        _transactions.Expire(now);
        CloseNewcomers(now, effects);
        SendLate(now, effects);
    }

    /// <summary>Lets the other pool hear that this one lives, where it does.</summary>
    private void Beat(Instant now)
    {
        if (Directory is not { Pair: { } pair, Pool: { } pool } || Settings.IsDirector)
        {
            return;
        }

        _beatAt = now + pair.Heartbeat;
        if (Behaviour.IsHeard && !IsDown(now))
        {
            pair.Beat(pool, now);
        }
    }

    /// <summary>Answers the present request, and says with which status; 0 for none.</summary>
    private int Answer(in Turn turn)
    {
        _isProved = false;
        var verdict = JudgeSignature(turn);
        switch (_message.Method)
        {
            case SipMethod.Register:
                return Answer(verdict, turn);
            case var _ when Behaviour.Silent:
                return 0;
            case SipMethod.Ack:
                // Never answered (RFC 3261 section 17.1.1.3).
                return 0;
            case var _ when RefuseSignature(verdict, turn) is { } refused:
                return refused;
            case SipMethod.Cancel:
                // Whatever it would end has been answered already (RFC 3261 section 9.2).
                return Reply(turn, 481, "Call/Transaction Does Not Exist"u8);
            case SipMethod.Subscribe when Settings.Services is { } services:
                return Subscribe(turn, services);
            case SipMethod.Service when Settings.Services is { } services:
                return Serve(turn, services);
            case SipMethod.Options:
                if (!TryBegin(turn, 200, "OK"u8))
                {
                    return 400;
                }

                _writer.Header(SipHeader.Allow, Allowed);
                _writer.Header(SipHeader.Supported,
                    "path, outbound, gruu, gruu-10, adhoclist, msrtc-event-categories"u8);
                return Finish(turn, 200);
            case SipMethod.Unknown:
                return Reply(turn, 501, "Not Implemented"u8);
            default:
                if (!TryBegin(turn, 405, "Method Not Allowed"u8))
                {
                    return 400;
                }

                _writer.Header(SipHeader.Allow, Allowed);
                return Finish(turn, 405);
        }
    }

    private int Answer(SignatureVerdict verdict, in Turn turn)
    {
        var status = Register(verdict, turn, out var seen);
        if (status != Waiting)
        {
            Observed.Add(seen with { Status = status });
        }

        return status;
    }

    private ReadOnlySpan<byte> Allowed =>
        Settings.Services is null ? "REGISTER, OPTIONS"u8 : "REGISTER, OPTIONS, SUBSCRIBE, SERVICE"u8;

    private bool HasEpid() => _message.TryGetFrom(out var from, out _) && from.TryGetParameter("epid"u8, out _);

    /// <summary>One request being answered: when, to whom, and where the effects go.</summary>
    private readonly record struct Turn(Now Now, SipOrigin Origin, NetEffects Effects);
}
