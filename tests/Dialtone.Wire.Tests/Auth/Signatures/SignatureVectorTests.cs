using System.Text;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Auth.TlsDsk;
using Dialtone.Wire.Sip;
using Dialtone.Wire.Tests.Auth.Ntlm;
using Dialtone.Wire.Tests.Auth.TlsDsk;

namespace Dialtone.Wire.Tests.Auth.Signatures;

/// <summary>Signatures of recorded messages, and of made-up ones (X2), each signed and verified.</summary>
public class SignatureVectorTests
{
    private const NtlmFlags Usual = NtlmFlags.ExtendedSessionSecurity | NtlmFlags.KeyExchange | NtlmFlags.Key128;

    private const string C1 = "<SIP Communications Service><fe1.lab.test>"
        + "<37B5gC208a1858iF772m1EB1tC54Ab91A2x996Ex><3><REGISTER><sip:alice@lab.test><3448150970><sip:alice@lab.test>";

    private const string C3 = "<SIP Communications Service><fe1.lab.test>"
        + "<7B1CgA56Ca936Di6338m7B1Dt7532bB579x9311x><6><REGISTER><sip:alice@lab.test><5892727025><sip:alice@lab.test>";

    private const string X2 = "<SIP Communications Service><fe1.lab.test><abc@host><2><REGISTER><sip:alice@lab.test>"
        + "<tag1><sip:alice@lab.test>";

    [Fact]
    public void S1_ntlm_without_extended_session_security()
    {
        var message = SignedMessages.File("s1-response");
        var session = Session("5F029153BC025058969548615E7099BA", NtlmFlags.KeyExchange | NtlmFlags.Key128);

        Check(
            session.SignerOf(SipSide.Server), session.SignerOf(SipSide.Client),
            SignedMessages.TextOf(message, SignedMessages.HeaderOf(message), 2), Read(message));
        Read(message).ShouldBe("0100000000000000BF2E52667DDF6DED");
    }

    [Fact]
    public void S1_the_pad_is_the_signers_choice()
    {
        var session = Session("5F029153BC025058969548615E7099BA", NtlmFlags.KeyExchange | NtlmFlags.Key128);
        var message = SignedMessages.File("s1-response");
        var text = Encoding.UTF8.GetBytes(SignedMessages.TextOf(message, SignedMessages.HeaderOf(message), 2));

        var other = Convert.FromHexString("0100000078563412BF2E52667DDF6DED");

        session.SignerOf(SipSide.Client).Verify(text, other).ShouldBeTrue();
    }

    [Fact]
    public void S2_both_directions_of_ntlm()
    {
        var session = Session("6742FBE37BB1946B49D86A525BD29A9B", Usual);
        foreach (var (file, side, expected) in (ReadOnlySpan<(string, SipSide, string)>)[
            ("s2-request", SipSide.Client, "0100000029618E9651B65A7764000000"),
            ("s2-response", SipSide.Server, "01000000E615438A917661BE64000000")])
        {
            var message = SignedMessages.File(file);
            Read(message).ShouldBe(expected);
            Check(
                session.SignerOf(side), session.SignerOf(Other(side)),
                SignedMessages.TextOf(message, SignedMessages.HeaderOf(message), 4), expected);
        }
    }

    [Fact]
    public void S2_the_token_of_the_request_is_the_answer_and_gives_the_session()
    {
        var message = SignedMessages.File("s2-request");
        var token = SignedMessages.HeaderOf(message).GetToken();
        token.ShouldBe(NtlmMessages.S2Authenticate);
        NtlmAuthenticate.TryRead(token, out var answer, out _).ShouldBeTrue();
        NtlmChallenge.TryRead(NtlmMessages.S2Challenge, out var challenge, out _).ShouldBeTrue();

        NtlmServer.Verify(
            NtlmForm.Connectionless, [], challenge, token, answer, NtlmSecret.FromPassword("Pa$$word"),
            out var session).ShouldBe(NtlmVerdict.Proved);

        var text = SignedMessages.TextOf(message, SignedMessages.HeaderOf(message), 4);
        session!.SignerOf(SipSide.Server).Verify(Encoding.UTF8.GetBytes(text), Convert.FromHexString(Read(message)))
            .ShouldBeTrue();
    }

