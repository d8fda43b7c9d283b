using System.Globalization;
using System.Text;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// Fills a body of settings up with a group of the kind that most of a real one is: a grammar of what may be published.
/// </summary>
internal static class ProvisioningPadding
{
    private const string Begin = "<provisionGroup name=\"publicationGrammar\"><publicationGrammar>";
    private const string End = "</publicationGrammar></provisionGroup>";

    /// <summary>The body with that length, or as it is where there is no room for a group.</summary>
    public static byte[] To(int bytes, ReadOnlySpan<byte> body)
    {
        var room = bytes - body.Length - Begin.Length - End.Length;
        if (room < 0)
        {
            return body.ToArray();
        }

        var grammar = new StringBuilder(Begin, bytes - body.Length);
        for (var i = 0; ; i++)
        {
            var category = string.Create(CultureInfo.InvariantCulture,
                $"<category name=\"category{i}\" allowed=\"static\"><instance maximum=\"16\"/></category>");
            if (category.Length > room)
            {
                break;
            }

            grammar.Append(category);
            room -= category.Length;
        }

        grammar.Append(' ', room).Append(End);
        var end = body.LastIndexOf("</"u8);
        return [.. body[..end], .. Encoding.ASCII.GetBytes(grammar.ToString()), .. body[end..]];
    }
}
