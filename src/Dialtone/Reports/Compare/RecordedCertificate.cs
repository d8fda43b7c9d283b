using System.Text.Json;

namespace Dialtone.Reports.Compare;

/// <summary>The certificate that a server showed, as it was written.</summary>
internal sealed record RecordedCertificate(
    string Name, string Address, string Verdict, string Thumbprint, string Issuer, DateTimeOffset NotAfter)
{
    public static RecordedCertificate Read(RecordFields fields, (JsonElement Element, string Path) item)
    {
        var (element, path) = item;
        var (leaf, leafPath) = fields.Items(element, "chain", path).FirstOrDefault();
        leafPath ??= path;
        return new(
            fields.Text(element, "name", path), fields.Text(element, "address", path),
            fields.Text(element, "verdict", path), fields.Text(leaf, "thumbprint", leafPath),
            fields.Text(leaf, "issuer", leafPath), fields.Moment(leaf, "notAfter", leafPath));
    }
}
