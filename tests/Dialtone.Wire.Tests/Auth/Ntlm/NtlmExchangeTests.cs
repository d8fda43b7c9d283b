using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Wire.Tests.Auth.Ntlm;

/// <summary>Both ends together, in both forms.</summary>
public class NtlmExchangeTests
{
    private const ulong ServerChallenge = 0x0123_4567_89AB_CDEF;

    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Chance = [.. Enumerable.Range(1, NtlmClient.ChanceBytes).Select(i => (byte)i)];
    private static readonly NtlmSecret Secret = NtlmSecret.FromPassword("correct horse");

    private static readonly NtlmTarget Target = new()
    {
        NetBiosDomain = "CONTOSO",
        NetBiosComputer = "FE01",
        DnsDomain = "contoso.example",
        DnsComputer = "fe01.contoso.example",
    };

    [Theory]
    [InlineData("CONTOSO\\alice", "CONTOSO", "alice", false)]
    [InlineData("alice@contoso.example", "", "alice@contoso.example", false)]
    [InlineData("Contoso\\Älice", "Contoso", "Älice", true)]
    public void In_sip_both_ends_come_to_the_same_session(string login, string domain, string user, bool tellsTime)
    {
        var challenge = NtlmServer.Challenge(
            Target with { Timestamp = tellsTime ? Noon.ToFileTime() : null }, ServerChallenge);
        var answer = Answer(NtlmForm.Connectionless, challenge, login);
        NtlmAuthenticate.TryRead(answer.Message.Span, out var read, out _).ShouldBeTrue();

        (read.Domain, read.User).ShouldBe((domain, user));
        read.Mic.IsEmpty.ShouldBe(!tellsTime);
        Verify(NtlmForm.Connectionless, [], challenge, answer.Message.Span, Secret, out var session)
            .ShouldBe(NtlmVerdict.Proved);
        Span<byte> signature = stackalloc byte[MessageSigner.SignatureBytesMax];
        var length = answer.Session.SignerOf(SipSide.Client).Sign("text"u8, signature);
        session!.SignerOf(SipSide.Server).Verify("text"u8, signature[..length]).ShouldBeTrue();
    }

