namespace Dialtone.Wire.Auth.Digest;

/// <summary>The parameters that Digest defines, in lower case.</summary>
internal static class DigestParameter
{
    public const string Realm = "realm";
    public const string Nonce = "nonce";
    public const string Opaque = "opaque";
    public const string Stale = "stale";
    public const string Algorithm = "algorithm";
    public const string Qop = "qop";
    public const string UserHash = "userhash";
    public const string Username = "username";
    public const string Uri = "uri";
    public const string Response = "response";
    public const string Cnonce = "cnonce";
    public const string NonceCount = "nc";
    public const string NextNonce = "nextnonce";
    public const string ResponseAuth = "rspauth";

    public static string[] All { get; } =
    [
        Realm, Nonce, Opaque, Stale, Algorithm, Qop, UserHash, Username, Uri, Response, Cnonce, NonceCount, NextNonce,
        ResponseAuth,
    ];
}
