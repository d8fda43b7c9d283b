namespace Dialtone.Wire.Auth.Signatures;

/// <summary>The parameters of the signing schemes (MS-SIPAE section 2.2), in lower case.</summary>
internal static class SipAuthParameter
{
    public const string Realm = "realm";
    public const string TargetName = "targetname";
    public const string Version = "version";
    public const string Qop = "qop";
    public const string Opaque = "opaque";
    public const string GssapiData = "gssapi-data";
    public const string StsUri = "sts-uri";
    public const string ClientRandom = "crand";
    public const string ClientNumber = "cnum";
    public const string Response = "response";
    public const string ServerRandom = "srand";
    public const string ServerNumber = "snum";
    public const string ResponseAuth = "rspauth";

    public static string[] All { get; } =
    [
        Realm, TargetName, Version, Qop, Opaque, GssapiData, StsUri, ClientRandom, ClientNumber, Response, ServerRandom,
        ServerNumber, ResponseAuth,
    ];
}
