using System.Globalization;
using System.Text;

namespace Dialtone.Reports.Html;

/// <summary>
/// Text as it may stand in a page, in an attribute too. What a peer said stays text and stays seen: a control character
/// becomes its picture, and what would only turn or hide other characters is written as its number.
/// </summary>
public static class HtmlText
{
    private const char PicturesOfControls = '\u2400';
    private const char PictureOfDelete = '\u2421';

    /// <summary>Writes text; lines end with a line feed, whatever they ended with.</summary>
    public static void Write(TextWriter output, ReadOnlySpan<char> text)
    {
        Span<char> pair = stackalloc char[2];
        for (var at = 0; at < text.Length;)
        {
            var rest = text[at..];
            _ = Rune.DecodeFromUtf16(rest, out var rune, out var consumed);
            at += consumed;
            if (Named(rune) is { } named)
            {
                output.Write(named);
            }
            else if (rune.Value is '\n' or '\t' || (rune.Value == '\r' && rest is [_, '\n', ..]))
            {
                output.Write(rune.Value == '\r' ? "" : rune.Value == '\n' ? "\n" : "\t");
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
                output.Write(pair[..rune.EncodeToUtf16(pair)]);
            }
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
