namespace Dialtone.Wire.Sip;

/// <summary>The value of CSeq (RFC 3261 section 20.16).</summary>
public readonly ref struct SipCSeq
{
    private SipCSeq(uint number, ReadOnlySpan<byte> methodName)
    {
        Number = number;
        MethodName = methodName;
    }

    /// <summary>The sequence number, below 2³¹ (section 8.1.1.5).</summary>
    public uint Number { get; }

    /// <summary>The method.</summary>
    public SipMethod Method => SipMethodNames.Find(MethodName);

    /// <summary>The method as it stands.</summary>
    public ReadOnlySpan<byte> MethodName { get; }

    /// <summary>Reads a value.</summary>
    /// <param name="text">The value, white space around it allowed.</param>
    /// <param name="cseq">The view; meaningless when the answer is false.</param>
    /// <param name="fault">What is wrong, at which byte of <paramref name="text"/> plus <paramref
    /// name="offset"/>.</param>
    /// <param name="offset">Where the text begins in the message.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out SipCSeq cseq, out SipFault fault, int offset = 0)
    {
        cseq = default;
        var start = SipText.SkipBlanks(text, 0);
        var end = SipText.TokenEnd(text, start);
        if (!SipText.TryNumber(text[start..end], out var number) || number > int.MaxValue)
        {
            fault = new(SipFaultKind.Number, offset + start);
            return false;
        }

        var method = SipText.SkipBlanks(text, end);
        var name = SipText.TrimEnd(text[method..]);
        if (method == end || !SipText.IsToken(name))
        {
            fault = new(SipFaultKind.HeaderSyntax, offset + method);
            return false;
        }

        fault = default;
        cseq = new(number, name);
        return true;
    }
}
