using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <content>Answers: written, delayed, cut into pieces, sent.</content>
public sealed partial class Registrar
{
    /// <summary>
    /// Over UDP, whose senders can lie about where they are, an answer to a request without proof is at most so many
    /// times as long as the request; a longer one is not sent (RFC 9000 section 8.1 has this rule and number).
    /// </summary>
    public const int UnprovedAnswerRatioMax = 3;

    /// <summary>The most that fits into one UDP datagram over IPv4, in bytes.</summary>
    private const int DatagramBytesMax = 65_507;

    private const int TagBytes = 5;
    private const int BranchBytes = 8;

    private readonly PriorityQueue<(SipOrigin To, ReadOnlyMemory<byte> Bytes), long> _late = new();

    // What is written while one input is handled; its host has sent it, or copied it, before the next.
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private int _answerStart;
    private readonly SipWriter _writer;
    private readonly byte[] _tagKey;

    // The tag that the last answer put behind To.
    private readonly byte[] _tag = new byte[2 * TagBytes];

    // Whether the present request has shown that it comes from the user.
    private bool _isProved;

    /// <summary>Where the next message begins can no longer be known: say why.</summary>
    private void LoseFraming(in Turn turn, SipFault fault)
    {
        Observed.Malformed++;
        _writer.BeginResponse(400, "Bad Request"u8);
        _writer.Header(SipHeader.MsDiagnostics, Diagnostics("1018;reason=\"Parsing failure\"", $"{fault}"));
        _ = Finish(turn, 400);
    }

    private int Reply(in Turn turn, int status, ReadOnlySpan<byte> reason) =>
        TryBegin(turn, status, reason) ? Finish(turn, status) : 400;

    /// <summary>
    /// Begins the answer to the present request. One that lacks what an answer takes over gets 400 with what there is,
    /// and the answer is false.
    /// </summary>
    private bool TryBegin(in Turn turn, int status, ReadOnlySpan<byte> reason)
    {
        WriteTag(turn, _tag);
        if (!SipReply.TryBegin(_message, _writer, status, reason, _tag, turn.Origin.Source, out var fault))
        {
            _ = ReplyMalformed(turn, $"{fault}");
            return false;
        }

        return true;
    }

    /// <summary>Begins a request to a client, over the connection that it made or to where it sent from.</summary>
    private void BeginRequest(SipMethod method, ReadOnlySpan<byte> target, in SipOrigin origin)
    {
        Span<byte> branch = stackalloc byte[BranchBytes];
        _entropy.Fill(branch);
        var (transport, port) = origin.IsDatagram ? ("UDP", Settings.Udp?.Port)
            : origin.IsTls ? ("TLS", Settings.Tls.Port)
            : ("TCP", Settings.Tcp.Port);
        _writer.BeginRequest(method, target);
        _writer.Header(SipHeader.Via,
            $"SIP/2.0/{transport} {Settings.Name}:{port};branch=z9hG4bK{Convert.ToHexStringLower(branch)}");
        _writer.Header(SipHeader.MaxForwards, 70);
    }

    private int ReplyMalformed(in Turn turn, string what)
    {
        Observed.Malformed++;
        _writer.BeginResponse(400, "Bad Request"u8);
        foreach (var header in (ReadOnlySpan<SipHeader>)
            [SipHeader.Via, SipHeader.From, SipHeader.To, SipHeader.CallId, SipHeader.CSeq])
        {
            foreach (var value in _message.HeaderValues(header))
            {
                _writer.BeginHeader(header).AppendRead(value).EndHeader();
            }
        }

        _writer.Header(SipHeader.MsDiagnostics, Diagnostics("1018;reason=\"Parsing failure\"", what));
        return Finish(turn, 400);
    }

