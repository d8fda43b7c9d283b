using System.Buffers;
using System.Text;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;

namespace Dialtone.Wire.Tests.Auth.Signatures;

public class SipSignatureTextTests
{
    [Theory]
    [InlineData("s1-response", 2,
        "<NTLM><0878F41B><1><SIP Communications Service><ocs1.ocs.provo.novell.com>"
        + "<8592g5DCBa1694i5887m0D0Bt2247b3F38xAE9Fx><3><REGISTER><sip:gabriel@ocs.provo.novell.com><2947328781>"
        + "<B816D65C2300A32CFA6D371F2AF537FD><900><200>")]
    [InlineData("s2-request", 4,
        "<NTLM><13317733><1><SIP Communications Service><cosmo-ocs-r2.cosmo.local><4037df9284354df39065195bd57a4b14>"
        + "<3><REGISTER><sip:user@cosmo.local><3e49177a52><sip:user@cosmo.local><><><><>")]
    [InlineData("s2-response", 4,
        "<NTLM><9616454F><1><SIP Communications Service><cosmo-ocs-r2.cosmo.local><4037df9284354df39065195bd57a4b14>"
        + "<3><REGISTER><sip:user@cosmo.local><3e49177a52><sip:user@cosmo.local><5E61CCD925D17E043D9A74835A88F664>"
        + "<><><7200><200>")]
    [InlineData("s2-response", 3,
        "<NTLM><9616454F><1><SIP Communications Service><cosmo-ocs-r2.cosmo.local><4037df9284354df39065195bd57a4b14>"
        + "<3><REGISTER><sip:user@cosmo.local><3e49177a52><sip:user@cosmo.local><5E61CCD925D17E043D9A74835A88F664>"
        + "<><><7200><200>")]
    [InlineData("s3-upper", 4,
        "<NTLM><1B6D47A1><11><SIP Communications Service><LOC-COMPANYT-FE03.COMPANY.COM>"
        + "<41CEg82ECa0AC8i3DD7mE673t9CF4b19DAxF780x><1><INVITE><sip:sender@company.com><2420628112>"
        + "<sip:recipient@company.com><7aee15546a><SIP:recipient@company.com><><><180>")]
    [InlineData("s3-bare", 4,
        "<NTLM><1B6D47A1><11><foo><bar><41CEg82ECa0AC8i3DD7mE673t9CF4b19DAxF780x><1><INVITE><sip:sender@company.com>"
        + "<2420628112><sip:recipient@company.com><7aee15546a><SIP:recipient@company.com><><><180>")]
    public void S1_S2_S3_the_text_of_a_recorded_message(string file, int version, string text)
    {
        var message = SignedMessages.File(file);

        SignedMessages.TextOf(message, SignedMessages.HeaderOf(message), version).ShouldBe(text);
    }

    // P1: what stands between angle brackets, or up to the first semicolon; nothing is made the same.
    [Theory]
    [InlineData("\"J.D. User\" <sip:foo.bar@company.com>;something=else", "sip:foo.bar@company.com")]
    [InlineData("\"Test Recipient\" <SIP:test@recipient.com>", "SIP:test@recipient.com")]
    [InlineData("sip:foo.bar@company.com;something=else", "sip:foo.bar@company.com")]
    [InlineData("SIP:test@recipient.com", "SIP:test@recipient.com")]
    [InlineData("<sip:a%41@company.com;user=phone>;tag=1", "sip:a%41@company.com;user=phone")]
    public void P1_the_address_of_from_and_to(string value, string address)
    {
        var message = SignedMessages.Lines(
            "SIP/2.0 200 OK", $"From: {value}", $"To: {value}", "Call-ID: c", "CSeq: 7 SUBSCRIBE");

        Fields(message)[8].ShouldBe(address);
        Fields(message)[10].ShouldBe(address);
    }

