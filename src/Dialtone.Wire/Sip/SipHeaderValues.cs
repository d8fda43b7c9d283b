namespace Dialtone.Wire.Sip;

/// <summary>
/// The fields of one header, in order, each value whole: for WWW-Authenticate and others where a comma divides nothing.
/// </summary>
public ref struct SipHeaderValues
{
    private readonly SipMessage _message;
    private readonly SipHeader _header;
    private readonly ReadOnlySpan<byte> _name;
    private int _next;

    internal SipHeaderValues(SipMessage message, SipHeader header, ReadOnlySpan<byte> name)
    {
        _message = message;
        _header = header;
        _name = name;
    }

    /// <summary>The value of the field that <see cref="MoveNext"/> came to.</summary>
    public readonly ReadOnlySpan<byte> Current => _message.ValueAt(_next - 1, out _);

    /// <summary>The field that <see cref="MoveNext"/> came to.</summary>
    public readonly SipHeaderField CurrentField => _message.HeaderAt(_next - 1);

    /// <summary>This, so that <c>foreach</c> takes it.</summary>
    public readonly SipHeaderValues GetEnumerator() => this;

    /// <summary>Goes to the next field; false when there is none.</summary>
    public bool MoveNext()
    {
        _next = _message.FindHeader(_header, _name, _next) + 1;
        if (_next > 0)
        {
            return true;
        }

        _next = _message.HeaderCount;
        return false;
    }
}