    [Fact]
    public void What_sipe_was_offered_and_took()
    {
        // 4.1: the server of the recording had OEM too and asked for no target.
        NtlmServer.Challenge(Target, ServerChallenge).Flags.ShouldBe((NtlmFlags)0xE299_8251);
        var answer = Answer(NtlmForm.Connectionless, NtlmServer.Challenge(Target, ServerChallenge), "alice");
        NtlmAuthenticate.TryRead(answer.Message.Span, out var read, out _).ShouldBeTrue();
        read.Flags.ShouldBe((NtlmFlags)0x6298_8255);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void On_a_connection_there_are_three_messages(bool tellsTime)
    {
        var negotiate = NtlmClient.Negotiate();
        NtlmNegotiate.TryRead(negotiate, out var read, out _).ShouldBeTrue();
        var challenge = NtlmServer.Challenge(
            read, Target with { Timestamp = tellsTime ? Noon.ToFileTime() : null }, ServerChallenge);
        challenge.Flags.HasFlag(NtlmFlags.Datagram).ShouldBeFalse();
        var answer = Answer(NtlmForm.Connection, challenge, "CONTOSO\\alice");
        NtlmAuthenticate.TryRead(answer.Message.Span, out var given, out _).ShouldBeTrue();
        given.Flags.ShouldBe((NtlmFlags)0x2288_8205);

        Verify(NtlmForm.Connection, negotiate, challenge, answer.Message.Span, Secret, out _)
            .ShouldBe(NtlmVerdict.Proved);
        Verify(NtlmForm.Connection, negotiate, challenge, answer.Message.Span, NtlmSecret.FromPassword("x"), out _)
            .ShouldBe(NtlmVerdict.NotProved);
        negotiate[12] ^= 2;
        Verify(NtlmForm.Connection, negotiate, challenge, answer.Message.Span, Secret, out _)
            .ShouldBe(tellsTime ? NtlmVerdict.WrongMic : NtlmVerdict.Proved);
    }

    [Fact]
    public void A_client_that_asks_for_signatures_on_a_connection_is_granted_them()
    {
        // As the platform's client asks, which ends without a word where it is not.
        var flags = NtlmFlags.Unicode | NtlmFlags.Ntlm | NtlmFlags.Sign | NtlmFlags.KeyExchange
            | NtlmFlags.ExtendedSessionSecurity | NtlmFlags.Key128;

        (NtlmServer.Challenge(new(flags), Target, 1).Flags & flags).ShouldBe(flags);
    }

    [Theory]
    [InlineData(NtlmFlags.Unicode)]
    [InlineData(NtlmFlags.Ntlm)]
    [InlineData(NtlmFlags.Sign)]
    [InlineData(NtlmFlags.Datagram)]
    [InlineData(NtlmFlags.ExtendedSessionSecurity)]
    [InlineData(NtlmFlags.KeyExchange)]
    [InlineData(NtlmFlags.Key128)]
    [InlineData(NtlmFlags.TargetInfo)]
    public void A_server_that_is_weaker_gets_no_answer_and_a_client_that_is_none(NtlmFlags flag)
    {
        var challenge = NtlmServer.Challenge(Target, ServerChallenge);
        var weaker = new NtlmChallenge
        {
            Flags = challenge.Flags & ~flag,
            ServerChallenge = ServerChallenge,
            TargetInfo = challenge.TargetInfo,
            Target = Target,
        };

        NtlmClient.TryAnswer(
            NtlmForm.Connectionless, weaker.ToBytes(), weaker, NtlmAccount.Of("alice", Secret), Noon, Chance,
            out var answer, out var missing).ShouldBeFalse();

        answer.ShouldBeNull();
        missing.ShouldBe(flag);
        var strong = Answer(NtlmForm.Connectionless, challenge, "alice");
        Verify(NtlmForm.Connectionless, [], weaker, strong.Message.Span, Secret, out var session)
            .ShouldBe(NtlmVerdict.TooWeak);
        session.ShouldBeNull();
    }

    [Fact]
    public void A_changed_message_proves_nothing()
    {
        var challenge = NtlmServer.Challenge(Target with { Timestamp = 1 }, ServerChallenge);
        var message = Answer(NtlmForm.Connectionless, challenge, "CONTOSO\\alice").Message.ToArray();
        for (var i = 0; i < message.Length; i++)
        {
            var changed = (byte[])message.Clone();
            changed[i] ^= 0x10;
            if (NtlmAuthenticate.TryRead(changed, out _, out _))
            {
                Verify(NtlmForm.Connectionless, [], challenge, changed, Secret, out var session)
                    .ShouldNotBe(NtlmVerdict.Proved, $"byte {i}");
                session.ShouldBeNull();
            }
        }
    }

    [Fact]
    public void An_answer_to_another_challenge_proves_nothing()
    {
        var answer = Answer(NtlmForm.Connectionless, NtlmServer.Challenge(Target, ServerChallenge), "alice");

        Verify(
            NtlmForm.Connectionless, [], NtlmServer.Challenge(Target, ServerChallenge + 1), answer.Message.Span, Secret,
            out _).ShouldBe(NtlmVerdict.NotProved);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(24)]
    [InlineData(43)]
    public void Version_1_and_nobody_at_all_are_refused(int bytes)
    {
        var message = new NtlmAuthenticate
        {
            Flags = NtlmFlags.Unicode | NtlmFlags.Ntlm, User = "alice", NtResponse = new byte[bytes],
        }.ToBytes();

        Verify(
            NtlmForm.Connectionless, [], NtlmServer.Challenge(Target, ServerChallenge), message, Secret, out _)
            .ShouldBe(NtlmVerdict.NotVersion2);
    }

    [Fact]
    public void A_mic_that_is_announced_has_to_be_there()
    {
        var challenge = NtlmServer.Challenge(Target with { Timestamp = 1 }, ServerChallenge);
        NtlmAuthenticate.TryRead(
            Answer(NtlmForm.Connectionless, challenge, "alice").Message.Span, out var read, out _).ShouldBeTrue();
        var without = new NtlmAuthenticate
        {
            Flags = read.Flags,
            LmResponse = read.LmResponse,
            NtResponse = read.NtResponse,
            User = read.User,
            EncryptedSessionKey = read.EncryptedSessionKey,
        }.ToBytes();

        Verify(NtlmForm.Connectionless, [], challenge, without, Secret, out _).ShouldBe(NtlmVerdict.WrongMic);
    }

    [Fact]
    public void No_text_form_shows_a_proof()
    {
        var answer = Answer(NtlmForm.Connectionless, NtlmServer.Challenge(Target, ServerChallenge), "CONTOSO\\alice");
        NtlmAuthenticate.TryRead(answer.Message.Span, out var read, out _).ShouldBeTrue();

        read.ToString().ShouldBe("NTLM answer of CONTOSO\\alice at VM, proof (hidden)");
        NtlmServer.Challenge(Target, ServerChallenge).ToString()
            .ShouldStartWith("NTLM challenge of fe01.contoso.example, ");
    }

    private static NtlmAnswer Answer(NtlmForm form, NtlmChallenge challenge, string login)
    {
        var message = challenge.ToBytes();
        NtlmChallenge.TryRead(message, out var read, out _).ShouldBeTrue();
        NtlmClient.TryAnswer(
            form, message, read, NtlmAccount.Of(login, Secret) with { Workstation = "VM" }, Noon, Chance,
            out var answer, out _).ShouldBeTrue();
        return answer!;
    }

    private static NtlmVerdict Verify(
        NtlmForm form, ReadOnlySpan<byte> negotiate, NtlmChallenge challenge, ReadOnlySpan<byte> message,
        NtlmSecret secret, out NtlmSession? session)
    {
        NtlmAuthenticate.TryRead(message, out var answer, out _).ShouldBeTrue();
        return NtlmServer.Verify(form, negotiate, challenge, message, answer, secret, out session);
    }
}
