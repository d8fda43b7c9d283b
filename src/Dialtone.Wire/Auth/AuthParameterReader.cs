using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dialtone.Wire.Auth.Digest;

namespace Dialtone.Wire.Auth;

/// <summary>
/// Walks <c>name=value</c> pairs, comma-separated (auth-param of RFC 3261 section 25.1). Values may be tokens or quoted
/// strings wherever they stand: servers quote what the grammar leaves bare, and the other way round.
/// </summary>
internal ref struct AuthParameterReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Parameters in one header; the specifications define fourteen.</summary>
    public const int ParametersMax = 32;

    private readonly ReadOnlySpan<byte> _text;
    private readonly string[] _names;
    private readonly int _valueBytesMax;
    private int _at;
    private int _count;
    private uint _seen;
    private int _nameAt;
    private int _valueAt;
    private ReadOnlySpan<byte> _value;
    private bool _escaped;

    /// <summary>Starts at <paramref name="offset"/>, after the scheme if the header has one.</summary>
    /// <param name="text">The value part of the header.</param>
    /// <param name="offset">Where the parameters begin.</param>
    /// <param name="names">The parameters that are known, in lower case: 32 at most.</param>
    /// <param name="headerBytesMax">The longest header value.</param>
    /// <param name="valueBytesMax">The longest value of a parameter, before its escapes are undone.</param>
    public AuthParameterReader(
        ReadOnlySpan<byte> text, int offset, string[] names, int headerBytesMax, int valueBytesMax)
    {
        _text = text;
        _names = names;
        _valueBytesMax = valueBytesMax;
        _at = offset;
        Name = "";
        Fault = text.Length > headerBytesMax ? new(AuthFaultKind.HeaderTooLong, headerBytesMax, "") : AuthFault.None;
    }

    /// <summary>The same for the parameters of Digest, with its limits.</summary>
    public AuthParameterReader(ReadOnlySpan<byte> text, int offset)
        : this(text, offset, DigestParameter.All, DigestLimits.HeaderBytesMax, DigestLimits.ValueBytesMax)
    {
    }

    /// <summary>Why the walk ended early; <see cref="AuthFaultKind.None"/> at a proper end.</summary>
    public AuthFault Fault { get; private set; }

    /// <summary>The present parameter's name in lower case; empty for one that is not known.</summary>
    public string Name { get; private set; }

    /// <summary>The scheme that the header value begins with; <paramref name="end"/> is the byte after it.</summary>
    public static ReadOnlySpan<byte> Scheme(ReadOnlySpan<byte> text, out int end)
    {
        var start = SkipSpace(text, 0);
        end = start;
        while (end < text.Length && IsTokenByte(text[end]))
        {
            end++;
        }

        return end == text.Length || IsSpace(text[end]) ? text[start..end] : default;
    }

    /// <summary>
    /// Whether the header value begins with that scheme; <paramref name="end"/> is the byte after it.
    /// </summary>
    public static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> scheme, out int end) =>
        Ascii.EqualsIgnoreCase(Scheme(text, out end), scheme);

    /// <summary>Goes to the next parameter; false at the end or at a fault.</summary>
    public bool Next()
    {
        if (Fault.Kind != AuthFaultKind.None)
        {
            return false;
        }

        // Empty list elements are allowed wherever a list is (RFC 9110 section 5.6.1.2), and servers do write them.
        while (_at < _text.Length && (IsSpace(_text[_at]) || _text[_at] == ','))
        {
            _at++;
        }

        if (_at == _text.Length)
        {
            return false;
        }

        _nameAt = _at;
        if (++_count > ParametersMax)
        {
            return Fail(AuthFaultKind.TooManyParameters, _nameAt);
        }

        return ReadName() && ReadValue() && ReadSeparator();
    }

    /// <summary>The present value as text, escapes undone.</summary>
    public bool TryGetText([NotNullWhen(true)] out string? text)
    {
        text = null;
        Span<byte> unescaped = _escaped ? stackalloc byte[DigestLimits.ValueBytesMax] : [];
        ReadOnlySpan<byte> bytes = _escaped ? unescaped[..Unescape(_value, unescaped)] : _value;
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Fail(AuthFaultKind.NotUtf8, _valueAt);
        }

        text = Utf8.GetString(bytes);
        // C1 controls are two bytes in UTF-8. They cannot be written back, so that nobody could answer with them.
        return !text.AsSpan().ContainsAnyInRange('\u007F', '\u009F') || Fail(AuthFaultKind.Malformed, _valueAt);
    }

    /// <summary>
    /// The present value as it stands, to be compared or repeated byte for byte; one with escapes ends the walk.
    /// </summary>
    public bool TryGetPlain(out ReadOnlySpan<byte> value)
    {
        value = _value;
        return !(_escaped || value.Contains((byte)'\\')) || RejectValue();
    }

    /// <summary>
    /// The present value as a token, though it may stand in quotes; one that is not a token ends the walk.
    /// </summary>
    public bool TryGetToken([NotNullWhen(true)] out string? token) =>
        TryGetText(out token) && (IsToken(token) || RejectValue());

    /// <summary>
    /// Ends the walk because the present value is not one that the parameter may have, unless it ended before.
    /// </summary>
    public bool RejectValue() =>
        Fault.Kind == AuthFaultKind.None && Fail(AuthFaultKind.InvalidValue, _valueAt);

    /// <summary>The present value compared with a token, without regard to case.</summary>
    public readonly bool ValueIs(ReadOnlySpan<byte> token) => Ascii.EqualsIgnoreCase(_value, token);

    private bool ReadName()
    {
        while (_at < _text.Length && IsTokenByte(_text[_at]))
        {
            _at++;
        }

        Name = "";
        if (_at == _nameAt)
        {
            return Fail(AuthFaultKind.Malformed, _at);
        }

        var known = IndexOf(_text[_nameAt.._at]);
        if (known >= 0)
        {
            Name = _names[known];
            if ((_seen & (1u << known)) != 0)
            {
                return Fail(AuthFaultKind.DuplicateParameter, _nameAt);
            }

            _seen |= 1u << known;
        }

        _at = SkipSpace(_text, _at);
        if (_at == _text.Length || _text[_at] != '=')
        {
            return Fail(AuthFaultKind.Malformed, _at);
        }

        _at = SkipSpace(_text, _at + 1);
        return true;
    }

    private bool ReadValue()
    {
        _escaped = false;
        _valueAt = _at;
        if (_at < _text.Length && _text[_at] == '"')
        {
            return ReadQuoted();
        }

        while (_at < _text.Length && _text[_at] is > 0x20 and < 0x7F and not ((byte)',' or (byte)'"'))
        {
            _at++;
        }

        // What is read here may have to be written in quotes, with its backslashes escaped.
        _value = _text[_valueAt.._at];
        return _value.IsEmpty ? Fail(AuthFaultKind.Malformed, _at)
            : _value.Length + _value.Count((byte)'\\') <= _valueBytesMax
            || Fail(AuthFaultKind.ValueTooLong, _valueAt);
    }

    private bool ReadQuoted()
    {
        var start = _at + 1;
        for (var i = start; i < _text.Length; i++)
        {
            if (char.IsControl((char)_text[i]) && _text[i] is not ((byte)'\t' or > 0x7F))
            {
                // What is read is written back in our answer: a line end let through here would end a header there.
                return Fail(AuthFaultKind.Malformed, i);
            }

            if (_text[i] == '\\' && i + 1 < _text.Length && !char.IsControl((char)_text[i + 1]))
            {
                _escaped = true;
                i++;
            }
            else if (_text[i] == '"')
            {
                _value = _text[start..i];
                _at = i + 1;
                return _value.Length <= _valueBytesMax || Fail(AuthFaultKind.ValueTooLong, _valueAt);
            }
        }

        return Fail(AuthFaultKind.UnterminatedString, _valueAt);
    }

    private readonly int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(name, _names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private bool ReadSeparator()
    {
        _at = SkipSpace(_text, _at);
        return _at == _text.Length || _text[_at] == ',' || Fail(AuthFaultKind.Malformed, _at);
    }

    private bool Fail(AuthFaultKind kind, int offset)
    {
        Fault = new(kind, offset, Name);
        return false;
    }

    private static int Unescape(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\')
            {
                i++;
            }

            destination[length++] = value[i];
        }

        return length;
    }

    private static int SkipSpace(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && IsSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    // A folded header (RFC 3261 section 7.3.1) may still have its line ends.
    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(c => char.IsAscii(c) && IsTokenByte((byte)c));

    private static bool IsTokenByte(byte value) =>
        char.IsAsciiLetterOrDigit((char)value) || "-.!%*_+`'~"u8.Contains(value);
}
