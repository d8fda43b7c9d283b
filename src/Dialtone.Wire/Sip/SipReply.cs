namespace Dialtone.Wire.Sip;

/// <summary>
/// Begins the response to a request with what every response takes over from it (RFC 3261 section 8.2.6.2).
/// </summary>
public static class SipReply
{
    /// <summary>
    /// Writes the status line, every Via in order, From, To, Call-ID and CSeq. The caller adds its headers and ends the
    /// message. Nothing is written when the request lacks one of them or has it malformed: it can then not be answered.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="writer">Between messages.</param>
    /// <param name="statusCode">100 to 699.</param>
    /// <param name="reason">The reason phrase.</param>
    /// <param name="toTag">Is added to a To without a tag, but not in a 100; empty adds none.</param>
    /// <param name="fault">Why the request cannot be answered.</param>
    public static bool TryBegin(
        SipMessage request, SipWriter writer, int statusCode, ReadOnlySpan<byte> reason, ReadOnlySpan<byte> toTag,
        out SipFault fault)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(writer);
        if (!request.IsRequest)
        {
            throw new ArgumentException("Only a request is answered.", nameof(request));
        }

        if (!request.TryGetTopVia(out _, out fault) || !request.TryGetFrom(out _, out fault)
            || !request.TryGetTo(out var to, out fault) || !request.TryGetCallId(out _, out fault)
            || !request.TryGetCSeq(out _, out fault))
        {
            return false;
        }

        writer.BeginResponse(statusCode, reason);
        foreach (var via in request.HeaderValues(SipHeader.Via))
        {
            writer.BeginHeader(SipHeader.Via).AppendRead(via).EndHeader();
        }

        Copy(request, writer, SipHeader.From);
        _ = request.TryGetHeader(SipHeader.To, out var toValue);
        writer.BeginHeader(SipHeader.To).AppendRead(toValue);
        if (to.Tag.IsEmpty && !toTag.IsEmpty && statusCode != 100)
        {
            writer.Append(";tag="u8).Append(toTag);
        }

        writer.EndHeader();
        Copy(request, writer, SipHeader.CallId);
        Copy(request, writer, SipHeader.CSeq);
        return true;
    }

    private static void Copy(SipMessage request, SipWriter writer, SipHeader header)
    {
        _ = request.TryGetHeader(header, out var value);
        writer.BeginHeader(header).AppendRead(value).EndHeader();
    }
}
