using System.Buffers;
using System.Text;
using Dialtone.Wire.Auth;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Wire.Tests.Auth.Signatures;

public class SipSignatureHeaderTests
{
    private const string Client =
        """NTLM qop="auth", opaque="2BDBAC9D", realm="SIP Communications Service", targetname="fe1.contoso.example", """
        + """gssapi-data="TlRMTQ==", version=4, crand="13317733", cnum="12", response="0100000029618e9651b65a77" """;

    [Fact]
    public void The_header_of_a_client()
    {
        var header = Read(Client, SipSide.Client);

        header.Scheme.ShouldBe(SipScheme.Ntlm);
        Text(header.Opaque).ShouldBe("2BDBAC9D");
        Text(header.Realm).ShouldBe("SIP Communications Service");
        Text(header.TargetName).ShouldBe("fe1.contoso.example");
        header.Version.ShouldBe(4);
        Text(header.Random).ShouldBe("13317733");
        header.Number.ShouldBe(12u);
        header.HasToken.ShouldBeTrue();
        header.GetToken().ShouldBe("NTLM"u8.ToArray());
        header.IsSigned.ShouldBeTrue();
        Signature(header).ShouldBe("0100000029618E9651B65A77");
        header.ToString().ShouldBe("Ntlm of the client, 12");
    }

    [Fact]
    public void A_server_has_parameters_of_its_own()
    {
        const string text =
            """TLS-DSK rspauth="00FF", srand="9616454F", snum="1", realm="r", targetname="t", crand=zz""";
        var header = Read(text, SipSide.Server);

        Text(header.Random).ShouldBe("9616454F");
        Signature(header).ShouldBe("00FF");
        header.Version.ShouldBe(0);
        header.HasToken.ShouldBeFalse();
        header.GetToken().ShouldBeEmpty();
        Fault(text, SipSide.Client).ShouldBe(new AuthFault(AuthFaultKind.InvalidValue, text.Length - 2, "crand"));
    }

