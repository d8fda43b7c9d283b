using System.Security.Cryptography;
using System.Text;

namespace Dialtone.Reports.Html;

/// <summary>
/// The style sheet of the pages, with the digest by which their Content-Security-Policy allows it and nothing else.
/// </summary>
/// <param name="Text">The sheet.</param>
/// <param name="Digest">SHA-256 of it, in base64.</param>
public sealed record ReportStyle(string Text, string Digest)
{
    private const string Resource = "Dialtone.Reports.Html.report.css";

    /// <summary>The one that there is.</summary>
    public static ReportStyle Report => field ??= Read();

    private static ReportStyle Read()
    {
        using var stream = typeof(ReportStyle).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new(text, Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }
}
