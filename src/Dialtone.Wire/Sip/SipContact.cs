namespace Dialtone.Wire.Sip;

/// <summary>One value of Contact (RFC 3261 section 20.10).</summary>
public readonly ref struct SipContact
{
    private SipContact(SipNameAddress address, uint? expires, ushort? q)
    {
        Address = address;
        Expires = expires;
        Q = q;
    }

    private SipContact(bool isWildcard) => IsWildcard = isWildcard;

    /// <summary>Whether this is the <c>*</c> that removes every binding; then there is no address.</summary>
    public bool IsWildcard { get; }

    /// <summary>The URI with display name and all parameters.</summary>
    public SipNameAddress Address { get; }

    /// <summary>The URI.</summary>
    public ReadOnlySpan<byte> Uri => Address.Uri;

    /// <summary>The <c>expires</c> parameter in seconds; null without it.</summary>
    public uint? Expires { get; }

    /// <summary>The <c>q</c> parameter in thousandths, 0 to 1000; null without it.</summary>
    public ushort? Q { get; }

    /// <summary>
    /// The <c>+sip.instance</c> parameter without its quotes, as <c>&lt;urn:uuid:…&gt;</c> (RFC 5626); empty without
    /// it.
    /// </summary>
    public ReadOnlySpan<byte> Instance =>
        TryGetParameter("+sip.instance"u8, out var instance) ? instance.Value : default;

    /// <summary>The first parameter of that name, such as <c>gruu</c> or <c>proxy</c>.</summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out SipParameter parameter)
    {
        parameter = default;
        return !IsWildcard && Address.TryGetParameter(name, out parameter);
    }

    /// <summary>Reads one value.</summary>
    /// <param name="text">The value, white space around it allowed.</param>
    /// <param name="contact">The view; meaningless when the answer is false.</param>
    /// <param name="fault">What is wrong, at which byte of <paramref name="text"/> plus <paramref
    /// name="offset"/>.</param>
    /// <param name="offset">Where the text begins in the message.</param>
    /// <param name="limits">The defaults when null.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> text, out SipContact contact, out SipFault fault, int offset = 0, SipLimits? limits = null)
    {
        contact = default;
        if (SipText.TrimEnd(text[SipText.SkipBlanks(text, 0)..]) is [(byte)'*'])
        {
            fault = default;
            contact = new(isWildcard: true);
            return true;
        }

        if (!SipNameAddress.TryRead(text, out var address, out fault, offset, limits))
        {
            return false;
        }

        uint? expires = null;
        ushort? q = null;
        var parameters = address.Parameters;
        while (parameters.TryNext(out var parameter))
        {
            var isExpires = parameter.Is("expires"u8);
            if (isExpires && SipText.TryNumber(parameter.Value, out var seconds))
            {
                expires ??= seconds;
            }
            else if (!isExpires && parameter.Is("q"u8) && TryQ(parameter.Value, out var thousandths))
            {
                q ??= thousandths;
            }
            else if (isExpires || parameter.Is("q"u8))
            {
                fault = new(SipFaultKind.Number, parameter.Offset);
                return false;
            }
        }

        contact = new(address, expires, q);
        return true;
    }

    /// <summary><c>qvalue</c>: 0 or 1, and up to three digits behind a point; not above 1.</summary>
    private static bool TryQ(ReadOnlySpan<byte> text, out ushort thousandths)
    {
        thousandths = 0;
        if (text.IsEmpty || text[0] is not ((byte)'0' or (byte)'1') || text.Length > 5
            || (text.Length > 1 && text[1] != '.'))
        {
            return false;
        }

        var value = (text[0] - '0') * 1000;
        var weight = 100;
        for (var i = 2; i < text.Length; i++, weight /= 10)
        {
            if (!char.IsAsciiDigit((char)text[i]))
            {
                return false;
            }

            value += (text[i] - '0') * weight;
        }

        thousandths = (ushort)value;
        return value <= 1000;
    }
}
