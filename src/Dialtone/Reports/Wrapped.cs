namespace Dialtone.Reports;

/// <summary>Text in lines of at most <see cref="Columns"/> columns.</summary>
public static class Wrapped
{
    /// <summary>The widest line that is printed.</summary>
    public const int Columns = 120;

    /// <summary>
    /// The lines of a text that begins behind a head, the later ones as far to the right. A word that is longer than a
    /// line stays whole.
    /// </summary>
    public static IEnumerable<string> Lines(string head, string text)
    {
        var line = head;
        var isEmpty = true;
        foreach (var word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Columns)
            {
                yield return line;
                (line, isEmpty) = (new string(' ', head.Length), true);
            }

            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }

        yield return line;
    }
}
