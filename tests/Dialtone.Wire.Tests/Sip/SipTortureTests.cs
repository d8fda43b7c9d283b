namespace Dialtone.Wire.Sip;

/// <summary>
/// The torture messages of RFC 4475 that touch what is read here, each cut down to the lines that its section is about,
/// with a verdict: accepted, refused with which fault, or deliberately judged otherwise than the RFC, with the reason.
/// </summary>
public class SipTortureTests
{
    [Fact]
    public void Section_3_1_1_1_a_short_tortuous_INVITE()
    {
        var message = SipSamples.Read(SipSamples.Bytes(
            "INVITE sip:alice@chair.contoso.example;unknownparam SIP/2.0\r\n"
            + "TO :\r\n sip:alice@chair.contoso.example ;   tag    = 1918181833n\r\n"
            + "from   : \"The Alice \\\\\\\"\"       <sip:alice@contoso.example>\r\n  ;\r\n  tag = 98asjd8\r\n"
            + "MaX-fOrWaRdS: 0068\r\n"
            + "Call-ID: wsinv.ndaksdj@192.0.2.1\r\n"
            + "Content-Length   : 0\r\n"
            + "cseq: 0009\r\n  INVITE\r\n"
            + "Via  : SIP  /   2.0\r\n /UDP\r\n    192.0.2.2;branch=390skdjuw\r\n"
            + "s :\r\n"
            + "NewFangledHeader:   newfangled value\r\n continued newfangled value\r\n"
            + "UnknownHeaderWithUnusualValue: ;;,,;;,;\r\n"
            + "v:  SIP  / 2.0  / TCP     spindle.contoso.example   ;\r\n  branch  =   z9hG4bK9ikj8  ,\r\n"
            + " SIP  /    2.0   / UDP  198.51.100.111   ; branch=\r\n z9hG4bK30239\r\n"
            + "m:\"Quoted string \\\"\\\"\" <sip:alice@contoso.example> ; newparam =\r\n      newvalue ;\r\n"
            + "  secondparam ; q = 0.33\r\n\r\n"));

        message.TryGetTo(out var to, out var fault).ShouldBeTrue(fault.ToString());
        to.Tag.Text().ShouldBe("1918181833n");
        message.TryGetFrom(out var from, out fault).ShouldBeTrue(fault.ToString());
        from.Tag.Text().ShouldBe("98asjd8");
        message.TryGetMaxForwards(out var hops, out _).ShouldBeTrue();
        hops.ShouldBe(68u);
        message.TryGetCSeq(out var cseq, out _).ShouldBeTrue();
        (cseq.Number, cseq.Method).ShouldBe((9u, SipMethod.Invite));
        var branches = new List<string>();
        var vias = message.ListValues(SipHeader.Via);
        while (vias.TryNext(out var value))
        {
            SipVia.TryRead(value, out var via, out fault).ShouldBeTrue(fault.ToString());
            branches.Add($"{via.Transport.Text()} {via.Host.Text()} {via.Branch.Text()}");
        }

        branches.ShouldBe(["UDP 192.0.2.2 390skdjuw", "TCP spindle.contoso.example z9hG4bK9ikj8",
            "UDP 198.51.100.111 z9hG4bK30239"]);
        var contacts = message.Contacts;
        contacts.TryNext(out var contact).ShouldBeTrue(contacts.Fault.ToString());
        contact.Q.ShouldBe((ushort?)330);
        message.TryGetHeader("newfangledHEADER"u8, out var newFangled).ShouldBeTrue();
        newFangled.Text().ShouldBe("newfangled value\r\n continued newfangled value");
    }

