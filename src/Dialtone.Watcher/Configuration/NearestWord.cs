namespace Dialtone.Watcher.Configuration;

/// <summary>What somebody who has misspelt a word is likely to have meant.</summary>
internal static class NearestWord
{
    /// <summary>
    /// The known word that is the fewest letters away, those that changed places counted once; <c>null</c> where none
    /// is nearer than a third of its letters.
    /// </summary>
    public static string? Of(string written, IEnumerable<string> known)
    {
        var (nearest, least) = ((string?)null, int.MaxValue);
        foreach (var word in known)
        {
            var distance = Distance(written.ToLowerInvariant(), word.ToLowerInvariant());
            if (distance < least && distance <= Math.Max(1, word.Length / 3))
            {
                (nearest, least) = (word, distance);
            }
        }

        return nearest;
    }

    // Optimal string alignment: letters put in, left out, changed, or swapped with the next.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > b.Length)
        {
            return int.MaxValue;
        }

        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
