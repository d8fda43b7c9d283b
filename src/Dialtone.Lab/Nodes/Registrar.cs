using System.Buffers;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// A Front End of a pool: takes SIP over TLS and TCP, asks for Digest, and registers endpoints as
/// <see cref="RegistrarSettings"/> has it, except for what <see cref="Behaviour"/> makes it do wrong.
/// </summary>
public sealed partial class Registrar : INode
{
    private readonly FlowIds _ids = new();
    private readonly SipPort _tls;
    private readonly SipPort _tcp;
    private readonly Dictionary<FlowId, SipServerConnection> _connections = [];
    private readonly PriorityQueue<(FlowId Flow, byte[] Bytes), long> _late = new();
    private readonly SipMessage _message = new();
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly SipWriter _writer;
    private readonly NonceMint _nonces;
    private readonly IEntropy _entropy;

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
        _writer = new(_buffer);
        _tls = new(settings.Tls);
        _tcp = new(settings.Tcp);
    }

    /// <summary>What it is.</summary>
    public RegistrarSettings Settings { get; }

    /// <summary>The users and bindings of its pool.</summary>
    public RegistrarDirectory Directory { get; }

    /// <summary>What it does wrong.</summary>
    public RegistrarBehaviour Behaviour { get; } = new();

    /// <summary>What it saw.</summary>
    public RegistrarObservations Observed { get; } = new();

    /// <summary>Why a port could not be opened; empty where both could.</summary>
    public string ListenFault { get; private set; } = "";

    /// <inheritdoc/>
    public Instant? Deadline => _late.TryPeek(out _, out var ticks) ? new Instant(ticks) : null;

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                Forget();
                SetPorts(effects);
                break;
            case NetInput.NetworkChanged:
                SetPorts(effects);
                break;
            case NetInput.Accepted accepted:
                Accept(accepted, effects);
                break;
            case NetInput.Received received when _connections.TryGetValue(received.Flow, out var connection):
                Receive(now.Monotonic, connection, received.Bytes.Span, effects);
                break;
            case NetInput.Ended ended:
                End(ended);
                break;
            case NetInput.DeadlineReached:
                SendLate(now.Monotonic, effects);
                break;
            default:
                break;
        }
    }

    /// <summary>A start after a power cut or a stop: no port and no connection of before is there any more.</summary>
    private void Forget()
    {
        _tls.Forget();
        _tcp.Forget();
        _late.Clear();
        foreach (var connection in _connections.Values)
        {
            connection.Reader.Dispose();
        }

        _connections.Clear();
        Observed.OpenConnections = 0;
    }

    private void SetPorts(NetEffects effects)
    {
        var identity = Behaviour.TlsIdentity ?? Settings.TlsIdentity;
        var isPlain = Behaviour.PlainOnTlsPort || Behaviour.SilentAfterAccept;
        _tls.Set(!Behaviour.RefusesTls, isPlain ? null : identity, _ids, effects);
        _tcp.Set(!Behaviour.RefusesTcp, Behaviour.TlsOnPlainPort ? identity : null, _ids, effects);
    }

    private void Accept(NetInput.Accepted accepted, NetEffects effects)
    {
        Observed.Connections++;
        if (Behaviour.ClosesAfterAccept)
        {
            effects.Add(new NetEffect.Close(accepted.Flow));
            return;
        }

        var port = accepted.Listener == _tls.Flow ? _tls : _tcp;
        var isTls = port.TlsIdentity is not null;
        _connections.Add(accepted.Flow, new(accepted.Flow, accepted.Remote, isTls, Settings.Limits));
        Observed.OpenConnections = _connections.Count;
    }

    private void End(NetInput.Ended ended)
    {
        if (_tls.Failed(ended.Flow) || _tcp.Failed(ended.Flow))
        {
            ListenFault = $"{Settings.Name}: {ended.Why} {ended.Detail}".TrimEnd();
        }
        else if (_connections.Remove(ended.Flow, out var connection))
        {
            connection.Reader.Dispose();
            Observed.OpenConnections = _connections.Count;
        }
    }

    private void Close(SipServerConnection connection, NetEffects effects)
    {
        effects.Add(new NetEffect.Close(connection.Flow));
        _connections.Remove(connection.Flow);
        connection.Reader.Dispose();
        Observed.OpenConnections = _connections.Count;
    }

    private void Receive(Instant now, SipServerConnection connection, ReadOnlySpan<byte> bytes, NetEffects effects)
    {
        if (Behaviour.SilentAfterAccept)
        {
            return;
        }

        connection.Reader.Feed(bytes);
        while (_connections.ContainsKey(connection.Flow))
        {
            switch (connection.Reader.Read(_message, out var fault))
            {
                case SipStreamRead.Message when _message.IsRequest:
                    Answer(now, connection, effects);
                    break;
                case SipStreamRead.Ping:
                    // Counted and not answered: this family's keep-alive has no pong (MS-CONMGMT section 3.4).
                    Observed.KeepAlives++;
                    break;
                case SipStreamRead.NeedMore:
                    return;
                case SipStreamRead.Malformed:
                    LoseFraming(now, connection, fault, effects);
                    return;
                default:
                    break;
            }
        }
    }

    /// <summary>Where the next message begins can no longer be known: say why, and end the connection.</summary>
    private void LoseFraming(Instant now, SipServerConnection connection, SipFault fault, NetEffects effects)
    {
        Observed.Malformed++;
        _writer.BeginResponse(400, "Bad Request"u8);
        _writer.Header("ms-diagnostics"u8, Diagnostics("1018;reason=\"Parsing failure\"", $"{fault}"));
        Finish(now, connection, effects);
        Close(connection, effects);
    }

    private void Answer(Instant now, SipServerConnection connection, NetEffects effects)
    {
        switch (_message.Method)
        {
            case SipMethod.Register:
                var status = Register(now, connection, effects, out var seen);
                Observed.Add(seen with { Status = status });
                if (status == 401 && Behaviour.ClosesAfterChallenge)
                {
                    Close(connection, effects);
                }

                break;
            case var _ when Behaviour.Silent:
                break;
            case SipMethod.Ack:
                // Never answered (RFC 3261 section 17.1.1.3).
                break;
            case SipMethod.Options:
                Reply(now, connection, effects, 200, "OK", writer => writer
                    .Header(SipHeader.Allow, "REGISTER, OPTIONS")
                    .Header(SipHeader.Supported, "gruu-10, adhoclist, msrtc-event-categories"));
                break;
            case SipMethod.Unknown:
                Reply(now, connection, effects, 501, "Not Implemented");
                break;
            default:
                Reply(now, connection, effects, 405, "Method Not Allowed", writer =>
                    writer.Header(SipHeader.Allow, "REGISTER, OPTIONS"));
                break;
        }
    }

    /// <summary>
    /// Answers the present request. One that lacks what an answer takes over gets 400 with what there is.
    /// </summary>
    /// <returns>The status code that was sent.</returns>
    private int Reply(
        Instant now, SipServerConnection connection, NetEffects effects, int status, string reason,
        Action<SipWriter>? headers = null)
    {
        Span<byte> tag = stackalloc byte[10];
        WriteTag(tag);
        var phrase = System.Text.Encoding.ASCII.GetBytes(reason);
        if (!SipReply.TryBegin(_message, _writer, status, phrase, tag, out var fault))
        {
            return ReplyMalformed(now, connection, effects, $"{fault}");
        }

        headers?.Invoke(_writer);
        _writer.Header(SipHeader.Server, Settings.Server);
        Finish(now, connection, effects);
        return status;
    }

    private int ReplyMalformed(Instant now, SipServerConnection connection, NetEffects effects, string what)
    {
        Observed.Malformed++;
        _buffer.ResetWrittenCount();
        _writer.BeginResponse(400, "Bad Request"u8);
        foreach (var header in (ReadOnlySpan<SipHeader>)
            [SipHeader.Via, SipHeader.From, SipHeader.To, SipHeader.CallId, SipHeader.CSeq])
        {
            foreach (var value in _message.HeaderValues(header))
            {
                _writer.BeginHeader(header).AppendRead(value).EndHeader();
            }
        }

        _writer.Header("ms-diagnostics"u8, Diagnostics("1018;reason=\"Parsing failure\"", what));
        Finish(now, connection, effects);
        return 400;
    }

    private byte[] Diagnostics(string begin, string detail) => System.Text.Encoding.ASCII.GetBytes(
        detail.Length == 0
            ? $"{begin};source=\"{Settings.Name}\""
            : $"{begin};source=\"{Settings.Name}\";detail=\"{detail.Replace('"', '\'')}\"");

    /// <summary>Ends the answer in the buffer and sends it, in the manner that the behaviour asks for.</summary>
    private void Finish(Instant now, SipServerConnection connection, NetEffects effects)
    {
        _writer.End();
        var bytes = _buffer.WrittenSpan.ToArray();
        _buffer.ResetWrittenCount();
        for (var i = Behaviour.AnswersTwice ? 2 : 1; i > 0; i--)
        {
            if (Behaviour.AnswerDelay > TimeSpan.Zero)
            {
                _late.Enqueue((connection.Flow, bytes), (now + Behaviour.AnswerDelay).Ticks);
            }
            else
            {
                Send(connection.Flow, bytes, effects);
            }
        }
    }

    private void SendLate(Instant now, NetEffects effects)
    {
        while (_late.TryPeek(out var late, out var ticks) && ticks <= now.Ticks)
        {
            _late.Dequeue();
            if (_connections.ContainsKey(late.Flow))
            {
                Send(late.Flow, late.Bytes, effects);
            }
        }
    }

    private void Send(FlowId flow, byte[] bytes, NetEffects effects)
    {
        var piece = Behaviour.AnswerPieceBytes > 0 ? Behaviour.AnswerPieceBytes : bytes.Length;
        for (var i = 0; i < bytes.Length; i += piece)
        {
            effects.Add(new NetEffect.Write(flow, bytes.AsMemory(i, Math.Min(piece, bytes.Length - i))));
        }
    }

    private void WriteTag(Span<byte> tag)
    {
        Span<byte> chance = stackalloc byte[5];
        _entropy.Fill(chance);
        _ = Convert.TryToHexStringLower(chance, tag, out _);
    }
}
