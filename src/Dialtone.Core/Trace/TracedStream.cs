using Dialtone.Wire.Dns;
using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Sip;
using Dialtone.Wire.Stun;

namespace Dialtone.Core.Trace;

/// <summary>
/// One direction of a connection, divided into messages as the device divides it. What is held back is one message.
/// </summary>
internal sealed class TracedStream : IDisposable
{
    private readonly TracedKind _kind;
    private readonly SipStreamReader? _sip;
    private readonly DnsFraming? _dns;
    private readonly StunFraming? _stun;
    private readonly MsTurnFraming? _msTurn;
    private byte[] _hello = [];
    private int _helloBytes;
    private bool _isLost;

    /// <summary>Begins.</summary>
    /// <param name="kind">What the connection is of.</param>
    /// <param name="helloBytes">How many bytes of a hello come before the first message.</param>
    public TracedStream(TracedKind kind, int helloBytes)
    {
        (_kind, _helloBytes) = (kind, helloBytes);
        switch (kind)
        {
            case TracedKind.Dns:
                _dns = new();
                break;
            case TracedKind.Stun:
                _stun = new();
                break;
            case TracedKind.MsTurn:
                _msTurn = new();
                break;
            default:
                _sip = new(SipLimits.Default);
                break;
        }
    }

    /// <summary>Whether a keep-alive was among what was taken last.</summary>
    public bool HadPing { get; private set; }

    /// <summary>Says that the other direction had a keep-alive.</summary>
    public void ExpectPong() => _sip?.ExpectPong();

    /// <summary>The messages that end in these bytes; at the first that cannot be read, the rest is counted.</summary>
    public IReadOnlyList<TracedPiece> Take(ReadOnlyMemory<byte> bytes)
    {
        HadPing = false;
        var pieces = new List<TracedPiece>();
        if (_isLost)
        {
            pieces.Add(TracedPiece.Unreadable(bytes.Length));
            return pieces;
        }

        if (_helloBytes > 0)
        {
            TakeHello(ref bytes, pieces);
        }

        if (_sip is not null)
        {
            TakeSip(bytes.Span, pieces);
        }
        else
        {
            TakeFramed(bytes.Span, pieces);
        }

        return pieces;
    }

    /// <inheritdoc/>
    public void Dispose() => _sip?.Dispose();

    private void TakeHello(ref ReadOnlyMemory<byte> bytes, List<TracedPiece> pieces)
    {
        var taken = bytes[..Math.Min(bytes.Length, _helloBytes - _hello.Length)];
        _hello = [.. _hello, .. taken.Span];
        bytes = bytes[taken.Length..];
        if (_hello.Length < _helloBytes)
        {
            return;
        }

        var isHello = PseudoTls.MatchClientHello(_hello) == PseudoTlsMatch.Whole
            || PseudoTls.MatchServerHello(_hello) == PseudoTlsMatch.Whole;
        pieces.Add(isHello ? new("pseudo-TLS hello", _hello) : TracedPiece.Unreadable(_hello.Length));
        (_hello, _helloBytes) = ([], 0);
    }

    private void TakeSip(ReadOnlySpan<byte> bytes, List<TracedPiece> pieces)
    {
        var message = new SipMessage();
        for (_sip!.Feed(bytes); ;)
        {
            switch (_sip.Read(message, out _))
            {
                case SipStreamRead.Ping:
                    HadPing = true;
                    pieces.Add(new("ping", "\r\n\r\n"u8.ToArray()));
                    break;
                case SipStreamRead.Pong:
                    pieces.Add(new("pong", "\r\n"u8.ToArray()));
                    break;
                case SipStreamRead.Message:
                    pieces.Add(TracedPieces.OfSip(message));
                    break;
                case SipStreamRead.Malformed:
                    pieces.Add(TracedPiece.Unreadable(_sip.Pending));
                    _isLost = true;
                    _sip.Dispose();
                    return;
                default:
                    return;
            }
        }
    }

    private void TakeFramed(ReadOnlySpan<byte> bytes, List<TracedPiece> pieces)
    {
        while (TryTake(ref bytes, out var message, out var fault))
        {
            pieces.Add(TracedPieces.Of(_kind, message));
            if (fault.Kind != StunFaultKind.None)
            {
                return;
            }
        }

        if (_isLost)
        {
            pieces.Add(TracedPiece.Unreadable(bytes.Length));
        }
    }

    private bool TryTake(ref ReadOnlySpan<byte> bytes, out byte[] message, out StunFault fault)
    {
        byte[]? taken = null;
        fault = default;
        _ = _kind switch
        {
            TracedKind.Dns => _dns!.TryTake(ref bytes, out taken),
            TracedKind.Stun => _stun!.TryTake(ref bytes, out taken, out fault),
            _ => _msTurn!.TryTake(ref bytes, out taken, out fault),
        };
        _isLost = fault.Kind != StunFaultKind.None;
        message = taken ?? [];
        return taken is not null;
    }
}
