using System.Runtime.CompilerServices;

namespace Dialtone.Wire.Sip;

/// <content>
/// The headers that decisions need, read when asked for. A header that is absent or malformed is a fault.
/// </content>
public sealed partial class SipMessage
{
    /// <summary>The Call-ID as it stands.</summary>
    public bool TryGetCallId(out ReadOnlySpan<byte> callId, out SipFault fault)
    {
        if (!TryGetSingle(SipHeader.CallId, out callId, out var offset, out fault))
        {
            return false;
        }

        fault = callId.IsEmpty || callId.ContainsAny(" \t\r\n"u8) ? new(SipFaultKind.HeaderSyntax, offset) : default;
        return !fault.IsFault;
    }

    /// <summary>The CSeq; that of a request has to name the request's method (section 8.1.1.5).</summary>
    public bool TryGetCSeq(out SipCSeq cseq, out SipFault fault)
    {
        cseq = default;
        if (!TryGetSingle(SipHeader.CSeq, out var value, out var offset, out fault)
            || !SipCSeq.TryRead(value, out cseq, out fault, offset))
        {
            return false;
        }

        fault = IsRequest && !cseq.MethodName.SequenceEqual(MethodName)
            ? new(SipFaultKind.CSeqMethodMismatch, offset)
            : default;
        return !fault.IsFault;
    }

    /// <summary>The From address.</summary>
    public bool TryGetFrom(out SipNameAddress from, out SipFault fault) =>
        TryGetAddress(SipHeader.From, out from, out fault);

    /// <summary>The To address.</summary>
    public bool TryGetTo(out SipNameAddress to, out SipFault fault) =>
        TryGetAddress(SipHeader.To, out to, out fault);

    /// <summary>The topmost Via: of a request the sender's, of a response one's own.</summary>
    public bool TryGetTopVia(out SipVia via, out SipFault fault)
    {
        via = default;
        var values = ListValues(SipHeader.Via);
        if (values.TryNext(out var value))
        {
            return SipVia.TryRead(value, out via, out fault, values.Offset, _limits);
        }

        fault = values.Fault.IsFault ? values.Fault : new(SipFaultKind.HeaderMissing, _headersEnd);
        return false;
    }

    /// <summary>The Contact values; none is not a fault.</summary>
    public SipContactReader Contacts => new(ListValues(SipHeader.Contact), _limits);

    /// <summary>Expires, in seconds.</summary>
    public bool TryGetExpires(out uint seconds, out SipFault fault) =>
        TryGetNumber(SipHeader.Expires, out seconds, out fault);

    /// <summary>Min-Expires of a 423, in seconds.</summary>
    public bool TryGetMinExpires(out uint seconds, out SipFault fault) =>
        TryGetNumber(SipHeader.MinExpires, out seconds, out fault);

    /// <summary>Max-Forwards, 0 to 255.</summary>
    public bool TryGetMaxForwards(out uint hops, out SipFault fault)
    {
        if (!TryGetNumber(SipHeader.MaxForwards, out hops, out fault))
        {
            return false;
        }

        fault = hops > byte.MaxValue ? new(SipFaultKind.Number, OffsetOf(SipHeader.MaxForwards)) : default;
        return !fault.IsFault;
    }

    /// <summary>Content-Length, in bytes.</summary>
    public bool TryGetContentLength(out uint bytes, out SipFault fault) =>
        TryGetNumber(SipHeader.ContentLength, out bytes, out fault);

    /// <summary>
    /// Retry-After, in seconds; a comment and parameters behind the number are passed over (section 20.33).
    /// </summary>
    public bool TryGetRetryAfter(out uint seconds, out SipFault fault)
    {
        seconds = 0;
        if (!TryGetSingle(SipHeader.RetryAfter, out var value, out var offset, out fault))
        {
            return false;
        }

        var digits = value.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? value.Length : digits;
        var rest = SipText.SkipBlanks(value, digits);
        if (!SipText.TryNumber(value[..digits], out seconds)
            || (rest < value.Length && value[rest] is not ((byte)'(' or (byte)';')))
        {
            fault = new(SipFaultKind.Number, offset);
            return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryGetAddress(SipHeader header, out SipNameAddress address, out SipFault fault)
    {
        address = default;
        return TryGetSingle(header, out var value, out var offset, out fault)
            && SipNameAddress.TryRead(value, out address, out fault, offset, _limits);
    }

    private bool TryGetNumber(SipHeader header, out uint number, out SipFault fault)
    {
        number = 0;
        if (!TryGetSingle(header, out var value, out var offset, out fault))
        {
            return false;
        }

        fault = SipText.TryNumber(value, out number) ? default : new(SipFaultKind.Number, offset);
        return !fault.IsFault;
    }

    private int OffsetOf(SipHeader header) => _index[_index.First(header)].ValueStart;
}
