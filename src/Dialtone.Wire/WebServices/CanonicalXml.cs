namespace Dialtone.Wire.WebServices;

/// <summary>
/// The two elements that a signature of Web Services covers, in exclusive canonical form (Exclusive XML
/// Canonicalization 1.0): not computed out of some document but written so from the beginning. Empty elements are pairs
/// of tags, namespaces are declared where they are first used, and no white space is between anything.
/// </summary>
internal static class CanonicalXml
{
    public const string TimestampId = "timestamp";
    public const string Method = "http://www.w3.org/2001/10/xml-exc-c14n#";
    public const string HmacSha1 = "http://www.w3.org/2000/09/xmldsig#hmac-sha1";
    public const string Sha1 = "http://www.w3.org/2000/09/xmldsig#sha1";

    public static string Timestamp(WebMoment created, WebMoment expires) =>
        $"<wsu:Timestamp xmlns:wsu=\"{WebNamespaces.Utility}\" wsu:Id=\"{TimestampId}\">"
        + $"<wsu:Created>{created}</wsu:Created><wsu:Expires>{expires}</wsu:Expires></wsu:Timestamp>";

    public static string SignedInfo(string digest) =>
        $"<SignedInfo xmlns=\"{WebNamespaces.Signature}\">"
        + $"<CanonicalizationMethod Algorithm=\"{Method}\"></CanonicalizationMethod>"
        + $"<SignatureMethod Algorithm=\"{HmacSha1}\"></SignatureMethod>"
        + $"<Reference URI=\"#{TimestampId}\"><Transforms><Transform Algorithm=\"{Method}\"></Transform></Transforms>"
        + $"<DigestMethod Algorithm=\"{Sha1}\"></DigestMethod><DigestValue>{digest}</DigestValue>"
        + "</Reference></SignedInfo>";
}
