using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Dialtone.Core.Trace;

/// <summary>
/// Takes secrets out of bodies: passwords, PINs, web tickets and their keys in SOAP, the credentials for Media Relays.
/// It goes from tag to tag without asking whether the XML is well formed, so that a body that no reader would take is
/// searched too; what it is not sure of goes.
/// </summary>
internal static class BodyRedaction
{
    // Elements whose content is taken out, by their local names.
    private static readonly FrozenSet<string> Elements = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Password", "PIN", "BinarySecret", "BinarySecurityToken", "RequestedSecurityToken", "Assertion",
        "EncryptedAssertion", "EncryptedData", "CipherValue", "KeyIdentifier", "SignatureValue", "PrivateKey",
        "RSAKeyValue", "Secret");

    // With regard to case: the user name of a person is none (wsse:Username), that for a relay is its ticket.
    private const string RelayUsername = "username";

    private static readonly FrozenSet<string> Attributes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "password", "pin", "AssertionID", "secret");

    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(" \t\r\n/>"u8);

    /// <summary>The body without secrets; <c>null</c> where there are none in it.</summary>
    public static byte[]? Of(ReadOnlySpan<byte> body)
    {
        if (body.Contains((byte)0) || body.IndexOf("PRIVATE KEY-----"u8) >= 0)
        {
            // In UTF-16 no tag would be found.
            return Redacted.Utf8(body.Length);
        }

        var copy = new MemoryStream(body.Length);
        var kept = 0;
        for (var at = 0; Find(body, at, (byte)'<') is >= 0 and var start; at = Math.Max(start + 1, kept))
        {
            var name = LocalName(body, start + 1);
            var end = TagEnd(body, start);
            if (!IsSecret(name))
            {
                HideAttributes(body, start, end, ref kept, copy);
                continue;
            }

            copy.Write(body[kept..start]);
            WriteTag(body[start..end], copy);
            kept = body[end - 1] == '>' && body[end - 2] == '/' ? end : ContentEnd(body, end, name);
            copy.Write(kept == end ? [] : Redacted.Utf8(kept - end));
        }

        copy.Write(body[kept..]);
        return copy.Length == body.Length && body.SequenceEqual(copy.ToArray()) ? null : copy.ToArray();
    }

    private static bool IsSecret(string name) => name == RelayUsername || Elements.Contains(name);

    private static int Find(ReadOnlySpan<byte> body, int from, byte wanted) =>
        body[from..].IndexOf(wanted) is >= 0 and var found ? from + found : -1;

    private static int Find(ReadOnlySpan<byte> body, int from, ReadOnlySpan<byte> wanted) =>
        body[from..].IndexOf(wanted) is >= 0 and var found ? from + found : -1;

    /// <summary>The name of a tag without its prefix; empty where there is none.</summary>
    private static string LocalName(ReadOnlySpan<byte> body, int start)
    {
        var end = start;
        while (end < body.Length && body[end] > ' ' && body[end] is not ((byte)'>' or (byte)'/' or (byte)'='))
        {
            start = body[end] == ':' ? end + 1 : start;
            end++;
        }

        return Encoding.UTF8.GetString(body[start..end]);
    }

    /// <summary>The byte after a tag; the end where it has none.</summary>
    private static int TagEnd(ReadOnlySpan<byte> body, int start)
    {
        byte quote = 0;
        for (var at = start; at < body.Length; at++)
        {
            var here = body[at];
            if (quote == 0 && here == '>')
            {
                return at + 1;
            }

            quote = quote == 0 && here is (byte)'"' or (byte)'\'' ? here : here == quote ? (byte)0 : quote;
        }

        return body.Length;
    }

    /// <summary>Where the end tag of an element begins; the end where it has none.</summary>
    private static int ContentEnd(ReadOnlySpan<byte> body, int from, string name)
    {
        var depth = 1;
        for (var at = from; Find(body, at, (byte)'<') is >= 0 and var start;)
        {
            var rest = body[start..];
            var isOver = rest.StartsWith("<!--"u8) ? Find(body, start, "-->"u8)
                : rest.StartsWith("<![CDATA["u8) ? Find(body, start, "]]>"u8)
                : TagEnd(body, start);
            if (isOver < 0)
            {
                break;
            }

            at = Math.Max(isOver, start + 1);
            var isEnd = rest.StartsWith("</"u8);
            if (LocalName(body, isEnd ? start + 2 : start + 1) == name && body[at - 2] != '/')
            {
                depth += isEnd ? -1 : 1;
            }

            if (depth == 0)
            {
                return start;
            }
        }

        return body.Length;
    }

    /// <summary>A tag of which only the name and the declarations of namespaces are kept.</summary>
    private static void WriteTag(ReadOnlySpan<byte> tag, MemoryStream copy)
    {
        var nameEnd = tag.IndexOfAny(NameEnds);
        copy.Write(nameEnd < 0 ? tag : tag[..nameEnd]);
        for (var at = 0; TryAttribute(tag, ref at, out var name, out var value);)
        {
            // One without an end would bring all that follows.
            if (tag[name].StartsWith("xmlns"u8) && value.End.Value < tag.Length)
            {
                copy.WriteByte((byte)' ');
                copy.Write(tag[name]);
                copy.Write("=\""u8);
                copy.Write(tag[value]);
                copy.WriteByte((byte)'"');
            }
        }

        copy.Write(tag.EndsWith("/>"u8) ? "/>"u8 : ">"u8);
    }

    /// <summary>Hides the values of the attributes of a tag that are secret.</summary>
    private static void HideAttributes(
        ReadOnlySpan<byte> body, int start, int end, ref int kept, MemoryStream copy)
    {
        for (var at = start; TryAttribute(body[..end], ref at, out var name, out var value);)
        {
            var (valueStart, length) = value.GetOffsetAndLength(body.Length);
            if (valueStart >= kept && Attributes.Contains(LocalName(body, name.Start.Value)))
            {
                copy.Write(body[kept..valueStart]);
                copy.Write(Redacted.Utf8(length));
                kept = valueStart + length;
            }
        }
    }

    /// <summary>The next attribute; the value of one without quotes, or without an end, is all that follows.</summary>
    private static bool TryAttribute(ReadOnlySpan<byte> tag, ref int at, out Range name, out Range value)
    {
        (name, value) = (default, default);
        var equals = Find(tag, at, (byte)'=');
        if (equals < 0)
        {
            return false;
        }

        var nameEnd = equals;
        while (nameEnd > at && tag[nameEnd - 1] <= ' ')
        {
            nameEnd--;
        }

        var nameStart = nameEnd;
        while (nameStart > at && tag[nameStart - 1] > ' ' && tag[nameStart - 1] is not ((byte)'"' or (byte)'\''))
        {
            nameStart--;
        }

        var open = equals + 1;
        while (open < tag.Length && tag[open] <= ' ')
        {
            open++;
        }

        var isQuoted = open < tag.Length && tag[open] is (byte)'"' or (byte)'\'';
        var close = isQuoted ? Find(tag, open + 1, tag[open]) : -1;
        name = nameStart..nameEnd;
        value = close < 0 ? (equals + 1)..tag.Length : (open + 1)..close;
        at = close < 0 ? tag.Length : close + 1;
        return true;
    }
}