    [Fact]
    public void C1_both_directions_of_ntlm()
    {
        var session = Session("82970346D0F51D291463247D5A913E59", Usual);
        var (client, server) = (session.SignerOf(SipSide.Client), session.SignerOf(SipSide.Server));

        Check(client, server, $"<NTLM><c4b232b5><1>{C1}<><><><>", "010000008412C90DE3F5AA6F64000000");
        Check(server, client, $"<NTLM><A2E407B8><1>{C1}<7F86DD250A8F48569E33934D2A365E68><><><7200><200>",
            "0100000047DD6B4C1F29D86E64000000");
    }

    [Fact]
    public void N2_without_a_key_exchange_nothing_is_encrypted()
    {
        var session = Session("EB93429A8BD952F8B89C55B87F475EDC", (NtlmFlags)0x820A_8233);
        var text = Encoding.Unicode.GetBytes("Plaintext");
        Span<byte> key = stackalloc byte[NtlmKeys.KeyBytes];
        NtlmKeys.Sign(Convert.FromHexString("EB93429A8BD952F8B89C55B87F475EDC"), SipSide.Client, key);
        var expected = new byte[NtlmMac.Bytes];
        NtlmMac.WriteExtended(key, new byte[NtlmMac.ExtendedStreamBytes], 100, text, expected);

        session.SignerOf(SipSide.Server).Verify(text, expected).ShouldBeTrue();
    }

    [Fact]
    public void C3_both_directions_of_tls_dsk()
    {
        var (client, server) = TlsDsk(TlsDskVectors.C2, TlsDskHash.Sha1);

        Check(client, server, $"<TLS-DSK><8c27a487><1>{C3}<><><><>", "90E629454C61D436CAA04D9DC6A808AA27921785");
        Check(server, client, $"<TLS-DSK><CFD23F4E><1>{C3}<6B158A6549424831A44569594E2490B6><><><7200><200>",
            "93C45A8D5DC0A98988C5890139EA67AFF2BCA3D6");
        Check(
            server, client,
            "<TLS-DSK><73382D95><2><SIP Communications Service><fe1.lab.test>"
            + "<BDBAg876BaFB77i5A65m3EB4t0EE9bD715x71E2x><1><SUBSCRIBE><sip:alice@lab.test><593113439>"
            + "<sip:alice@lab.test><BD79C85E226044A3A723A2AF0565FBF5><><><28800><200>",
            "8EC22D51FCAC586870D00A01916646EC2E4D1E4D");
    }

    [Theory]
    [InlineData(TlsDskHash.Sha1, "10FBA86721BC649762A66F6FA3C67455E7F87059")]
    [InlineData(TlsDskHash.Md5, "CA4BC60A6731D40372356795F138C86B")]
    public void X2_the_client_of_tls_dsk(TlsDskHash hash, string expected)
    {
        var (client, server) = TlsDsk(TlsDskVectors.X1, hash);

        Check(client, server, $"<TLS-DSK><01234567><1>{X2}<><><><>", expected);
    }

    [Fact]
    public void X2_the_server_of_tls_dsk()
    {
        var (client, server) = TlsDsk(TlsDskVectors.X1, TlsDskHash.Sha1);

        Check(server, client, $"<TLS-DSK><89ABCDEF><1>{X2}<tag2><><><7200><200>",
            "CC0D4D77CE6289262B9561DC881C537C8B5B76AC");
    }

    [Theory]
    [InlineData(TlsDskHash.Md5, 16)]
    [InlineData(TlsDskHash.Sha1, 20)]
    [InlineData(TlsDskHash.Sha256, 32)]
    [InlineData(TlsDskHash.Sha384, 48)]
    public void Every_hash_of_tls_dsk_signs_and_verifies(TlsDskHash hash, int bytes)
    {
        var (client, server) = TlsDsk(TlsDskVectors.X1, hash);
        Span<byte> signature = stackalloc byte[MessageSigner.SignatureBytesMax];

        client.Sign("text"u8, signature).ShouldBe(bytes);

        server.Verify("text"u8, signature[..bytes]).ShouldBeTrue();
    }

