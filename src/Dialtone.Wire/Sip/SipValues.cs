namespace Dialtone.Wire.Sip;

/// <summary>One header field as it stands in a message.</summary>
public readonly ref struct SipHeaderField
{
    internal SipHeaderField(SipHeader header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int valueOffset)
    {
        Header = header;
        Name = name;
        Value = value;
        ValueOffset = valueOffset;
    }

    /// <summary>Which header it is.</summary>
    public SipHeader Header { get; }

    /// <summary>The name as it stands.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>
    /// The value without the white space around it. A folded value keeps its line breaks (section 7.3.1).
    /// </summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Where the value begins in the message.</summary>
    public int ValueOffset { get; }
}

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
    public ReadOnlySpan<byte> Current => CurrentField.Value;

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

/// <summary>
/// The values of a header whose values commas divide (Via, Contact, Supported, Allow …), over all of its fields, in
/// order. Commas in quotes and angle brackets divide nothing.
/// </summary>
public ref struct SipListReader
{
    private SipHeaderValues _fields;
    private ReadOnlySpan<byte> _rest;
    private int _offset;

    internal SipListReader(SipHeaderValues fields) => _fields = fields;

    /// <summary>
    /// What stopped the reading, once <see cref="TryNext"/> has answered false; no fault at the clean end.
    /// </summary>
    public SipFault Fault { get; private set; }

    /// <summary>Where the value that was read last begins in the message.</summary>
    public int Offset { get; private set; }

    /// <summary>Reads the next value; empty ones are passed over.</summary>
    public bool TryNext(out ReadOnlySpan<byte> value)
    {
        value = default;
        while (!Fault.IsFault)
        {
            var start = SipText.SkipBlanks(_rest, 0);
            if (start == _rest.Length)
            {
                if (!_fields.MoveNext())
                {
                    return false;
                }

                var field = _fields.CurrentField;
                _rest = field.Value;
                _offset = field.ValueOffset;
                continue;
            }

            var comma = FindComma(_rest, start);
            if (comma < 0)
            {
                Fault = new(SipFaultKind.QuotedString, _offset + start);
                return false;
            }

            value = SipText.TrimEnd(_rest[start..comma]);
            Offset = _offset + start;
            var next = Math.Min(comma + 1, _rest.Length);
            _rest = _rest[next..];
            _offset += next;
            if (!value.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The position of the comma, or the length without one, or -1 when a quote or bracket does not close.
    /// </summary>
    private static int FindComma(ReadOnlySpan<byte> text, int position)
    {
        while (true)
        {
            var stop = text[position..].IndexOfAny((byte)',', (byte)'"', (byte)'<');
            if (stop < 0)
            {
                return text.Length;
            }

            position += stop;
            switch (text[position])
            {
                case (byte)',':
                    return position;
                case (byte)'"':
                    position = SipText.AfterQuoted(text, position);
                    break;
                default:
                    var close = text[position..].IndexOf((byte)'>');
                    position = close < 0 ? -1 : position + close + 1;
                    break;
            }

            if (position < 0)
            {
                return -1;
            }
        }
    }
}

/// <summary>The values of Contact, over all of its fields, in order.</summary>
public ref struct SipContactReader
{
    private readonly SipLimits _limits;
    private SipListReader _values;

    internal SipContactReader(SipListReader values, SipLimits limits)
    {
        _values = values;
        _limits = limits;
    }

    /// <summary>
    /// What stopped the reading, once <see cref="TryNext"/> has answered false; no fault at the clean end.
    /// </summary>
    public SipFault Fault { get; private set; }

    /// <summary>Reads the next contact; false at the end and at a fault.</summary>
    public bool TryNext(out SipContact contact)
    {
        contact = default;
        if (Fault.IsFault)
        {
            return false;
        }

        if (!_values.TryNext(out var value))
        {
            Fault = _values.Fault;
            return false;
        }

        var good = SipContact.TryRead(value, out contact, out var fault, _values.Offset, _limits);
        Fault = fault;
        return good;
    }
}
