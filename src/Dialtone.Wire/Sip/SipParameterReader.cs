namespace Dialtone.Wire.Sip;

/// <summary>
/// Reads parameters one after another: <c>;name=value;flag;name="quoted"</c>, or with commas as in a challenge. Empty
/// places between separators are passed over, because they are seen in the field and mean nothing.
/// <code>
/// while (reader.TryNext(out var parameter)) { … }
/// if (reader.Fault.IsFault) { … }
/// </code>
/// </summary>
public ref struct SipParameterReader
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly byte _separator;
    private readonly int _base;
    private readonly int _max;
    private int _position;
    private int _count;

    /// <summary>Starts before the first parameter; a separator before it is accepted and not needed.</summary>
    /// <param name="text">The parameters.</param>
    /// <param name="separator"><c>;</c> or <c>,</c>.</param>
    /// <param name="offset">Where <paramref name="text"/> begins, so that faults point into the whole message.</param>
    /// <param name="limits">How many parameters are accepted; the defaults when null.</param>
    public SipParameterReader(ReadOnlySpan<byte> text, char separator = ';', int offset = 0, SipLimits? limits = null)
    {
        _text = text;
        _separator = (byte)separator;
        _base = offset;
        _max = (limits ?? SipLimits.Default).ParameterCountMax;
    }

    /// <summary>
    /// What stopped the reading, once <see cref="TryNext"/> has answered false; no fault at the clean end.
    /// </summary>
    public SipFault Fault { get; private set; }

    /// <summary>
    /// Reads a challenge or credentials: a scheme, then parameters between commas (RFC 3261 section 25.1).
    /// </summary>
    public static bool TryReadAuth(
        ReadOnlySpan<byte> value, out ReadOnlySpan<byte> scheme, out SipParameterReader parameters, out SipFault fault,
        int offset = 0, SipLimits? limits = null)
    {
        var start = SipText.SkipBlanks(value, 0);
        var length = SipText.TokenLength(value, start);
        var end = start + length;
        scheme = value.Slice(start, length);
        parameters = new(value[end..], ',', offset + end, limits);
        fault = length > 0 && (end == value.Length || SipText.IsBlank(value[end]))
            ? default
            : new(SipFaultKind.Parameter, offset + end);
        return !fault.IsFault;
    }

    /// <summary>Reads the next parameter; false at the end and at a fault.</summary>
    public bool TryNext(out SipParameter parameter)
    {
        parameter = default;
        if (Fault.IsFault || !ToNextName())
        {
            return false;
        }

        if (_count == _max)
        {
            return Fail(SipFaultKind.TooManyParameters, _position);
        }

        var start = _position;
        var name = _text.Slice(start, SipText.TokenLength(_text, start));
        if (name.IsEmpty)
        {
            return Fail(SipFaultKind.Parameter, start);
        }

        _count++;
        _position = start + name.Length;
        var equals = SipText.SkipBlanks(_text, _position);
        if (equals == _text.Length || _text[equals] != '=')
        {
            parameter = new(name, default, hasValue: false, isQuoted: false, _base + start);
            return true;
        }

        _position = SipText.SkipBlanks(_text, equals + 1);
        if (!TryValue(out var value, out var isQuoted))
        {
            return false;
        }

        parameter = new(name, value, hasValue: true, isQuoted, _base + start);
        return true;
    }

    /// <summary>
    /// The first parameter of that name from here on; false when there is none or at a fault before it.
    /// </summary>
    public bool TryFind(ReadOnlySpan<byte> name, out SipParameter parameter)
    {
        while (TryNext(out parameter))
        {
            if (parameter.Is(name))
            {
                return true;
            }
        }

        return false;
    }

    private bool ToNextName()
    {
        var separated = _count == 0;
        for (_position = SipText.SkipBlanks(_text, _position);
            _position < _text.Length && _text[_position] == _separator;
            _position = SipText.SkipBlanks(_text, _position + 1))
        {
            separated = true;
        }

        if (_position == _text.Length)
        {
            return false;
        }

        return separated || Fail(SipFaultKind.Parameter, _position);
    }

    private bool TryValue(out ReadOnlySpan<byte> value, out bool isQuoted)
    {
        value = default;
        var start = _position;
        isQuoted = start < _text.Length && _text[start] == '"';
        if (isQuoted)
        {
            var end = SipText.AfterQuoted(_text, start);
            if (end < 0)
            {
                return Fail(SipFaultKind.QuotedString, start);
            }

            value = _text[(start + 1)..(end - 1)];
            _position = end;
            return true;
        }

        while (_position < _text.Length && IsPlain(_text[_position]))
        {
            _position++;
        }

        value = _text[start.._position];
        return !value.IsEmpty || Fail(SipFaultKind.Parameter, start);
    }

    // Wider than `token / host`: base64 tokens, URIs and bracketed addresses stand unquoted in the field.
    private readonly bool IsPlain(byte b) =>
        b != _separator && b > ' ' && b is not ((byte)'"' or (byte)'<' or (byte)'>');

    private bool Fail(SipFaultKind kind, int position)
    {
        Fault = new(kind, _base + position);
        return false;
    }
}