    [Fact]
    public void The_first_leg_of_ntlm_has_an_empty_token_and_no_signature()
    {
        var header = Read("""NTLM qop="auth", realm="r", targetname="t", gssapi-data="", version=4""", SipSide.Client);

        header.HasToken.ShouldBeTrue();
        header.GetToken().ShouldBeEmpty();
        header.IsSigned.ShouldBeFalse();
        Signature(header).ShouldBe("");
        header.Opaque.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_client_writes_what_a_server_reads()
    {
        var output = new ArrayBufferWriter<byte>();
        new SipSignatureHeader
        {
            Side = SipSide.Client,
            Scheme = SipScheme.TlsDsk,
            Realm = SipSignatureText.Realm,
            TargetName = "fe1.contoso.example"u8,
            Opaque = "83DDA2AD"u8,
            Version = 4,
            Random = "0a1b2c3d"u8,
            Number = 7,
        }.Write(output, [0x90, 0xE6]);

        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(
            """TLS-DSK qop="auth", opaque="83DDA2AD", realm="SIP Communications Service", """
            + """targetname="fe1.contoso.example", version=4, crand="0a1b2c3d", cnum="7", """
            + "response=\"90e6\"");
    }

    [Theory]
    [InlineData(Client, SipSide.Client)]
    [InlineData("""Kerberos rspauth="0404", srand="a", snum="4294967295", realm="r", targetname="sip/t" """,
        SipSide.Server)]
    [InlineData("""NTLM realm="r", targetname="t", gssapi-data="" """, SipSide.Client)]
    public void What_is_written_is_read_back(string text, SipSide side)
    {
        var header = Read(text, side);
        var signature = new byte[MessageSigner.SignatureBytesMax];
        var length = header.GetSignature(signature);
        var output = new ArrayBufferWriter<byte>();
        header.Write(output, signature.AsSpan(0, length), header.GetToken());

        var again = Read(Encoding.UTF8.GetString(output.WrittenSpan), side);

        (again.Scheme, again.Version, again.Number, again.HasToken, again.IsSigned).ShouldBe(
            (header.Scheme, header.Version, header.Number, header.HasToken, header.IsSigned));
        (Text(again.Realm), Text(again.TargetName), Text(again.Opaque), Text(again.Random)).ShouldBe(
            (Text(header.Realm), Text(header.TargetName), Text(header.Opaque), Text(header.Random)));
        again.GetToken().ShouldBe(header.GetToken());
        Signature(again).ShouldBe(Signature(header));
    }

    [Theory]
    [InlineData("Digest realm=r", AuthFaultKind.OtherScheme, 0, "")]
    [InlineData("NTLM realm=r", AuthFaultKind.MissingParameter, 12, "targetname")]
    [InlineData("NTLM realm=r, targetname=t, response=00", AuthFaultKind.MissingParameter, 39, "crand")]
    [InlineData("NTLM realm=r, targetname=t, response=00, crand=1", AuthFaultKind.MissingParameter, 48, "cnum")]
    [InlineData("NTLM realm=r, targetname=t, response=0", AuthFaultKind.InvalidValue, 37, "response")]
    [InlineData("NTLM realm=r, targetname=t, response=0g", AuthFaultKind.InvalidValue, 37, "response")]
    [InlineData("NTLM realm=r, targetname=t, response=\"\"", AuthFaultKind.InvalidValue, 37, "response")]
    [InlineData("NTLM crand=123456789", AuthFaultKind.InvalidValue, 11, "crand")]
    [InlineData("NTLM crand=xyz", AuthFaultKind.InvalidValue, 11, "crand")]
    [InlineData("NTLM cnum=01", AuthFaultKind.InvalidValue, 10, "cnum")]
    [InlineData("NTLM cnum=+1", AuthFaultKind.InvalidValue, 10, "cnum")]
    [InlineData("NTLM cnum=4294967296", AuthFaultKind.InvalidValue, 10, "cnum")]
    [InlineData("NTLM cnum=\"\"", AuthFaultKind.InvalidValue, 10, "cnum")]
    public void What_is_wrong_is_said_with_its_place(string text, AuthFaultKind kind, int offset, string parameter) =>
        Fault(text, SipSide.Client).ShouldBe(new AuthFault(kind, offset, parameter));

    [Fact]
    public void The_longest_signature_is_taken_and_one_past_it_is_not()
    {
        Signature(Read(With(MessageSigner.SignatureBytesMax), SipSide.Client)).Length.ShouldBe(128);

        Fault(With(MessageSigner.SignatureBytesMax + 1), SipSide.Client).Kind.ShouldBe(AuthFaultKind.InvalidValue);

        static string With(int bytes) =>
            $"NTLM realm=r, targetname=t, crand=1, cnum=1, response={new string('a', 2 * bytes)}";
    }

    [Fact]
    public void Cut_short_anywhere_it_is_refused_or_is_not_signed()
    {
        var bytes = Encoding.UTF8.GetBytes(Client.TrimEnd());
        for (var length = 0; length < bytes.Length; length++)
        {
            var isRead = SipSignatureHeader.TryRead(
                bytes.AsSpan(0, length), SipSide.Client, out var header, out var fault);

            (isRead ? header.IsSigned : fault.Kind == AuthFaultKind.None).ShouldBeFalse();
            fault.Offset.ShouldBeLessThanOrEqualTo(length);
        }
    }

    [Fact]
    public void Reading_and_writing_take_no_memory()
    {
        var text = Encoding.UTF8.GetBytes(Client);
        var output = new ArrayBufferWriter<byte>(1024);
        var signature = new byte[MessageSigner.SignatureBytesMax];
        Once();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Once();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Once()
        {
            output.ResetWrittenCount();
            _ = SipSignatureHeader.TryRead(text, SipSide.Client, out var header, out _);
            header.Write(output, signature.AsSpan(0, header.GetSignature(signature)), "NTLM"u8);
        }
    }

    private static SipSignatureHeader Read(string text, SipSide side)
    {
        SipSignatureHeader.TryRead(Encoding.UTF8.GetBytes(text), side, out var header, out var fault)
            .ShouldBeTrue(fault.ToString());
        return header;
    }

    private static AuthFault Fault(string text, SipSide side)
    {
        SipSignatureHeader.TryRead(Encoding.UTF8.GetBytes(text), side, out _, out var fault).ShouldBeFalse();
        return fault;
    }

    private static string Signature(scoped in SipSignatureHeader header)
    {
        Span<byte> signature = stackalloc byte[MessageSigner.SignatureBytesMax];
        return Convert.ToHexString(signature[..header.GetSignature(signature)]);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
