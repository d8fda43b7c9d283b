namespace Dialtone.Wire.Dhcp;

/// <summary>
/// Steps over the options of one field; pads are passed over, the end option stops it. The default value is empty.
/// </summary>
internal ref struct DhcpOptionWalker(ReadOnlySpan<byte> message, int start, int end)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private readonly int _end = end;
    private int _next = start;

    public byte Code { get; private set; }

    /// <summary>Where the option's code is in the message.</summary>
    public int Offset { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>
    /// Whether there is another option. False with a fault: the field is broken; without: it is at its end.
    /// </summary>
    public bool MoveNext(out DhcpFault fault)
    {
        fault = default;
        while (_next < _end && _message[_next] == (byte)DhcpOptionCode.Pad)
        {
            _next++;
        }

        if (_next >= _end)
        {
            // An empty walker has nothing to close.
            fault = _end == 0 ? default : new(DhcpFaultKind.EndMissing, _end);
            return false;
        }

        Code = _message[_next];
        Offset = _next;
        if (Code == (byte)DhcpOptionCode.End)
        {
            return false;
        }

        if (_next + 1 >= _end)
        {
            fault = new(DhcpFaultKind.OptionLengthMissing, _next);
            return false;
        }

        var length = _message[_next + 1];
        if (_next + 2 + length > _end)
        {
            fault = new(DhcpFaultKind.OptionPastEnd, _next);
            return false;
        }

        Value = _message.Slice(_next + 2, length);
        _next += 2 + length;
        return true;
    }
}