    // Section 3.1.1.2 has a NUL in a quoted string. It is legal there, and refused here everywhere: programs that end
    // their strings at it would read another header than this one.
    [Theory]
    [InlineData("3.1.1.2 wide range of characters", "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~"
        + "(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@contoso.example SIP/2.0", "")]
    [InlineData("3.1.1.3 escapes", "INVITE sip:sips%3Auser%40contoso.example@fabrikam.example SIP/2.0",
        "To: sip:%75se%72@contoso.example")]
    [InlineData("3.1.1.4 escaped NUL", "REGISTER sip:contoso.example SIP/2.0", "To: sip:null-%00-null@contoso.example")]
    [InlineData("3.1.1.5 percent in a name", "RE%47IST%45R sip:a.contoso.example SIP/2.0",
        "To: \"%Z%45\" <sip:r@contoso.example>")]
    [InlineData("3.1.1.6 no blank before the bracket", "OPTIONS sip:user@contoso.example SIP/2.0",
        "From: caller<sip:c@d.example>")]
    [InlineData("3.1.1.9 semicolon in the user", "OPTIONS sip:user;par=u%40a.example@contoso.example SIP/2.0", "")]
    [InlineData("3.1.1.10 unknown transports", "OPTIONS sip:user@contoso.example SIP/2.0",
        "Via: SIP/2.0/SPY a.example;branch=1")]
    [InlineData("3.3.7 RFC 2543", "INVITE sip:bob@contoso.example SIP/2.0", "Via: SIP/2.0/UDP iftgw.contoso.example")]
    public void What_is_legal_is_accepted(string section, string startLine, string header)
    {
        var lines = startLine + "\r\n" + (header.Length == 0 ? "" : header + "\r\n") + "\r\n";
        var message = SipSamples.Read(SipSamples.Bytes(lines));

        SipUri.TryRead(message.RequestUri, out _, out var fault).ShouldBeTrue($"{section}: {fault}");
        FaultOfHeader(message, header).IsFault.ShouldBeFalse(section);
    }

    [Theory]
    [InlineData("SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое", 200)]
    [InlineData("SIP/2.0 100 ", 100)]
    public void Sections_3_1_1_12_and_13_any_reason_phrase_will_do(string startLine, int statusCode) =>
        SipSamples.Read(SipSamples.Bytes(startLine + "\r\n\r\n")).StatusCode.ShouldBe(statusCode);

    [Theory]
    [InlineData("3.1.2.2 content length too large", "OPTIONS sip:a SIP/2.0",
        "Content-Length: 9999", SipFaultKind.Truncated)]
    [InlineData("3.1.2.3 negative content length", "OPTIONS sip:a SIP/2.0",
        "Content-Length: -999", SipFaultKind.Number)]
    [InlineData("3.1.2.4 CSeq", "REGISTER sip:a SIP/2.0", "CSeq: 36893488147419103232 REGISTER", SipFaultKind.Number)]
    [InlineData("3.1.2.4 Max-Forwards", "REGISTER sip:a SIP/2.0", "Max-Forwards: 300", SipFaultKind.Number)]
    [InlineData("3.1.2.4 Expires", "REGISTER sip:a SIP/2.0", "Expires: 10000000000000000000000", SipFaultKind.Number)]
    [InlineData("3.1.2.4 expires", "REGISTER sip:a SIP/2.0", "m: <sip:b>;expires=280297596632815", SipFaultKind.Number)]
    [InlineData("3.1.2.5 Retry-After", "SIP/2.0 503 Busy",
        "Retry-After: 949302838503028349304023988", SipFaultKind.Number)]
    [InlineData("3.1.2.6 quotes", "INVITE sip:a SIP/2.0",
        "To: \"Mr. Bob <sip:j@contoso.example>", SipFaultKind.QuotedString)]
    [InlineData("3.1.2.7 angle brackets", "INVITE <sip:user@contoso.example> SIP/2.0", "", SipFaultKind.StartLine)]
    [InlineData("3.1.2.8 blank in the URI", "INVITE sip:user@contoso.example; lr SIP/2.0", "", SipFaultKind.StartLine)]
    [InlineData("3.1.2.9 blanks in the line", "INVITE  sip:user@contoso.example  SIP/2.0", "", SipFaultKind.StartLine)]
    [InlineData("3.1.2.10 trailing blanks", "OPTIONS sip:a@contoso.example SIP/2.0  ", "", SipFaultKind.StartLine)]
    [InlineData("3.1.2.13 bare URI", "REGISTER sip:a SIP/2.0", "To: sip:u@b?Route=%3Csip:c%3E", SipFaultKind.Address)]
    [InlineData("3.1.2.14 blanks in brackets", "OPTIONS sip:a SIP/2.0",
        "To: \"B, B\" < sip:t@fabrikam.example >", SipFaultKind.Address)]
    [InlineData("3.1.2.16 version", "OPTIONS sip:bob@fabrikam.example SIP/7.0", "", SipFaultKind.UnsupportedVersion)]
    [InlineData("3.1.2.17 methods", "OPTIONS sip:a SIP/2.0", "CSeq: 8 INVITE", SipFaultKind.CSeqMethodMismatch)]
    [InlineData("3.1.2.18 methods", "NEWMETHOD sip:a SIP/2.0", "CSeq: 8 INVITE", SipFaultKind.CSeqMethodMismatch)]
    [InlineData("3.1.2.19 status", "SIP/2.0 4294967301 better not break the receiver", "", SipFaultKind.StartLine)]
    [InlineData("3.3.8 twice", "INVITE sip:a SIP/2.0", "To: <sip:a>;tag=1\r\nt: <sip:b>", SipFaultKind.HeaderRepeated)]
    [InlineData("3.3.9 lengths", "OPTIONS sip:a SIP/2.0", "Content-Length: 0\r\nl: 5", SipFaultKind.HeaderRepeated)]
    public void What_is_not_legal_is_refused(string section, string startLine, string header, SipFaultKind kind)
    {
        var message = new SipMessage();
        var bytes = SipSamples.Bytes(startLine + "\r\n" + (header.Length == 0 ? "" : header + "\r\n") + "\r\n");
        if (SipMessage.TryRead(bytes, SipLimits.Default, message, out var fault))
        {
            fault = FaultOfHeader(message, header);
        }

        fault.Kind.ShouldBe(kind, section);
    }

