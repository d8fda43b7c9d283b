using System.Runtime.CompilerServices;

namespace Dialtone.Wire.Sip;

/// <summary>
/// The values of a header whose values commas divide (Via, Contact, Supported, Allow …), over all of its fields, in
/// order. Commas in quotes and angle brackets divide nothing.
/// </summary>
public ref struct SipListReader
{
    private readonly SipMessage _message;
    private readonly SipHeader _header;
    private readonly ReadOnlySpan<byte> _name;
    private int _field;
    private ReadOnlySpan<byte> _rest;
    private int _offset;

    internal SipListReader(SipMessage message, SipHeader header, ReadOnlySpan<byte> name)
    {
        _message = message;
        _header = header;
        _name = name;
    }

    /// <summary>
    /// What stopped the reading, once <see cref="TryNext"/> has answered false; no fault at the clean end.
    /// </summary>
    public SipFault Fault { get; private set; }

    /// <summary>Where the value that was read last begins in the message.</summary>
    public int Offset { get; private set; }

    /// <summary>Reads the next value; empty ones are passed over.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryNext(out ReadOnlySpan<byte> value)
    {
        value = default;
        while (!Fault.IsFault)
        {
            var start = SipText.SkipBlanks(_rest, 0);
            if (start == _rest.Length)
            {
                var field = _message.FindHeader(_header, _name, _field);
                if (field < 0)
                {
                    _field = _message.HeaderCount;
                    return false;
                }

                _field = field + 1;
                _rest = _message.ValueAt(field, out _offset);
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
