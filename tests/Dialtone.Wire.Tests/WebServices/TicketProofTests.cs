using System.Security.Cryptography;
using Dialtone.Wire.WebServices;
using static Dialtone.Wire.Tests.WebServices.WebServicesSamples;

namespace Dialtone.Wire.Tests.WebServices;

public class TicketProofTests
{
    [Theory]
    [InlineData(ClientEntropy, ServerEntropy, "61F79F36A97EAC667D51D7B44EAD347762A1744EEC61562CB07A2730D9ADBD82")]
    [InlineData(
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
        "df59132c2af6d230e4337732076a14561694be12838cc00203d63c816653d75b")]
    public void The_key_is_made_of_both_ends_entropy(string client, string server, string expected)
    {
        var key = ProofKey.Derive(Convert.FromBase64String(client), Convert.FromBase64String(server));

        key.Sign("any"u8).ShouldBe(HMACSHA1.HashData(Convert.FromHexString(expected), "any"u8));
    }

    [Fact]
    public void A_ticket_is_shown_as_a_client_of_other_people_shows_it()
    {
        var text = Written(TicketProof.Signed(Ticket));

        text.ShouldContain($"<wsse:Security>{Timestamp}{Assertion}"
            + $"<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\">{SignedInfo}"
            + $"<SignatureValue>{SignatureValue}</SignatureValue>");
        text.ShouldContain(">SamlSecurityToken-7</wsse:KeyIdentifier>");
    }

    [Fact]
    public void The_vector_that_was_computed_comes_out()
    {
        WebMoment.TryParse("2024-01-02T03:04:05Z", out var created).ShouldBeTrue();
        WebMoment.TryParse("2024-01-02T11:04:05Z", out var expires).ShouldBeTrue();
        var entropy = Enumerable.Range(0, 64).Select(each => (byte)each).ToArray();
        var key = ProofKey.Derive(entropy.AsSpan(0, 32), entropy.AsSpan(32));

        var text = Written(TicketProof.Signed(new(Assertion, "SamlSecurityToken-7", created, expires, key)));

        Element(text, "wsu:Timestamp").Length.ShouldBe(239);
        Element(text, "SignedInfo").Length.ShouldBe(535);
        text.ShouldContain("<DigestValue>pK01cs+pzFp8VW+dCjVuoDNt41I=</DigestValue>");
        text.ShouldContain("<SignatureValue>uusZT134otE1M0uk1tduGMwAL54=</SignatureValue>");
    }

    [Fact]
    public void A_bearer_shows_the_ticket_alone()
    {
        var text = Written(TicketProof.Bearer(Ticket));

        text.ShouldContain(Timestamp + Assertion);
        text.ShouldNotContain("Signature");
        Read(text).Check(Ticket.Key).ShouldBe(SignatureCheck.NotSigned);
    }

    [Theory]
    [InlineData("", "", SignatureCheck.Good)]
    [InlineData("SamlSecurityToken-7</", "SamlSecurityToken-8</", SignatureCheck.OtherTicket)]
    [InlineData("#hmac-sha1", "#rsa-sha1", SignatureCheck.OtherAlgorithm)]
    [InlineData("14:56:43Z", "15:56:43Z", SignatureCheck.WrongDigest)]
    [InlineData("dagYnwU2", "eagYnwU2", SignatureCheck.WrongSignature)]
    [InlineData(SignatureValue, "é", SignatureCheck.WrongSignature)]
    [InlineData(Timestamp, "", SignatureCheck.WrongDigest)]
    public void The_server_tells_what_is_wrong_with_a_signature(string right, string wrong, SignatureCheck expected)
    {
        var text = right.Length == 0
            ? CertificateRequest
            : CertificateRequest.Replace(right, wrong, StringComparison.Ordinal);

        Read(text).Check(Ticket.Key).ShouldBe(expected);
    }

    [Fact]
    public void A_signature_by_another_key_is_none_of_the_ticket_s() =>
        Read(CertificateRequest).Check(ProofKey.Derive(new byte[32], new byte[32]))
            .ShouldBe(SignatureCheck.WrongSignature);

    [Fact]
    public void No_text_holds_what_proves_the_user()
    {
        var texts = $"{Ticket} {Ticket.Key} {TicketProof.Signed(Ticket)} {new UsernameToken("4711", "135790")}";

        texts.ShouldNotContain("Assertion");
        texts.ShouldNotContain("135790");
        texts.ShouldContain("hidden");
    }

    private static string Written(TicketProof proof) => Text(new PublishCertificateRequest
    {
        Header = new() { To = Location, Action = PublishCertificateRequest.Action, Proof = proof },
        DeviceId = "{a15780ab-975f-5b29-ada0-8b95adb48287}",
        Entity = "alice@contoso.example",
        Request = new byte[] { 0x30, 3, 2, 1, 2 },
    }.ToBytes());

    private static TicketProof Read(string text)
    {
        PublishCertificateRequest.TryRead(Bytes(text), out var request, out var fault).ShouldBeTrue($"{fault}");
        return request!.Header.Proof.ShouldNotBeNull();
    }

    private static string Element(string text, string name)
    {
        var begin = text.IndexOf($"<{name} ", StringComparison.Ordinal);
        var end = $"</{name}>";
        return text[begin..(text.IndexOf(end, begin, StringComparison.Ordinal) + end.Length)];
    }
}
