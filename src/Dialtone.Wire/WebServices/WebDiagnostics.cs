using System.Globalization;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// The header <c>X-Ms-diagnostics</c> of an HTTP answer (MS-OCAUTHWS section 3.2.4.1):
/// <c>28020;source="fe01.contoso.example";reason="No valid security token.";faultcode="wsse:FailedAuthentication"</c>.
/// </summary>
/// <param name="ErrorId">The number of the diagnosis.</param>
/// <param name="Source">Who says so; may be empty.</param>
/// <param name="Reason">What is wrong; may be empty.</param>
public sealed record WebDiagnostics(int ErrorId, string Source, string Reason)
{
    /// <summary>The header.</summary>
    public const string Field = "X-Ms-diagnostics";

    /// <summary>The header in which every server names itself.</summary>
    public const string ServerField = "X-MS-Server-Fqdn";

    /// <summary>Reads the value of the header; parameters that are not known are passed over.</summary>
    public static bool TryRead(string? value, out WebDiagnostics diagnostics)
    {
        diagnostics = new(0, "", "");
        if (value is null || value.Length > WebServicesLimits.FieldLengthMax)
        {
            return false;
        }

        var rest = value.AsSpan();
        var number = Next(ref rest).Trim();
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var errorId))
        {
            return false;
        }

        diagnostics = diagnostics with { ErrorId = errorId };
        while (!rest.IsEmpty)
        {
            var part = Next(ref rest).Trim();
            var equals = part.IndexOf('=');
            if (equals < 0)
            {
                continue;
            }

            var name = part[..equals].TrimEnd();
            var text = Unquoted(part[(equals + 1)..].Trim());
            diagnostics = name.Equals("source", StringComparison.OrdinalIgnoreCase) ? diagnostics with { Source = text }
                : name.Equals("reason", StringComparison.OrdinalIgnoreCase) ? diagnostics with { Reason = text }
                : diagnostics;
        }

        return true;
    }

    /// <summary>The value of the header.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{ErrorId};source={Quoted(Source)};reason={Quoted(Reason)}");

    /// <summary>Takes what stands before the next semicolon outside quotes.</summary>
    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest)
    {
        var (at, isQuoted) = (0, false);
        for (; at < rest.Length && (isQuoted || rest[at] != ';'); at++)
        {
            isQuoted ^= rest[at] == '"';
            at += isQuoted && rest[at] == '\\' ? 1 : 0;
        }

        at = Math.Min(at, rest.Length);
        var part = rest[..at];
        rest = at < rest.Length ? rest[(at + 1)..] : [];
        return part;
    }

    private static string Unquoted(ReadOnlySpan<char> text) => text is not ['"', .. var inner, '"']
        ? text.ToString()
        : inner.ToString().Replace("\\\"", "\"", StringComparison.Ordinal)
            .Replace(@"\\", @"\", StringComparison.Ordinal);

    private static string Quoted(string text) =>
        $"\"{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
