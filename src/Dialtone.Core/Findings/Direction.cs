namespace Dialtone.Core.Findings;

/// <summary>
/// One thing to do. In the catalogue it has places in braces, such as <c>{registrar}</c>, that the evidence fills; in a
/// finding they are filled.
/// </summary>
/// <param name="Audience">Who can do it.</param>
/// <param name="Text">What is to be done, as a sentence that names the record, the setting or the bytes.</param>
/// <param name="Command">A command that does it, or shows whether it is so; <c>null</c> for none.</param>
public sealed record Direction(Audience Audience, string Text, string? Command = null)
{
    /// <summary>The names of the places in braces of a text of the catalogue, in order.</summary>
    public static IEnumerable<string> PlacesIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var open = text.IndexOf('{', StringComparison.Ordinal); open >= 0;)
        {
            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                yield break;
            }

            yield return text[(open + 1)..close];
            open = text.IndexOf('{', close);
        }
    }
}
