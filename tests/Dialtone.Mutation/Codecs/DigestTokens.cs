using System.Text;

namespace Dialtone.Mutation.Codecs;

/// <summary>Pieces of Digest that its readers take decisions at.</summary>
internal static class DigestTokens
{
    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. new[]
        {
            "Digest ", "digest ", "NTLM ", "\"", "\\\"", "\\", ",", ", ,", "=", " = ", "\r\n ", "\r\n", "\0", "\t",
            "realm=\"", "realm=x", "nonce=\"", "nonce=\"\"", "opaque=\"\"", "stale=true", "stale=\"TRUE\"",
            "algorithm=MD5", "algorithm=\"SHA-256\"", "algorithm=SHA-256-sess", "algorithm=SHA-512-256",
            "algorithm=AKAv1-MD5", "algorithm=\"a b\"", "qop=auth", "qop=\"auth,auth-int\"", "qop=\"token\"",
            "qop=\"\"",
            "qop=\"auth-int\"", "userhash=true", "charset=UTF-8", "domain=\"/\"", "username=\"", "uri=\"sip:a\"",
            "response=\"\"", "cnonce=\"c\"", "nc=00000001", "nc=\"0000000g\"", "nextnonce=\"n\"", "rspauth=\"\"",
            "username*=UTF-8''%c3%a9", "é", "\u0085", "\u007F", "\u2028", "x-unknown=1",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xC2, 0x80], [0xED, 0xA0, 0x80],
    ];
}
