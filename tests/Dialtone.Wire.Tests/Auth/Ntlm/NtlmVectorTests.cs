using System.Buffers.Binary;
using System.Text;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Wire.Tests.Auth.Ntlm;

/// <summary>
/// The examples of MS-NLMP section 4.2 (N1 to N3), the public notes on NTLM by E. Glass (N5), and recorded sign-ins
/// (S2, C1). Version 1 is never spoken here: of its examples those parts count that version 2 shares.
/// </summary>
public class NtlmVectorTests
{
    private const string RandomSessionKey = "55555555555555555555555555555555";
    private const NtlmFlags N2Flags = (NtlmFlags)0x820A_8233;
    private const NtlmFlags N3Flags = (NtlmFlags)0xE28A_8233;

    private static readonly byte[] Plaintext = Encoding.Unicode.GetBytes("Plaintext");

    [Fact]
    public void N1_the_hash_of_a_password() =>
        Hex(NtHash("Password")).ShouldBe("A4F49C406510BDCAB6824EE7C30FD852");

    [Fact]
    public void N1_the_session_key_encrypted() =>
        Encrypted("D87262B0CDE4B1CB7499BECCCDF10784", RandomSessionKey).ShouldBe("518822B1B3F350C8958682ECBB3E3CB7");

    [Fact]
    public void N0_N1_a_signature_without_extended_session_security()
    {
        // One stream of RC4 encrypts the text, then pad, CRC-32 and sequence number.
        var stream = Stream(RandomSessionKey, Plaintext.Length + NtlmMac.LegacyStreamBytes);
        byte[] parts = [.. Plaintext, 0, 0, 0, 0, .. LittleEndian(0x93AA_847D), 0, 0, 0, 0];
        var all = Hex([.. parts.Zip(stream, (one, other) => (byte)(one ^ other))]);
        all.ShouldBe("56FE04D861F9319AF0D7238A2E3B4D457FB845C844E509DCD1DF2E459D36");

        var rest = stream.AsSpan(Plaintext.Length);
        var signature = new byte[NtlmMac.Bytes];
        NtlmMac.WriteLegacy(rest, BinaryPrimitives.ReadUInt32LittleEndian(rest), 0, Plaintext, signature);

        Hex(signature).ShouldBe("0100000045C844E509DCD1DF2E459D36");
    }

    [Fact]
    public void N2_keys_of_56_bits_and_a_signature_that_is_not_encrypted()
    {
        var session = Convert.FromHexString("EB93429A8BD952F8B89C55B87F475EDC");
        Hex(SignKey(session, SipSide.Client)).ShouldBe("60E799BE5C72FC92922AE8EBE961FB8D");
        Hex(SealKey(session, N2Flags, SipSide.Client)).ShouldBe("04DD7F014D8504D265A25CC86A3A7C06");
        Encrypted("04DD7F014D8504D265A25CC86A3A7C06", Hex(Plaintext)).ShouldBe("A02372F6530273F3AA1EB90190CE5200C99D");

        var signature = new byte[NtlmMac.Bytes];
        NtlmMac.WriteExtended(SignKey(session, SipSide.Client), new byte[8], 0, Plaintext, signature);

        Hex(signature).ShouldBe("01000000FF2AEB52F681793A00000000");
    }

    [Fact]
    public void N3_keys_of_128_bits()
    {
        var session = Convert.FromHexString(RandomSessionKey);

        Hex(ResponseKey("Password", "User", "Domain")).ShouldBe("0C868A403BFD7A93A3001EF22EF02E3F");
        Hex(SignKey(session, SipSide.Client)).ShouldBe("4788DC861B4782F35D43FD98FE1A2D39");
        Hex(SealKey(session, N3Flags, SipSide.Client)).ShouldBe("59F600973CC4960A25480A7C196E4C58");
        Hex(SignKey(session, SipSide.Server)).ShouldBe("D04D6F10741041D1D246D64188D7A8AD");
        Hex(SealKey(session, N3Flags, SipSide.Server)).ShouldBe("9355F3A957C1583D25C4C2F11E40390E");
        Encrypted("59F600973CC4960A25480A7C196E4C58", Hex(Plaintext)).ShouldBe("54E50165BF1936DC996020C1811B0F06FB5F");
        Encrypted("8DE40CCADBC14A82F15CB0AD0DE95CA3", RandomSessionKey).ShouldBe("C5DAD2544FC9799094CE1CE90BC9D03E");
    }

    [Theory]
    [InlineData(false, "0100000070352851F256430900000000")]
    [InlineData(true, "010000007FB38EC5C55D497600000000")]
    public void N3_a_signature(bool isEncrypted, string expected)
    {
        var stream = isEncrypted
            ? Stream("59F600973CC4960A25480A7C196E4C58", Plaintext.Length + 8)[Plaintext.Length..]
            : new byte[8];
        var signature = new byte[NtlmMac.Bytes];
        NtlmMac.WriteExtended(
            Convert.FromHexString("4788DC861B4782F35D43FD98FE1A2D39"), stream, 0, Plaintext, signature);

        Hex(signature).ShouldBe(expected);
    }

