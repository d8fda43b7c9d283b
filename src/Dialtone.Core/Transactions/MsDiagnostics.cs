using System.Globalization;

namespace Dialtone.Core.Transactions;

/// <summary>
/// What a server of Lync says for diagnosis: <c>1003;reason="User does not exist";source="pool01.contoso.example"</c>
/// (MS-OCER section 2.2). The parameters come in any order.
/// </summary>
/// <param name="Id">The number.</param>
/// <param name="Reason">The reason, for people; may be empty.</param>
/// <param name="Source">The server that says so; may be empty.</param>
internal readonly record struct MsDiagnostics(int Id, string Reason, string Source)
{
    /// <summary>Reads the value of the header; one that was cut off is read as far as it came.</summary>
    public static bool TryRead(string text, out MsDiagnostics diagnostics)
    {
        var end = text.IndexOf(';', StringComparison.Ordinal);
        // 1000.2 has a number of its own behind the point, which nobody lists.
        var number = (end < 0 ? text : text[..end]).Split('.')[0].Trim();
        var isOne = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id);
        diagnostics = isOne ? new(id, Parameter(text, "reason"), Parameter(text, "source")) : default;
        return isOne;
    }

    private static string Parameter(string text, string name)
    {
        var isQuoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            isQuoted ^= text[at] == '"';
            if (text[at] == ';' && !isQuoted && NameAt(text, at + 1, name) is { } value)
            {
                return Value(text, value);
            }
        }

        return "";
    }

    private static int? NameAt(string text, int at, string name)
    {
        var rest = text.AsSpan(at).TrimStart();
        return rest.StartsWith(name, StringComparison.OrdinalIgnoreCase) && rest[name.Length..].StartsWith("=")
            ? text.Length - rest.Length + name.Length + 1
            : null;
    }

    private static string Value(string text, int at)
    {
        var isQuoted = at < text.Length && text[at] == '"';
        var from = isQuoted ? at + 1 : at;
        var end = text.IndexOf(isQuoted ? '"' : ';', from);
        return (end < 0 ? text[from..] : text[from..end]).Trim();
    }
}