    [Theory]
    [InlineData("\"Cullen Jennings\" <sip:fluffy@cisco.com>", "sip:fluffy@cisco.com", "")]
    [InlineData("tel:+14085264000", "", "tel:+14085264000")]
    [InlineData("\"Lunch, Lucas\" <sip:llucas@cisco.com>,<tel:+420123456;ext=88463>",
        "sip:llucas@cisco.com", "tel:+420123456;ext=88463")]
    [InlineData("<TEL:+1>, <sips:a@b>, <Sip:c@d>, <sip:e@f>, <tel:+2>", "Sip:c@d", "TEL:+1")]
    [InlineData("sip:fluffy@cisco.com", "", "")]
    public void P2_the_identity(string value, string sip, string tel)
    {
        foreach (var name in (string[])["P-Asserted-Identity", "p-preferred-identity"])
        {
            var fields = Fields(SignedMessages.Lines(
                "SIP/2.0 180 Ringing", "From: <sip:a@b>;tag=1", "To: <sip:c@d>;tag=2", "Call-ID: c", "CSeq: 7 INVITE",
                $"{name}: {value}"));

            (fields[12], fields[13]).ShouldBe((sip, tel));
        }
    }

    [Fact]
    public void The_asserted_identity_goes_before_the_preferred_one()
    {
        var fields = Fields(SignedMessages.Lines(
            "SIP/2.0 180 Ringing", "From: <sip:a@b>;tag=1", "To: <sip:c@d>;tag=2", "Call-ID: c", "CSeq: 7 INVITE",
            "P-Preferred-Identity: <sip:preferred@b>, <tel:+1>", "P-Asserted-Identity: <sip:asserted@b>"));

        (fields[12], fields[13]).ShouldBe(("sip:asserted@b", ""));
    }

    [Fact]
    public void A_request_has_no_code_and_only_the_header_expires_counts()
    {
        var message = SignedMessages.Lines(
            "SUBSCRIBE sip:c@d SIP/2.0", "f: <sip:a@b>;tag=1", "t: <sip:c@d>", "i: c", "CSeq: 7 SUBSCRIBE",
            "Contact: <sip:a@b>;expires=30", "Subscription-State: active;expires=40");
        Fields(message).Length.ShouldBe(15);
        Fields(message)[14].ShouldBe("");

        Fields(SignedMessages.Lines(
            "SUBSCRIBE sip:c@d SIP/2.0", "f: <sip:a@b>;tag=1", "t: <sip:c@d>", "i: c", "CSeq: 7 SUBSCRIBE",
            "Expires: 0600"))[14].ShouldBe("0600");
    }

    [Theory]
    [InlineData("Call-ID", SipFaultKind.HeaderMissing)]
    [InlineData("CSeq", SipFaultKind.HeaderMissing)]
    [InlineData("From", SipFaultKind.HeaderMissing)]
    [InlineData("To", SipFaultKind.HeaderMissing)]
    public void A_message_without_what_is_signed_is_said(string left, SipFaultKind kind)
    {
        string[] lines = ["From: <sip:a@b>;tag=1", "To: <sip:c@d>;tag=2", "Call-ID: c", "CSeq: 7 INVITE"];
        var message = SignedMessages.Lines(
            ["SIP/2.0 200 OK", .. lines.Where(line => !line.StartsWith(left + ":", StringComparison.Ordinal))]);

        SipSignatureText.TryWrite(message, Header(), 4, new ArrayBufferWriter<byte>(), out var fault).ShouldBeFalse();

        fault.Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Versions_that_nobody_knows_are_refused(int version) =>
        Should.Throw<ArgumentOutOfRangeException>(() => SipSignatureText.TryWrite(
            new(), Header(), version, new ArrayBufferWriter<byte>(), out _));

    [Fact]
    public void Writing_the_text_takes_no_memory()
    {
        var message = SignedMessages.File("s3-upper");
        var header = SignedMessages.HeaderOf(message);
        var output = new ArrayBufferWriter<byte>(1024);
        SipSignatureText.TryWrite(message, header, 4, output, out _).ShouldBeTrue();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            output.ResetWrittenCount();
            _ = SipSignatureText.TryWrite(message, header, 4, output, out _);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static string[] Fields(SipMessage message) =>
        SignedMessages.TextOf(message, Header(), 4)[1..^1].Split("><");

    private static SipSignatureHeader Header() => new()
    {
        Side = SipSide.Server,
        Scheme = SipScheme.TlsDsk,
        Realm = SipSignatureText.Realm,
        TargetName = "pool01.contoso.example"u8,
        Random = "0a1b2c3d"u8,
        Number = 9,
    };
}