    [Fact]
    public void N3_the_challenge()
    {
        NtlmChallenge.TryRead(NtlmMessages.N3Challenge, out var challenge, out _).ShouldBeTrue();

        challenge.Flags.ShouldBe(N3Flags);
        challenge.TargetName.ShouldBe("Server");
        challenge.Target.ShouldBe(new NtlmTarget { NetBiosDomain = "Domain", NetBiosComputer = "Server" });
        Hex(challenge.Target.ToBytes()).ShouldBe(
            "02000C0044006F006D00610069006E0001000C0053006500720076006500720000000000");
        challenge.ServerChallenge.ShouldBe(0xEFCD_AB89_6745_2301);
        Hex(challenge.ToBytes()).ShouldBe(Hex(NtlmMessages.N3Challenge));
    }

    [Fact]
    public void N3_the_answer()
    {
        NtlmAuthenticate.TryRead(NtlmMessages.N3Authenticate, out var answer, out _).ShouldBeTrue();

        answer.Flags.ShouldBe((NtlmFlags)0xE288_8235);
        (answer.Domain, answer.User, answer.Workstation).ShouldBe(("Domain", "User", "COMPUTER"));
        Hex(answer.LmResponse.Span).ShouldBe("86C35097AC9CEC102554764A57CCCC19AAAAAAAAAAAAAAAA");
        Hex(answer.NtResponse.Span[..16]).ShouldBe("68CD0AB851E51C96AABC927BEBEF6A1C");
        answer.NtResponse.Length.ShouldBe(84);
        Hex(answer.EncryptedSessionKey.Span).ShouldBe("C5DAD2544FC9799094CE1CE90BC9D03E");
        answer.Mic.IsEmpty.ShouldBeTrue();
        Hex(answer.ToBytes()).ShouldBe(Hex(NtlmMessages.N3Authenticate));
    }

    [Theory]
    [InlineData("0A003602317A759A")]
    public void N5_a_signature_with_extended_session_security(string check)
    {
        var key = SignKey(Convert.FromHexString("0102030405060708090A0B0C0D0E0F00"), SipSide.Client);
        var signature = new byte[NtlmMac.Bytes];
        NtlmMac.WriteExtended(key, new byte[8], 0, "jCIFS"u8, signature);

        Hex(key).ShouldBe("F7F97A82EC390F9C903DAC4F6ACEB132");
        Hex(signature).ShouldBe($"01000000{check}00000000");
    }

    [Fact]
    public void N5_a_signature_without_it()
    {
        var signature = new byte[NtlmMac.Bytes];
        NtlmMac.WriteLegacy(Stream("0102030405E538B0", 12), 0x0009_0178, 0, "jCIFS"u8, signature);

        Hex(signature).ShouldBe("0100000078010900397420FE0E5A0F89");
    }

    [Theory]
    [InlineData("S2", "COSMO\\User", "Pa$$word", "COSMO-OCS-R2", "59519A1727B9CA01", "D6AE875CB0FDAA41",
        "6742FBE37BB1946B49D86A525BD29A9B")]
    [InlineData("C1", "alice@lab.test", "secret", "VM", "8016AC884E7ADD01", "527E2316FB0CF403",
        "82970346D0F51D291463247D5A913E59")]
    public void S2_C1_the_client_answers_byte_for_byte(
        string group, string login, string password, string workstation, string time, string challenge, string session)
    {
        var (sent, expected, read) = Recorded(group);
        var account = NtlmAccount.Of(login, NtlmSecret.FromPassword(password)) with
        {
            Workstation = workstation,
            Version = BinaryPrimitives.ReadUInt64LittleEndian(expected.AsSpan(64)),
        };

        NtlmClient.TryAnswer(
            NtlmForm.Connectionless, sent, read, account,
            DateTimeOffset.FromFileTime(BinaryPrimitives.ReadInt64LittleEndian(Convert.FromHexString(time))),
            Convert.FromHexString(challenge + session), out var answer, out var missing).ShouldBeTrue();

        missing.ShouldBe(NtlmFlags.None);
        Hex(answer.Message.Span).ShouldBe(Hex(expected));
    }