    private byte[] Diagnostics(string begin, string detail) => Encoding.ASCII.GetBytes(
        detail.Length == 0
            ? $"{begin};source=\"{Settings.Name}\""
            : $"{begin};source=\"{Settings.Name}\";detail=\"{detail.Replace('"', '\'')}\"");

    /// <summary>Ends the answer in the buffer and sends it, in the manner that the behaviour asks for.</summary>
    private int Finish(in Turn turn, int status, ReadOnlySpan<byte> body = default)
    {
        _writer.Header(SipHeader.Server, Settings.Server);
        End(_association, body);
        if (!turn.Origin.IsDatagram)
        {
            // On a connection answers gather: what came in one piece is answered in one.
            if (!Behaviour.AnswersOneByOne)
            {
                return status;
            }

            SendOut(turn, TakeWritten());
        }
        else if (MayLeave(_buffer.WrittenCount - _answerStart))
        {
            // Only what was proved is kept. A challenge is made anew: that costs no memory that a flood could fill
            // (RFC 3261 section 8.2.7).
            var answer = TakeWritten();
            if (_isProved && _transactions.Keep(_message, turn.Origin.Source, turn.Now.Monotonic, answer))
            {
                Observed.TransactionsDropped++;
            }

            SendOut(turn, answer);
        }

        return status;
    }

    private void BeginAnswers()
    {
        _buffer.ResetWrittenCount();
        (_answerStart, _messageStart) = (0, 0);
    }

    private ReadOnlyMemory<byte> TakeWritten()
    {
        var written = _buffer.WrittenMemory[_answerStart..];
        _answerStart = _buffer.WrittenCount;
        return written;
    }

    /// <summary>Sends the answers that have gathered for a connection.</summary>
    private void SendGathered(SipServerConnection connection, NetEffects effects)
    {
        if (_buffer.WrittenCount > _answerStart)
        {
            effects.Add(new NetEffect.Write(connection.Flow, TakeWritten()));
        }
    }

    private bool MayLeave(int bytes)
    {
        var may = _isProved || bytes <= UnprovedAnswerRatioMax * _message.Bytes.Length;
        Observed.AnswersWithheld += may ? 0 : 1;
        return may && bytes <= DatagramBytesMax;
    }

    private void SendOut(in Turn turn, ReadOnlyMemory<byte> bytes)
    {
        for (var i = Behaviour.AnswersTwice ? 2 : 1; i > 0; i--)
        {
            if (Behaviour.AnswerDelay > TimeSpan.Zero)
            {
                _late.Enqueue((turn.Origin, bytes.ToArray()), (turn.Now.Monotonic + Behaviour.AnswerDelay).Ticks);
            }
            else
            {
                Send(turn.Origin, bytes, turn.Effects);
            }
        }
    }

    private void SendLate(Instant now, NetEffects effects)
    {
        while (_late.TryPeek(out var late, out var ticks) && ticks <= now.Ticks)
        {
            _late.Dequeue();
            if (late.To.IsDatagram ? late.To.Flow == _udp?.Flow : _connections.ContainsKey(late.To.Flow))
            {
                Send(late.To, late.Bytes, effects);
            }
        }
    }

    private void Send(SipOrigin to, ReadOnlyMemory<byte> bytes, NetEffects effects)
    {
        if (to.IsDatagram)
        {
            effects.Add(new NetEffect.SendDatagram(to.Flow, to.ReplyTo, bytes));
            return;
        }

        var piece = Behaviour.AnswerPieceBytes > 0 ? Behaviour.AnswerPieceBytes : bytes.Length;
        for (var i = 0; i < bytes.Length; i += piece)
        {
            effects.Add(new NetEffect.Write(to.Flow, bytes.Slice(i, Math.Min(piece, bytes.Length - i))));
        }
    }

    /// <summary>
    /// A tag for To: on a connection by chance. Over UDP, where a request that comes again may be answered anew, the
    /// same for the same request (RFC 3261 section 8.2.7).
    /// </summary>
    private void WriteTag(in Turn turn, Span<byte> tag)
    {
        Span<byte> bytes = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (turn.Origin.IsDatagram)
        {
            _ = _message.TryGetTopVia(out var via, out _);
            _ = HMACSHA256.HashData(_tagKey, via.Branch, bytes);
        }
        else
        {
            _entropy.Fill(bytes[..TagBytes]);
        }

        _ = Convert.TryToHexStringLower(bytes[..TagBytes], tag, out _);
    }

    private static byte[] NewTagKey(IEntropy entropy)
    {
        var key = new byte[16];
        entropy.Fill(key);
        return key;
    }
}