    // Refused by the RFC, read here, because nothing can be misunderstood: 3.1.2.1 has empty parameters, 3.1.2.15 a
    // display name with a comma that should have stood in quotes.
    [Theory]
    [InlineData("Via: SIP/2.0/UDP 192.0.2.15;;,;,,")]
    [InlineData("From: Builder, Bob <sip:bob@contoso.example>;tag=43")]
    public void What_is_plain_is_read_although_it_is_not_legal(string header) =>
        FaultOfHeader(SipSamples.Read(SipSamples.Bytes($"OPTIONS sip:a SIP/2.0\r\n{header}\r\n\r\n")), header)
            .IsFault.ShouldBeFalse();

    [Fact]
    public void Section_3_1_1_8_what_follows_a_message_is_another_one_on_a_stream_and_refused_alone()
    {
        byte[] two = [.. SipSamples.File("register"), .. SipSamples.File("401")];
        SipMessage.TryRead(two, SipLimits.Default, new(), out var fault).ShouldBeFalse();
        fault.ShouldBe(new SipFault(SipFaultKind.TrailingBytes, SipSamples.File("register").Length));
    }

    [Theory]
    [InlineData("nobodyKnowsThisScheme:totallyopaquecontent")]
    [InlineData("soap.beep://192.0.2.103:3002")]
    public void Sections_3_3_2_to_4_a_URI_of_another_scheme_is_carried_and_not_read(string uri)
    {
        var message = SipSamples.Read(SipSamples.Bytes($"OPTIONS {uri} SIP/2.0\r\n\r\n"));
        message.RequestUri.Text().ShouldBe(uri);
        SipUri.TryRead(message.RequestUri, out _, out var fault).ShouldBeFalse();
        fault.Kind.ShouldBe(SipFaultKind.UriScheme);
    }

    private static SipFault FaultOfHeader(SipMessage message, string header)
    {
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        SipFault fault = default;
        switch (SipHeaderNames.Find(SipSamples.Bytes(colon < 0 ? "" : header[..colon])))
        {
            case SipHeader.To:
                if (message.TryGetTo(out var to, out fault) && to.Uri.StartsWith("sip:"u8))
                {
                    _ = SipUri.TryRead(to.Uri, out _, out fault, to.UriOffset);
                }

                break;
            case SipHeader.From:
                _ = message.TryGetFrom(out _, out fault);
                break;
            case SipHeader.Via:
                _ = message.TryGetTopVia(out _, out fault);
                break;
            case SipHeader.CSeq:
                _ = message.TryGetCSeq(out _, out fault);
                break;
            case SipHeader.MaxForwards:
                _ = message.TryGetMaxForwards(out _, out fault);
                break;
            case SipHeader.Expires:
                _ = message.TryGetExpires(out _, out fault);
                break;
            case SipHeader.RetryAfter:
                _ = message.TryGetRetryAfter(out _, out fault);
                break;
            case SipHeader.Contact:
                var contacts = message.Contacts;
                _ = contacts.TryNext(out _);
                fault = contacts.Fault;
                break;
            default:
                break;
        }

        return fault;
    }
}