    [Fact]
    public void A_signature_of_the_other_direction_does_not_verify()
    {
        var (client, _) = TlsDsk(TlsDskVectors.X1, TlsDskHash.Sha1);
        var ntlm = Session("82970346D0F51D291463247D5A913E59", Usual).SignerOf(SipSide.Client);
        Span<byte> signature = stackalloc byte[MessageSigner.SignatureBytesMax];

        client.Verify("text"u8, signature[..client.Sign("text"u8, signature)]).ShouldBeFalse();
        ntlm.Verify("text"u8, signature[..ntlm.Sign("text"u8, signature)]).ShouldBeFalse();
    }

    [Fact]
    public void Signing_and_verifying_take_no_memory()
    {
        var session = Session("82970346D0F51D291463247D5A913E59", Usual);
        var (client, server) = TlsDsk(TlsDskVectors.X1, TlsDskHash.Sha1);
        foreach (var (one, other) in (ReadOnlySpan<(MessageSigner, MessageSigner)>)[
            (session.SignerOf(SipSide.Client), session.SignerOf(SipSide.Server)), (client, server)])
        {
            var signature = new byte[MessageSigner.SignatureBytesMax];
            var text = new byte[400];
            _ = other.Verify(text, signature.AsSpan(0, one.Sign(text, signature)));

            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                _ = other.Verify(text, signature.AsSpan(0, one.Sign(text, signature)));
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        }
    }

    [Fact]
    public void No_text_form_shows_a_key()
    {
        var session = Session("82970346D0F51D291463247D5A913E59", Usual);

        session.ToString().ShouldBe("session of NTLM (hidden)");
        session.SignerOf(SipSide.Client).ToString().ShouldBe("signer (hidden)");
        NtlmSecret.FromPassword("correct horse").ToString().ShouldBe("secret of NTLM (hidden)");
        new TlsDskKeys(TlsDskVectors.C2, TlsDskHash.Sha1).ToString().ShouldBe("keys of TLS-DSK with Sha1 (hidden)");
        new NtlmAnswer(new byte[] { 0x55 }, session).ToString().ShouldBe("answer of NTLM (hidden)");
        NtlmAccount.Of("CONTOSO\\alice", NtlmSecret.FromPassword("correct horse")).ToString()
            .ShouldBe("CONTOSO\\alice");
    }

    private static string Read(SipMessage message)
    {
        Span<byte> signature = stackalloc byte[MessageSigner.SignatureBytesMax];
        return Convert.ToHexString(signature[..SignedMessages.HeaderOf(message).GetSignature(signature)]);
    }

    private static SipSide Other(SipSide side) => side == SipSide.Client ? SipSide.Server : SipSide.Client;

    private static NtlmSession Session(string key, NtlmFlags flags) => new(Convert.FromHexString(key), flags);

    private static (MessageSigner Client, MessageSigner Server) TlsDsk(byte[] exported, TlsDskHash hash)
    {
        var keys = new TlsDskKeys(exported, hash);
        return (new TlsDskSigner(keys, SipSide.Client), new TlsDskSigner(keys, SipSide.Server));
    }

    /// <summary>One signs it so, the other takes it, and takes nothing else.</summary>
    private static void Check(MessageSigner signer, MessageSigner verifier, string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> signature = stackalloc byte[MessageSigner.SignatureBytesMax];

        var length = signer.Sign(bytes, signature);

        Convert.ToHexString(signature[..length]).ShouldBe(expected);
        verifier.Verify(bytes, signature[..length]).ShouldBeTrue();
        verifier.Verify(bytes, signature[..(length - 1)]).ShouldBeFalse();
        verifier.Verify(bytes, signature[..(length + 1)]).ShouldBeFalse();
        verifier.Verify(bytes, []).ShouldBeFalse();
        bytes[^2] ^= 1;
        verifier.Verify(bytes, signature[..length]).ShouldBeFalse();
        bytes[^2] ^= 1;
        signature[length - 1] ^= 1;
        verifier.Verify(bytes, signature[..length]).ShouldBeFalse();
    }
}
