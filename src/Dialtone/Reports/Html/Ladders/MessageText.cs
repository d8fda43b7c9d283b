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

    /// <summary>
    /// The event package of a message of SIP (RFC 6665 section 8.2.1), which tells one SUBSCRIBE from another; empty
    /// where it names none.
    /// </summary>
    public static string EventOf(TracedMessage message)
    {
        var bytes = message.Bytes.AsSpan();
        var head = bytes[..Math.Max(bytes.IndexOf("\r\n\r\n"u8), 0)];
        var at = message.Protocol == TracedProtocol.Sip ? head.IndexOf("\r\nEvent:"u8) : -1;
        if (at < 0)
        {
            return "";
        }

        var value = head[(at + "\r\nEvent:".Length)..];
        var end = value.IndexOf("\r\n"u8);
        return Encoding.UTF8.GetString(end < 0 ? value : value[..end]).Trim();
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
