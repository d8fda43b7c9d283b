using Dialtone.Reports.Html;

namespace Dialtone.Watcher.Pages;

/// <summary>
/// The shapes beside the words: a disc, a triangle, a square, a ring, two bars. Nobody needs colours to tell them
/// apart.
/// </summary>
internal static class StateMark
{
    /// <summary>Writes the shape; the word that says the same stands beside it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="state">The class of what is marked: <c>red</c>.</param>
    public static void Write(HtmlWriter html, string state)
    {
        html.Open(
            "svg", ("class", $"mark {state}"), ("viewBox", "0 0 12 12"), ("width", "12"), ("height", "12"),
            ("aria-hidden", "true"), ("focusable", "false"));
        WriteShape(html, state);
        html.Close();
    }

    /// <summary>Writes the shape into a drawing of 12 by 12.</summary>
    public static void WriteShape(HtmlWriter html, string state)
    {
        switch (state)
        {
            case "green" or "healthy":
                html.Empty("circle", ("cx", "6"), ("cy", "6"), ("r", "5"));
                break;
            case "yellow" or "degraded":
                html.Empty("path", ("d", "M6 .5 11.8 11H.2Z"));
                break;
            case "red" or "failed":
                html.Empty("path", ("d", "M1 1h10v10H1Z"));
                break;
            case "paused":
                html.Empty("path", ("d", "M2 1h3v10H2ZM7 1h3v10H7Z"));
                break;
            default:
                html.Empty(
                    "circle", ("cx", "6"), ("cy", "6"), ("r", "4.25"), ("fill", "none"), ("stroke", "currentColor"),
                    ("stroke-width", "1.5"));
                break;
        }
    }
}
