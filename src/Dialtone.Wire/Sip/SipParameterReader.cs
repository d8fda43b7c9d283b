using System.Runtime.CompilerServices;

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
        var end = SipText.TokenEnd(value, start);
        scheme = value[start..end];
        parameters = new(value[end..], ',', offset + end, limits);
        fault = end > start && (end == value.Length || SipText.IsBlank(value[end]))
            ? default
            : new(SipFaultKind.Parameter, offset + end);
        return !fault.IsFault;
    }

    /// <summary>Reads the next parameter; false at the end and at a fault.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryNext(out SipParameter parameter)
    {
        parameter = default;
        if (Fault.IsFault || !TryName(out var start, out var end))
        {
            return false;
        }

        var text = _text;
        var equals = SipText.SkipBlanks(text, end);
        if ((uint)equals >= (uint)text.Length || text[equals] != '=')
        {
            _position = end;
            parameter = new(text[start..end], default, hasValue: false, isQuoted: false, _base + start);
            return true;
        }

        var valueStart = SipText.SkipBlanks(text, equals + 1);
        var isQuoted = (uint)valueStart < (uint)text.Length && text[valueStart] == '"';
        var valueEnd = isQuoted ? SipText.AfterQuoted(text, valueStart) : PlainEnd(text, valueStart);
        if (valueEnd <= valueStart)
        {
            return Fail(isQuoted ? SipFaultKind.QuotedString : SipFaultKind.Parameter, valueStart);
        }

        _position = valueEnd;
        var value = isQuoted ? text[(valueStart + 1)..(valueEnd - 1)] : text[valueStart..valueEnd];
        parameter = new(text[start..end], value, hasValue: true, isQuoted, _base + start);
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

    /// <summary>The next name: nearly always it stands behind a separator, with a blank between or none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryName(out int start, out int end)
    {
        var text = _text;
        start = _position + 1;
        end = start;
        if ((uint)_position < (uint)text.Length && text[_position] == _separator)
        {
            start += (uint)start < (uint)text.Length && text[start] == ' ' ? 1 : 0;
            end = SipText.TokenEnd(text, start);
        }

        if (end == start)
        {
            if (!ToNextName())
            {
                return false;
            }

            start = _position;
            end = SipText.TokenEnd(text, start);
        }

        if (_count++ == _max)
        {
            return Fail(SipFaultKind.TooManyParameters, start);
        }

        return end > start || Fail(SipFaultKind.Parameter, start);
    }

    private bool ToNextName()
    {
        var text = _text;
        var separated = _count == 0;
        var position = SipText.SkipBlanks(text, _position);
        while ((uint)position < (uint)text.Length && text[position] == _separator)
        {
            separated = true;
            position = SipText.SkipBlanks(text, position + 1);
        }

        _position = position;
        return position != text.Length && (separated || Fail(SipFaultKind.Parameter, position));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int PlainEnd(ReadOnlySpan<byte> text, int start)
    {
        var length = text[start..].IndexOfAny(_separator == ';' ? SipText.NotPlain : SipText.NotPlainInList);
        return length < 0 ? text.Length : start + length;
    }

    private bool Fail(SipFaultKind kind, int position)
    {
        Fault = new(kind, _base + position);
        return false;
    }
}
