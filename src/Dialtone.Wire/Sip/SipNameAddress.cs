namespace Dialtone.Wire.Sip;

/// <summary>
/// <c>"Name" &lt;uri&gt;;parameters</c> or <c>uri;parameters</c>, as in From, To, Contact and Route (RFC 3261 section
/// 20.10). Without angle brackets the parameters are the header's, not the URI's.
/// </summary>
public readonly ref struct SipNameAddress
{
    /// <summary>The display name as it stands, with its quotes; empty without one.</summary>
    public ReadOnlySpan<byte> DisplayName { get; private init; }

    /// <summary>The URI, of any scheme: see <see cref="SipUri.TryRead"/>.</summary>
    public ReadOnlySpan<byte> Uri { get; private init; }

    /// <summary>Where the URI begins, counted as <see cref="SipFault.Offset"/>.</summary>
    public int UriOffset { get; private init; }

    /// <summary>The header parameters; they have been read once, so that no fault is met again.</summary>
    public SipParameterReader Parameters { get; private init; }

    /// <summary>The tag; empty when there is none (a tag itself is never empty).</summary>
    public ReadOnlySpan<byte> Tag { get; internal init; }

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
    public static bool TryRead(
        ReadOnlySpan<byte> text, out SipNameAddress address, out SipFault fault,
        int offset = 0, SipLimits? limits = null)
    {
        address = default;
        if (!TryBegin(text, out var read, out fault, offset, limits))
        {
            return false;
        }

        ReadOnlySpan<byte> tag = default;
        var hasTag = false;
        var reader = read.Parameters;
        while (reader.TryNext(out var parameter))
        {
            if (!hasTag && parameter.Is("tag"u8))
            {
                tag = parameter.Value;
                hasTag = true;
            }
        }

        fault = reader.Fault;
        address = read with { Tag = tag };
        return !fault.IsFault;
    }

    /// <summary>Reads the address; its parameters are still to be gone through, and the tag found among them.</summary>
    internal static bool TryBegin(
        ReadOnlySpan<byte> text, out SipNameAddress address, out SipFault fault, int offset, SipLimits? limits)
    {
        address = default;
        var start = SipText.SkipBlanks(text, 0);
        if (!TryFindUri(text, start, out var display, out var uriStart, out var uriEnd, out var end, out fault))
        {
            fault = fault with { Offset = offset + fault.Offset };
            return false;
        }

        var uri = text[uriStart..uriEnd];
        var scheme = SipText.TokenEnd(uri, 0);
        if (scheme == 0 || scheme >= uri.Length - 1 || uri[scheme] != ':' || uri.ContainsAny(SipText.NotInUri))
        {
            fault = new(SipFaultKind.Address, offset + uriStart);
            return false;
        }

        var after = SipText.SkipBlanks(text, end);
        if (after < text.Length && text[after] != ';')
        {
            fault = new(SipFaultKind.Address, offset + after);
            return false;
        }

        address = new()
        {
            DisplayName = display,
            Uri = uri,
            UriOffset = offset + uriStart,
            Parameters = new(text[after..], ';', offset + after, limits),
        };
        return true;
    }

    private static bool TryFindUri(
        ReadOnlySpan<byte> text, int start, out ReadOnlySpan<byte> display,
        out int uriStart, out int uriEnd, out int end, out SipFault fault)
    {
        display = default;
        (uriStart, uriEnd, end, fault) = (start, start, start, default);
        var bracket = start;
        if (start < text.Length && text[start] == '"')
        {
            var quoted = SipText.AfterQuoted(text, start);
            if (quoted < 0)
            {
                fault = new(SipFaultKind.QuotedString, start);
                return false;
            }

            display = text[start..quoted];
            bracket = SipText.SkipBlanks(text, quoted);
            if (bracket == text.Length || text[bracket] != '<')
            {
                fault = new(SipFaultKind.Address, bracket);
                return false;
            }
        }
        else
        {
            // Whichever comes first decides: a bracket inside a later quoted parameter is not the address's.
            var first = text[start..].IndexOfAny("<;\""u8);
            if (first < 0 || text[start + first] == ';')
            {
                uriEnd = first < 0 ? text.Length : start + first;
                uriEnd = start + SipText.TrimEnd(text[start..uriEnd]).Length;
                end = uriEnd;

                // Section 20.10: a URI with a comma or question mark has to stand in angle brackets.
                var bare = text[start..uriEnd].IndexOfAny((byte)',', (byte)'?');
                fault = bare < 0 ? default : new(SipFaultKind.Address, start + bare);
                return bare < 0;
            }

            bracket = start + first;
            if (text[bracket] == '"')
            {
                fault = new(SipFaultKind.Address, bracket);
                return false;
            }

            display = SipText.TrimEnd(text[start..bracket]);
        }

        var close = text[bracket..].IndexOf((byte)'>');
        if (close < 0)
        {
            fault = new(SipFaultKind.Address, text.Length);
            return false;
        }

        (uriStart, uriEnd, end) = (bracket + 1, bracket + close, bracket + close + 1);
        return true;
    }
}
