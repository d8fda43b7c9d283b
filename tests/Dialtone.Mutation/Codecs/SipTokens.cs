using System.Text;

namespace Dialtone.Mutation.Codecs;

/// <summary>Pieces of SIP that readers take decisions at.</summary>
internal static class SipTokens
{
    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. new[]
        {
            "\r\n", "\r\n ", "\r\n\t", "\r\n\r\n", "\r", "\n", "\0", "\"", "\\\"", "\\", "<", ">", ",", ";", "=", ":",
            "@", "%", "%00", "%zz", "[", "]", "[2001:db8::1]", "*", "?", "/", "(", ")", "  ", "\t", "SIP/2.0",
            "SIP / 2.0 / UDP ", "SIP/3.0", "sip:", "sips:", "tel:", ";branch=z9hG4bK", ";received=", ";rport",
            ";rport=1", ";tag=", ";expires=0", ";q=0.5", ";q=1.001", ";lr", "expires=4294967296", "Via: ", "v: ",
            "From: ", "f: ", "To: ", "t:", "Call-ID: ", "i: ", "CSeq: 1 REGISTER", "Contact: *", "m: ",
            "Content-Length: 0", "l: 4", "Content-Length: 99999999999", "Expires: ", "Max-Forwards: 256", "Require: ",
            "Digest ", "NTLM ", "realm=\"", "nonce=\"\"", "qop=\"auth,auth-int\"", "stale=true", "\xC3\xA9", "\xFF",
            "REGISTER ", "é", "\u0085",
        }.Select(Encoding.UTF8.GetBytes),
    ];
}
