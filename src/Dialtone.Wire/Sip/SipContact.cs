using System.Runtime.CompilerServices;

namespace Dialtone.Wire.Sip;

/// <summary>One value of Contact (RFC 3261 section 20.10).</summary>
public readonly ref struct SipContact
{
    /// <summary>Whether this is the <c>*</c> that removes every binding; then there is no address.</summary>
    public bool IsWildcard { get; private init; }

    /// <summary>The URI with display name and all parameters.</summary>
    public SipNameAddress Address { get; private init; }

    /// <summary>The URI.</summary>
    public ReadOnlySpan<byte> Uri => Address.Uri;

    /// <summary>The <c>expires</c> parameter in seconds; null without it.</summary>
    public uint? Expires { get; private init; }

    /// <summary>The <c>q</c> parameter in thousandths, 0 to 1000; null without it.</summary>
    public ushort? Q { get; private init; }

    /// <summary>
    /// The <c>+sip.instance</c> parameter without its quotes, as <c>&lt;urn:uuid:…&gt;</c> (RFC 5626); empty without
    /// it.
    /// </summary>
    public ReadOnlySpan<byte> Instance { get; private init; }

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
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryRead(
        ReadOnlySpan<byte> text, out SipContact contact, out SipFault fault, int offset = 0, SipLimits? limits = null)
    {
        contact = default;
        if (SipText.TrimEnd(text[SipText.SkipBlanks(text, 0)..]) is [(byte)'*'])
        {
            fault = default;
            contact = new() { IsWildcard = true };
            return true;
        }

        if (!SipNameAddress.TryFind(text, out var places, out fault))
        {
            fault = fault with { Offset = offset + fault.Offset };
            return false;
        }

        var named = default(Named);
        var reader = new SipParameterReader(text[places.Parameters..], ';', offset + places.Parameters, limits);
        while (reader.TryNext(out var parameter))
        {
            named.Take(parameter);
        }

        fault = reader.Fault.IsFault ? reader.Fault : named.Fault;
        contact = new()
        {
            Address = new(text, places, named.Tag, offset, limits),
            Expires = named.Expires,
            Q = named.Q,
            Instance = named.Instance,
        };
        return !fault.IsFault;
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

    /// <summary>The parameters that have a name here, the first of each.</summary>
    private ref struct Named
    {
        private bool _hasInstance;
        private bool _hasTag;

        public uint? Expires { get; private set; }

        public ushort? Q { get; private set; }

        public ReadOnlySpan<byte> Instance { get; private set; }

        public ReadOnlySpan<byte> Tag { get; private set; }

        /// <summary>The first number that is none.</summary>
        public SipFault Fault { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take(SipParameter parameter)
        {
            if (parameter.Is("expires"u8))
            {
                var good = SipText.TryNumber(parameter.Value, out var seconds);
                Expires ??= good ? seconds : null;
                Check(good, parameter);
            }
            else if (parameter.Is("q"u8))
            {
                var good = TryQ(parameter.Value, out var thousandths);
                Q ??= good ? thousandths : null;
                Check(good, parameter);
            }
            else if (parameter.Is("+sip.instance"u8))
            {
                Instance = _hasInstance ? Instance : parameter.Value;
                _hasInstance = true;
            }
            else if (parameter.Is("tag"u8))
            {
                Tag = _hasTag ? Tag : parameter.Value;
                _hasTag = true;
            }
        }

        private void Check(bool good, SipParameter parameter)
        {
            if (!good && !Fault.IsFault)
            {
                Fault = new(SipFaultKind.Number, parameter.Offset);
            }
        }
    }
}
