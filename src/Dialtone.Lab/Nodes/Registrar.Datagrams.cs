using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <content>SIP over UDP (RFC 3261 section 18.2, RFC 3581).</content>
public sealed partial class Registrar
{
    private const ushort SipPortDefault = 5060;

    private void TakeDatagram(Now now, NetInput.Datagram datagram, NetEffects effects)
    {
        var bytes = TrimLineBreaks(datagram.Bytes);
        if (bytes.IsEmpty)
        {
            // CR LF keeps a way through NAT open and has no answer over UDP.
            Observed.KeepAlives++;
        }
        else if (!TryReadDatagram(bytes) || !_message.TryGetTopVia(out var via, out _))
        {
            // Nobody to answer to: what cannot be read may have come from anywhere.
            Observed.Malformed++;
        }
        else if (_message.IsRequest)
        {
            var replyTo = via.HasRPort ? datagram.From : datagram.From with { Port = via.Port ?? SipPortDefault };
            TakeRequest(new(now, new(datagram.Flow, datagram.From, replyTo, IsTls: false, IsDatagram: true), effects));
        }
    }

    private void TakeRequest(in Turn turn)
    {
        if (_transactions.TryRepeat(_message, turn.Origin.Source, turn.Now.Monotonic, out var answer))
        {
            Observed.Retransmissions++;
            SendOut(turn, answer);
        }
        else
        {
            _ = Answer(turn);
        }
    }

    /// <summary>What follows the body is passed over (RFC 3261 section 18.3).</summary>
    private bool TryReadDatagram(ReadOnlyMemory<byte> bytes) =>
        SipMessage.TryRead(bytes, Settings.Limits, _message, out var fault)
        || (fault.Kind == SipFaultKind.TrailingBytes
            && SipMessage.TryRead(bytes[..fault.Offset], Settings.Limits, _message, out _));

    /// <summary>
    /// Line breaks before a message are ignored (RFC 3261 section 7.5), and so are the zeros of some phones.
    /// </summary>
    private static ReadOnlyMemory<byte> TrimLineBreaks(ReadOnlyMemory<byte> bytes)
    {
        var start = bytes.Span.IndexOfAnyExcept((byte)'\r', (byte)'\n', (byte)0);
        return start < 0 ? default : bytes[start..];
    }
}
