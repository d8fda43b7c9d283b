using System.Runtime.CompilerServices;

namespace Dialtone.Wire.Sip;

/// <summary>
/// <c>"Name" &lt;uri&gt;;parameters</c> or <c>uri;parameters</c>, as in From, To, Contact and Route (RFC 3261 section
/// 20.10). Without angle brackets the parameters are the header's, not the URI's.
/// </summary>
public readonly ref struct SipNameAddress
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly int _displayStart;
    private readonly int _displayEnd;
    private readonly int _uriStart;
    private readonly int _uriEnd;
    private readonly int _parameters;
    private readonly int _offset;
    private readonly SipLimits? _limits;

    internal SipNameAddress(
        ReadOnlySpan<byte> text, scoped in Places places, ReadOnlySpan<byte> tag, int offset, SipLimits? limits)
    {
        _text = text;
        _displayStart = places.DisplayStart;
        _displayEnd = places.DisplayEnd;
        _uriStart = places.UriStart;
        _uriEnd = places.UriEnd;
        _parameters = places.Parameters;
        _offset = offset;
        _limits = limits;
        Tag = tag;
    }

    /// <summary>The display name as it stands, with its quotes; empty without one.</summary>
    public ReadOnlySpan<byte> DisplayName => _text[_displayStart.._displayEnd];

    /// <summary>The URI, of any scheme: see <see cref="SipUri.TryRead"/>.</summary>
    public ReadOnlySpan<byte> Uri => _text[_uriStart.._uriEnd];

    /// <summary>Where the URI begins, counted as <see cref="SipFault.Offset"/>.</summary>
    public int UriOffset => _offset + _uriStart;

    /// <summary>The header parameters; they have been read once, so that no fault is met again.</summary>
    public SipParameterReader Parameters => new(_text[_parameters..], ';', _offset + _parameters, _limits);

    /// <summary>The tag; empty when there is none (a tag itself is never empty).</summary>
    public ReadOnlySpan<byte> Tag { get; }

    /// <summary>The first header parameter of that name.</summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out SipParameter parameter) =>
        Parameters.TryFind(name, out parameter);

    /// <summary>Reads one address with all of its parameters.</summary>
    /// <param name="text">The value, white space around it allowed.</param>
    /// <param name="address">The view; meaningless when the answer is false.</param>
    /// <param name="fault">What is wrong, at which byte of <paramref name="text"/> plus <paramref
    /// name="offset"/>.</param>
    /// <param name="offset">Where the text begins in the message.</param>
    /// <param name="limits">The defaults when null.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryRead(
        ReadOnlySpan<byte> text, out SipNameAddress address, out SipFault fault,
        int offset = 0, SipLimits? limits = null)
    {
        if (!TryFind(text, out var places, out fault))
        {
            fault = fault with { Offset = offset + fault.Offset };
            address = default;
            return false;
        }

        ReadOnlySpan<byte> tag = default;
        var hasTag = false;
        var reader = new SipParameterReader(text[places.Parameters..], ';', offset + places.Parameters, limits);
        while (reader.TryNext(out var parameter))
        {
            if (!hasTag && parameter.Is("tag"u8))
            {
                tag = parameter.Value;
                hasTag = true;
            }
        }

        fault = reader.Fault;
        address = new(text, places, tag, offset, limits);
        return !fault.IsFault;
    }

    /// <summary>
    /// Finds the URI, the display name before it and the parameters behind it, which are still to be read. Faults count
    /// from the beginning of the text.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool TryFind(ReadOnlySpan<byte> text, out Places places, out SipFault fault)
    {
        places = default;
        var start = SipText.SkipBlanks(text, 0);
        var displayEnd = start;
        var found = start < text.Length && text[start] == '"'
            ? TryAfterQuoted(text, start, out displayEnd, out var uriStart, out fault)
            : TryAfterName(text, start, out displayEnd, out uriStart, out fault);
        int uriEnd = 0, end = 0;
        if (!found || !(uriStart > start && text[uriStart - 1] == '<'
            ? TryBracketed(text, uriStart, out uriEnd, out end, out fault)
            : TryBare(text, uriStart, out uriEnd, out end, out fault)))
        {
            return false;
        }

        var uri = text[uriStart..uriEnd];
        var scheme = SipText.TokenEnd(uri, 0);
        if (scheme == 0 || scheme >= uri.Length - 1 || uri[scheme] != ':')
        {
            fault = new(SipFaultKind.Address, uriStart);
            return false;
        }

        end = SipText.SkipBlanks(text, end);
        if (end < text.Length && text[end] != ';')
        {
            fault = new(SipFaultKind.Address, end);
            return false;
        }

        places.DisplayStart = start;
        places.DisplayEnd = displayEnd;
        places.UriStart = uriStart;
        places.UriEnd = uriEnd;
        places.Parameters = end;
        return true;
    }

    /// <summary>A quoted name, behind which a bracket has to stand.</summary>
    private static bool TryAfterQuoted(
        ReadOnlySpan<byte> text, int start, out int displayEnd, out int uriStart, out SipFault fault)
    {
        displayEnd = SipText.AfterQuoted(text, start);
        var bracket = displayEnd < 0 ? start : SipText.SkipBlanks(text, displayEnd);
        uriStart = bracket + 1;
        fault = displayEnd < 0 ? new(SipFaultKind.QuotedString, start)
            : bracket == text.Length || text[bracket] != '<' ? new(SipFaultKind.Address, bracket)
            : default;
        return !fault.IsFault;
    }

    /// <summary>A name that is not quoted, or none, up to the bracket; or no bracket at all.</summary>
    private static bool TryAfterName(
        ReadOnlySpan<byte> text, int start, out int displayEnd, out int uriStart, out SipFault fault)
    {
        displayEnd = start;
        uriStart = start;
        fault = default;
        if (start < text.Length && text[start] == '<')
        {
            uriStart = start + 1;
            return true;
        }

        // Whichever comes first decides: a bracket inside a later quoted parameter is not the address's.
        var first = text[start..].IndexOfAny((byte)'<', (byte)';', (byte)'"');
        if (first < 0 || text[start + first] == ';')
        {
            return true;
        }

        if (text[start + first] == '"')
        {
            fault = new(SipFaultKind.Address, start + first);
            return false;
        }

        displayEnd = start + SipText.TrimEnd(text.Slice(start, first)).Length;
        uriStart = start + first + 1;
        return true;
    }

    private static bool TryBracketed(
        ReadOnlySpan<byte> text, int start, out int uriEnd, out int end, out SipFault fault)
    {
        // The bracket that closes is itself a byte that no URI has.
        var stop = text[start..].IndexOfAny(SipText.NotInUri);
        uriEnd = start + stop;
        end = uriEnd + 1;
        if (stop >= 0 && text[uriEnd] == '>')
        {
            fault = default;
            return true;
        }

        fault = new(SipFaultKind.Address, text[start..].Contains((byte)'>') ? start : text.Length);
        return false;
    }

    private static bool TryBare(ReadOnlySpan<byte> text, int start, out int uriEnd, out int end, out SipFault fault)
    {
        var semicolon = text[start..].IndexOf((byte)';');
        uriEnd = semicolon < 0 ? text.Length : start + semicolon;
        uriEnd = start + SipText.TrimEnd(text[start..uriEnd]).Length;
        end = uriEnd;

        // Section 20.10: a URI with a comma or question mark has to stand in angle brackets.
        var uri = text[start..uriEnd];
        var bare = uri.IndexOfAny((byte)',', (byte)'?');
        fault = bare >= 0 ? new(SipFaultKind.Address, start + bare)
            : uri.ContainsAny(SipText.NotInUri) ? new(SipFaultKind.Address, start)
            : default;
        return !fault.IsFault;
    }

    /// <summary>Where the parts of an address stand in its text.</summary>
    internal struct Places
    {
        public int DisplayStart;
        public int DisplayEnd;
        public int UriStart;
        public int UriEnd;
        public int Parameters;
    }
}
