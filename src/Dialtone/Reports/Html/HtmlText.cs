using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dialtone.Reports.Html;

/// <summary>
/// Text as it may stand in a page, in an attribute too. What a peer said stays text and stays seen: a control character
/// becomes its picture, and what would only turn or hide other characters is written as its number.
/// </summary>
public static class HtmlText
{
    // Most of a page: it goes through as it is, many characters at a time.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "\n\t !#$%()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private const char PicturesOfControls = '\u2400';
    private const char PictureOfDelete = '\u2421';

    /// <summary>Writes text; lines end with a line feed, whatever they ended with.</summary>
    public static void Write(TextWriter output, ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyExcept(Plain) is var plain && plain >= 0)
        {
            output.Write(text[..plain]);
            text = text[plain..];
            _ = Rune.DecodeFromUtf16(text, out var rune, out var consumed);
            // The line feed behind it is what ends the line.
            if (rune.Value != '\r' || text is not [_, '\n', ..])
            {
                Write(output, rune);
            }

            text = text[consumed..];
        }

        output.Write(text);
    }

    private static void Write(TextWriter output, Rune rune)
    {
        if (Named(rune) is { } named)
        {
            output.Write(named);
        }
        else if (rune.Value < ' ')
        {
            output.Write((char)(PicturesOfControls + rune.Value));
        }
        else if (rune.Value == 0x7F)
        {
            output.Write(PictureOfDelete);
        }
        else if (IsUnseen(rune))
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]"));
        }
        else
        {
            Span<char> pair = stackalloc char[2];
            output.Write(pair[..rune.EncodeToUtf16(pair)]);
        }
    }

    private static string? Named(Rune rune) => rune.Value switch
    {
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => null,
    };

    // C1 controls, marks of direction, joiners, line separators, and what is no character at all.
    private static bool IsUnseen(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