    [Theory]
    [InlineData("S2", "Pa$$word", "User", "COSMO", "164B086E00D2F393529FA3A98209F99E")]
    [InlineData("C1", "secret", "alice@lab.test", "", "D008CF81E3791B5F3647BB3EED7EFAF6")]
    public void S2_C1_the_server_takes_the_answer(
        string group, string password, string user, string domain, string responseKey)
    {
        var (_, message, challenge) = Recorded(group);
        NtlmAuthenticate.TryRead(message, out var answer, out _).ShouldBeTrue();
        (answer.User, answer.Domain).ShouldBe((user, domain));
        Hex(ResponseKey(password, user, domain)).ShouldBe(responseKey);
        Hex(challenge.ToBytes()).ShouldBe(Hex(Recorded(group).Challenge));
        Hex(answer.ToBytes()).ShouldBe(Hex(message));

        Verify(NtlmSecret.FromPassword(password), out var session).ShouldBe(NtlmVerdict.Proved);
        session.ShouldNotBeNull();
        Verify(NtlmSecret.FromHash(NtHash(password)), out _).ShouldBe(NtlmVerdict.Proved);
        Verify(NtlmSecret.FromPassword("Pa$$word "), out session).ShouldBe(NtlmVerdict.NotProved);
        session.ShouldBeNull();

        NtlmVerdict Verify(NtlmSecret secret, out NtlmSession? given) => NtlmServer.Verify(
            NtlmForm.Connectionless, [], challenge, message, answer, secret, out given);
    }

    [Theory]
    [InlineData("S2", "6742FBE37BB1946B49D86A525BD29A9B", "EA5E87C195AE65338F7C023E7600690D",
        "83013A189002D3ABAD49C4C8F605ECC8", "0151FE94DBA8C83F3C6A6E5444AE54B4", "2A2E34E8D420C039E8F31CB9E8E0CD88")]
    [InlineData("C1", "82970346D0F51D291463247D5A913E59", "50357ADF704082DB57A2A89CE331FBE0",
        "159A981F4AB0D1F8BF728141D5B8508F", "C5D5E7ED1A9FFB60ABDAD779DF061F49", "23ED379EEE63077DF90C5D05951672E1")]
    public void S2_C1_keys(
        string group, string session, string clientSign, string clientSeal, string serverSign, string serverSeal)
    {
        var key = Convert.FromHexString(session);
        var flags = Recorded(group).Read.Flags;

        Hex(SignKey(key, SipSide.Client)).ShouldBe(clientSign);
        Hex(SealKey(key, flags, SipSide.Client)).ShouldBe(clientSeal);
        Hex(SignKey(key, SipSide.Server)).ShouldBe(serverSign);
        Hex(SealKey(key, flags, SipSide.Server)).ShouldBe(serverSeal);
    }

    [Fact]
    public void S2_the_version_and_names_of_the_challenge()
    {
        var challenge = Recorded("S2").Read;

        challenge.Flags.ShouldBe((NtlmFlags)0xE298_82F3);
        challenge.TargetName.ShouldBe("");
        challenge.Target.ShouldBe(new NtlmTarget
        {
            NetBiosDomain = "COSMO",
            NetBiosComputer = "COSMO-OCS-R2",
            DnsDomain = "cosmo.local",
            DnsComputer = "cosmo-ocs-r2.cosmo.local",
            DnsTree = "cosmo.local",
        });
        Hex(challenge.Target.ToBytes()).ShouldBe(Hex(challenge.TargetInfo.Span));
    }

    private static (byte[] Challenge, byte[] Authenticate, NtlmChallenge Read) Recorded(string group)
    {
        var (challenge, authenticate) = group == "S2"
            ? (NtlmMessages.S2Challenge, NtlmMessages.S2Authenticate)
            : (NtlmMessages.C1Challenge, NtlmMessages.C1Authenticate);
        NtlmChallenge.TryRead(challenge, out var read, out _).ShouldBeTrue();
        return (challenge, authenticate, read);
    }

    private static byte[] NtHash(string password)
    {
        var hash = new byte[Md4.HashBytes];
        Md4.HashData(Encoding.Unicode.GetBytes(password), hash);
        return hash;
    }

    private static byte[] ResponseKey(string password, string user, string domain)
    {
        var key = new byte[NtlmKeys.KeyBytes];
        NtlmKeys.Response(NtHash(password), user, domain, key);
        return key;
    }

    private static byte[] SignKey(byte[] session, SipSide side)
    {
        var key = new byte[NtlmKeys.KeyBytes];
        NtlmKeys.Sign(session, side, key);
        return key;
    }

    private static byte[] SealKey(byte[] session, NtlmFlags flags, SipSide side)
    {
        var key = new byte[NtlmKeys.KeyBytes];
        NtlmKeys.Seal(session, flags, side, key);
        return key;
    }

    private static byte[] Stream(string key, int length)
    {
        var stream = new byte[length];
        Rc4.Apply(Convert.FromHexString(key), stream);
        return stream;
    }

    private static string Encrypted(string key, string hex)
    {
        var data = Convert.FromHexString(hex);
        Rc4.Apply(Convert.FromHexString(key), data);
        return Hex(data);
    }

    private static byte[] LittleEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);
}
