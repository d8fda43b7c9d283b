using System.Text;

namespace Dialtone.Mutation.Codecs;

/// <summary>Pieces of the signing schemes that their readers take decisions at.</summary>
internal static class SipAuthTokens
{
    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. new[]
        {
            "NTLM ", "ntlm ", "Kerberos ", "TLS-DSK ", "TLS-DSK", "Digest ", "\"", "\\\"", "\\", ",", ", ,", "=",
            "\r\n ", "\r\n", "\0", "\t", "realm=\"", "realm=x", "targetname=\"", "targetname=t", "opaque=\"\"",
            "gssapi-data=\"\"", "gssapi-data=\"TlRMTQ==\"", "gssapi-data=\"TlR M\"", "gssapi-data=T===", "version=4",
            "version=\"3\"", "version=256", "version=", "qop=\"auth\"", "sts-uri=\"https://", "crand=\"0a1b2c3d\"",
            "srand=ABCDEF01", "crand=123456789", "cnum=\"1\"", "snum=4294967296", "cnum=01", "snum=0",
            "response=\"00\"", "rspauth=0", "rspauth=\"\"", "é", "\u0085", "\u007F", "x-unknown=1",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xC2, 0x80],
    ];
}
