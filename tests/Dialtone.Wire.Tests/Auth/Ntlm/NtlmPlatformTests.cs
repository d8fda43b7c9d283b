using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Wire.Tests.Auth.Ntlm;

/// <summary>The platform's own client of NTLM, in managed code, against the server's side here.</summary>
public sealed class NtlmPlatformTests : IDisposable
{
    private static readonly NtlmTarget Target = new()
    {
        NetBiosDomain = "CONTOSO",
        NetBiosComputer = "WEB",
        DnsDomain = "contoso.example",
        DnsComputer = "web.contoso.example",
    };

    private readonly NegotiateAuthentication _client;

    // Without it the platform goes to GSSAPI, which knows NTLM only with a package more.
    static NtlmPlatformTests() => AppContext.SetSwitch("System.Net.Security.UseManagedNtlm", true);

    public NtlmPlatformTests() => _client = new(new NegotiateAuthenticationClientOptions
    {
        Package = "NTLM",
        Credential = new NetworkCredential("alice", "correct horse", "CONTOSO"),
        TargetName = "HTTP/web.contoso.example",
        RequiredProtectionLevel = ProtectionLevel.Sign,
    });

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_platforms_client_is_proved_and_signs_with_the_same_keys(bool tellsTime)
    {
        var (negotiate, challenge, message, answer) = Answer(tellsTime);
        (answer.Domain, answer.User).ShouldBe(("CONTOSO", "alice"));

        NtlmServer.Verify(
            NtlmForm.Connection, negotiate, challenge, message, answer, NtlmSecret.FromPassword("correct horse"),
            out _).ShouldBe(NtlmVerdict.Proved);

        var output = new ArrayBufferWriter<byte>();
        _client.ComputeIntegrityCheck("text"u8, output);
        output.WrittenSpan.ToArray().ShouldBe(FirstSignature(answer, "text"u8));
    }

    [Fact]
    public void Another_password_does_not_prove_it()
    {
        var (negotiate, challenge, message, answer) = Answer(tellsTime: true);

        NtlmServer.Verify(
            NtlmForm.Connection, negotiate, challenge, message, answer, NtlmSecret.FromPassword("x"), out _)
            .ShouldBe(NtlmVerdict.NotProved);
    }

    [Fact]
    public void A_changed_challenge_shows_in_the_mic()
    {
        var (negotiate, challenge, message, answer) = Answer(tellsTime: true);
        var changed = new NtlmChallenge
        {
            Flags = challenge.Flags,
            ServerChallenge = challenge.ServerChallenge,
            TargetName = "FABRIKAM",
            TargetInfo = challenge.TargetInfo,
            Target = challenge.Target,
        };

        NtlmServer.Verify(
            NtlmForm.Connection, negotiate, changed, message, answer, NtlmSecret.FromPassword("correct horse"),
            out _).ShouldBe(NtlmVerdict.WrongMic);
    }

    private (byte[] Negotiate, NtlmChallenge Challenge, byte[] Message, NtlmAuthenticate Answer) Answer(bool tellsTime)
    {
        var negotiate = _client.GetOutgoingBlob([], out var status).ShouldNotBeNull();
        status.ShouldBe(NegotiateAuthenticationStatusCode.ContinueNeeded);
        NtlmNegotiate.TryRead(negotiate, out var read, out _).ShouldBeTrue();
        var now = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        var challenge = NtlmServer.Challenge(
            read, Target with { Timestamp = tellsTime ? now.ToFileTime() : null }, 0x0123_4567_89AB_CDEF);
        var message = _client.GetOutgoingBlob(challenge.ToBytes(), out status).ShouldNotBeNull();
        status.ShouldBe(NegotiateAuthenticationStatusCode.Completed);
        NtlmAuthenticate.TryRead(message, out var answer, out _).ShouldBeTrue();
        return (negotiate, challenge, message, answer);
    }

    // On a connection sequence numbers count from 0, and one stream of RC4 goes through all messages of an end.
    private static byte[] FirstSignature(NtlmAuthenticate answer, ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[Md4.HashBytes];
        Md4.HashData(Encoding.Unicode.GetBytes("correct horse"), hash);
        Span<byte> key = stackalloc byte[NtlmKeys.KeyBytes];
        NtlmKeys.Response(hash, answer.User, answer.Domain, key);
        var session = answer.EncryptedSessionKey.ToArray();
        Rc4.Apply(HMACMD5.HashData(key, answer.NtResponse.Span[..16]), session);

        Span<byte> signKey = stackalloc byte[NtlmKeys.KeyBytes];
        Span<byte> sealKey = stackalloc byte[NtlmKeys.KeyBytes];
        NtlmKeys.Sign(session, SipSide.Client, signKey);
        NtlmKeys.Seal(session, answer.Flags, SipSide.Client, sealKey);
        var stream = new byte[NtlmMac.ExtendedStreamBytes];
        Rc4.Apply(sealKey, stream);
        var signature = new byte[NtlmMac.Bytes];
        NtlmMac.WriteExtended(signKey, stream, 0, text, signature);
        return signature;
    }
}
