using System.Security.Cryptography;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Wire.Tests.Auth.Signatures;

/// <summary>The web ticket of a recorded sign-in: its proof key, and what is signed with it.</summary>
public class WebTicketVectorTests
{
    private const string Timestamp =
        "<wsu:Timestamp xmlns:wsu=\"http://docs.oasis-open.org/wss/2004/01/"
        + "oasis-200401-wss-wssecurity-utility-1.0.xsd\" wsu:Id=\"timestamp\">"
        + "<wsu:Created>2026-11-22T06:56:43Z</wsu:Created><wsu:Expires>2026-11-22T14:56:43Z</wsu:Expires>"
        + "</wsu:Timestamp>";

    private const string SignedInfo =
        "<SignedInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\">"
        + "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></CanonicalizationMethod>"
        + "<SignatureMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#hmac-sha1\"></SignatureMethod>"
        + "<Reference URI=\"#timestamp\"><Transforms>"
        + "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></Transform></Transforms>"
        + "<DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1\"></DigestMethod>"
        + "<DigestValue>oyDaTGfdVnCoS6kZpDC6xYTnsck=</DigestValue></Reference></SignedInfo>";

    [Fact]
    public void C4_the_proof_key_and_what_it_signs()
    {
        var key = new byte[32];
        Psha1.Derive(
            Convert.FromBase64String("A2z1tFIpNuESMIqMo3R+1aYH/kwUCpvp1RY0b05v1zU="),
            Convert.FromBase64String("hlbG9ruYMxG99zLeN1qv7e6Kp5y7DHdKuOLt2mol4jI="), key);

        Convert.ToHexString(key).ShouldBe("61F79F36A97EAC667D51D7B44EAD347762A1744EEC61562CB07A2730D9ADBD82");
        Convert.ToBase64String(SHA1.HashData(System.Text.Encoding.ASCII.GetBytes(Timestamp)))
            .ShouldBe("oyDaTGfdVnCoS6kZpDC6xYTnsck=");
        Convert.ToBase64String(HMACSHA1.HashData(key, System.Text.Encoding.ASCII.GetBytes(SignedInfo)))
            .ShouldBe("dagYnwU2hnt7JW0P34+8PAVNWJM=");
    }
}
