using System.Buffers;
using System.Globalization;
using System.Text;
using Dialtone.Wire.Sip;

namespace Dialtone.Wire.Auth.Signatures;

/// <summary>
/// What is signed of a message (MS-SIPAE section 3.1): fields of its headers and of the signature's own, each in angle
/// brackets. It is made of the message as its receiver sees it, so that nothing may change it afterwards. Body, Via,
/// Contact and Route are not covered.
/// </summary>
public static class SipSignatureText
{
    /// <summary>The oldest version, that of those who name none.</summary>
    public const int VersionMin = 2;

    /// <summary>The newest version: the last request of a handshake is signed too.</summary>
    public const int VersionMax = 4;

    /// <summary>The realm of every server of this make.</summary>
    public static ReadOnlySpan<byte> Realm => "SIP Communications Service"u8;

    /// <summary>Writes the text.</summary>
    /// <param name="message">The message; whether its own signature is in it makes no difference.</param>
    /// <param name="header">The signature's header: its scheme, random text, number, realm and target count.</param>
    /// <param name="version">The version of the association, from 2 to 4.</param>
    /// <param name="output">Where the text goes; meaningless when the answer is false.</param>
    /// <param name="fault">What is wrong with the message, and where.</param>
    public static bool TryWrite(
        SipMessage message, scoped in SipSignatureHeader header, int version, IBufferWriter<byte> output,
        out SipFault fault)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, VersionMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, VersionMax);
        if (!message.TryGetCallId(out var callId, out fault) || !message.TryGetCSeq(out var cseq, out fault)
            || !message.TryGetFrom(out var from, out fault) || !message.TryGetTo(out var to, out fault))
        {
            return false;
        }

        Field(output, SipSchemeNames.NameOf(header.Scheme));
        Field(output, header.Random);
        Number(output, header.Number);
        Field(output, header.Realm);
        Field(output, header.TargetName);
        Field(output, callId);
        Number(output, cseq.Number);
        Field(output, cseq.MethodName);
        Field(output, from.Uri);
        Field(output, from.Tag);
        if (version > VersionMin)
        {
            Field(output, to.Uri);
        }

        Field(output, to.Tag);
        if (version > VersionMin)
        {
            Identity(message, output);
        }

        Field(output, message.TryGetHeader(SipHeader.Expires, out var expires) ? expires : default);
        if (!message.IsRequest)
        {
            Number(output, (uint)message.StatusCode);
        }

        return true;
    }

    // The first sip URI and the first tel URI, of P-Asserted-Identity or else of P-Preferred-Identity (RFC 3325).
    private static void Identity(SipMessage message, IBufferWriter<byte> output)
    {
        var values = message.TryGetHeader(SipHeader.PAssertedIdentity, out _)
            ? message.ListValues(SipHeader.PAssertedIdentity)
            : message.ListValues("P-Preferred-Identity"u8);
        ReadOnlySpan<byte> sip = default, tel = default;
        while (values.TryNext(out var value))
        {
            if (IsOf(value, "tel:"u8))
            {
                tel = tel.IsEmpty ? value : tel;
            }
            else if (SipNameAddress.TryRead(value, out var address, out _) && address.UriOffset > 0)
            {
                // Without brackets a sip URI counts as absent.
                sip = sip.IsEmpty && IsOf(address.Uri, "sip:"u8) ? address.Uri : sip;
                tel = tel.IsEmpty && IsOf(address.Uri, "tel:"u8) ? address.Uri : tel;
            }
        }

        Field(output, sip);
        Field(output, tel);
    }

    private static bool IsOf(ReadOnlySpan<byte> uri, ReadOnlySpan<byte> scheme) =>
        uri.Length > scheme.Length && Ascii.EqualsIgnoreCase(uri[..scheme.Length], scheme);

    private static void Field(IBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        var span = output.GetSpan(value.Length + 2);
        span[0] = (byte)'<';
        value.CopyTo(span[1..]);
        span[value.Length + 1] = (byte)'>';
        output.Advance(value.Length + 2);
    }

    private static void Number(IBufferWriter<byte> output, uint value)
    {
        Span<byte> digits = stackalloc byte[10];
        _ = value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        Field(output, digits[..length]);
    }
}
