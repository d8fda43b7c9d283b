using System.Globalization;

namespace Dialtone.Reports.Html;

/// <summary>
/// Writes HTML element by element, in the form that is XML too. Whatever is handed to it as text or as the value of an
/// attribute is escaped; there is no way around that but <see cref="Style"/>, which takes nothing from outside.
/// </summary>
public sealed class HtmlWriter(TextWriter output)
{
    private readonly Stack<string> _open = [];

    /// <summary>Opens an element.</summary>
    public void Open(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(name, attributes, ">");
        _open.Push(name);
    }

    /// <summary>Closes the element that was opened last.</summary>
    public void Close()
    {
        var name = _open.Pop();
        output.Write("</");
        output.Write(name);
        output.Write(IsOfText(name) ? ">" : ">\n");
    }

    /// <summary>An element that has no content: <c>meta</c>, and the shapes of SVG.</summary>
    public void Empty(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(name, attributes, "/>");
        output.Write('\n');
    }

    /// <summary>An element with text in it.</summary>
    public void Element(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Open(name, attributes);
        Text(text);
        Close();
    }

    /// <summary>Text.</summary>
    public void Text(string text) => HtmlText.Write(output, text);

    /// <summary>The style sheet.</summary>
    public void Style(ReportStyle style)
    {
        output.Write("<style>");
        output.Write(style.Text);
        output.Write("</style>\n");
    }

    /// <summary>The document type; comes first.</summary>
    public void DocumentType() => output.Write("<!DOCTYPE html>\n");

    /// <summary>A number as it stands in an attribute.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private void Begin(string name, ReadOnlySpan<(string Name, string Value)> attributes, string end)
    {
        output.Write('<');
        output.Write(name);
        foreach (var (attribute, value) in attributes)
        {
            output.Write(' ');
            output.Write(attribute);
            output.Write("=\"");
            HtmlText.Write(output, value);
            output.Write('"');
        }

        output.Write(end);
    }

    // White space around these is seen.
    private static bool IsOfText(string name) =>
        name is "a" or "b" or "bdi" or "code" or "em" or "span" or "strong" or "text" or "title" or "time";
}
