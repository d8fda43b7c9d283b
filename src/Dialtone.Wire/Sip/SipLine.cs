namespace Dialtone.Wire.Sip;

/// <summary>One line of the start line and headers: where it stands, without its CRLF.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its bytes, CRLF not counted.</param>
internal readonly record struct SipLine(int Start, int Length)
{
    /// <summary>Where the next line begins.</summary>
    public int Next => Start + Length + 2;

    /// <summary>
    /// Reads the line at <paramref name="start"/>. <see cref="SipFaultKind.Truncated"/> means that its end is not there
    /// yet. A lone CR or LF is refused: two readers that disagree about it would disagree about where the message ends.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> span, int start, SipLimits limits, out SipLine line, out SipFault fault)
    {
        line = default;
        var rest = span[start..];
        var stop = rest.IndexOfAny((byte)'\r', (byte)'\n', (byte)0);
        if ((stop < 0 ? rest.Length : stop) > limits.LineBytesMax)
        {
            fault = new(SipFaultKind.LineTooLong, start + limits.LineBytesMax);
            return false;
        }

        if (stop < 0 || (rest[stop] == '\r' && stop + 1 == rest.Length))
        {
            fault = new(SipFaultKind.Truncated, span.Length);
            return false;
        }

        if (rest[stop] != '\r' || rest[stop + 1] != '\n')
        {
            fault = new(rest[stop] == 0 ? SipFaultKind.NulByte : SipFaultKind.BareLineBreak, start + stop);
            return false;
        }

        line = new(start, stop);
        fault = default;
        return true;
    }
}
