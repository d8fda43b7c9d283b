using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dialtone.Core.Trace;

namespace Dialtone.Reports.Html.Ladders;

/// <summary>
/// A message to be read: SIP and HTTP as the text that they are, everything else, and a body that is no text, as bytes.
/// </summary>
internal static class MessageText
{
    /// <summary>How many bytes are shown as bytes.</summary>
    public const int BytesMax = 1_024;

    // So that a line fits on a narrow screen.
    private const int BytesInALine = 8;

    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The message; empty where it has no bytes.</summary>
    public static string Of(TracedMessage message)
    {
        var bytes = message.Bytes.AsSpan();
        if (message.Protocol is not (TracedProtocol.Sip or TracedProtocol.Http))
        {
            return OfBytes(bytes);
        }

        if (TryText(bytes) is { } whole)
        {
            return whole;
        }

        var head = bytes.IndexOf("\r\n\r\n"u8);
        return head >= 0 && TryText(bytes[..head]) is { } text
            ? $"{text}\n\n{OfBytes(bytes[(head + 4)..])}" : OfBytes(bytes);
    }

    /// <summary>The value of a header field of SIP, by its long name; empty where there is none.</summary>
    public static string HeaderOf(TracedMessage message, string name)
    {
        var bytes = message.Protocol == TracedProtocol.Sip ? message.Bytes.AsSpan() : [];
        var head = Encoding.UTF8.GetString(bytes[..Math.Max(bytes.IndexOf("\r\n\r\n"u8), 0)]);
        foreach (var line in head.AsSpan().EnumerateLines())
        {
            if (line.Length > name.Length && line[name.Length] == ':'
                && line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return line[(name.Length + 1)..].Trim().ToString();
            }
        }

        return "";
    }

    /// <summary>
    /// Whose message of SIP it is, as it stands in From or To: <c>bob@contoso.example</c>; empty where it is not told.
    /// </summary>
    public static string UserOf(TracedMessage message)
    {
        // A response repeats both as they were in the request (RFC 3261 section 8.2.6.2).
        var isRequest = message.Title is not [>= '0' and <= '9', ..];
        var field = HeaderOf(message, message.IsSent == isRequest ? "From" : "To");
        var from = field.IndexOf("sip:", StringComparison.OrdinalIgnoreCase);
        if (from < 0)
        {
            return "";
        }

        var address = field[(from + "sip:".Length)..];
        var end = address.IndexOfAny(['>', ';', ' ']);
        return end < 0 ? address : address[..end];
    }

    /// <summary>Bytes as their place, themselves, and the ASCII among them.</summary>
    public static string OfBytes(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var shown = bytes[..Math.Min(bytes.Length, BytesMax)];
        for (var at = 0; at < shown.Length; at += BytesInALine)
        {
            var line = shown.Slice(at, Math.Min(BytesInALine, shown.Length - at));
            text.Append(CultureInfo.InvariantCulture, $"{at:x4} ");
            for (var i = 0; i < BytesInALine; i++)
            {
                text.Append(i < line.Length ? string.Create(CultureInfo.InvariantCulture, $" {line[i]:x2}") : "   ");
            }

            text.Append("  ");
            foreach (var each in line)
            {
                text.Append(each is >= 0x20 and < 0x7F ? (char)each : '.');
            }

            text.Append('\n');
        }

        if (shown.Length < bytes.Length)
        {
            text.Append(CultureInfo.InvariantCulture, $"… {bytes.Length - shown.Length} bytes left out\n");
        }

        return text.ToString();
    }

    private static string? TryText(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = Strict.GetString(bytes);
            return text.Any(each => char.IsControl(each) && each is not ('\r' or '\n' or '\t')) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
