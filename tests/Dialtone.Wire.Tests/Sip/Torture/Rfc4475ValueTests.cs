namespace Dialtone.Wire.Sip.Torture;

/// <summary>What the messages of RFC 4475 say where a reader may misread them.</summary>
public class Rfc4475ValueTests
{
    [Fact]
    public void Section_3_1_1_1_folds_blanks_and_case_change_no_value()
    {
        var message = Read("wsinv");
        (message.Method, message.RequestUri.Text())
            .ShouldBe((SipMethod.Invite, "sip:vivekg@chair-dnrc.example.com;unknownparam"));
        Tag(message).ShouldBe("98asjd8");
        message.TryGetFrom(out var from, out _).ShouldBeTrue();
        (from.DisplayName.Text(), from.Uri.Text()).ShouldBe(("\"J Rosenberg \\\\\\\"\"", "sip:jdrosen@example.com"));
        message.TryGetTo(out var to, out _).ShouldBeTrue();
        (to.Uri.Text(), to.Tag.Text()).ShouldBe(("sip:vivekg@chair-dnrc.example.com", "1918181833n"));
        message.TryGetMaxForwards(out var hops, out _).ShouldBeTrue();
        hops.ShouldBe(68u);
        CSeq(message).ShouldBe((9u, "INVITE"));
        Header(message, "subject").ShouldBe("");
        Header(message, "newfangledHEADER").ShouldBe("newfangled value\r\n continued newfangled value");
        Header(message, "UnknownHeaderWithUnusualValue").ShouldBe(";;,,;;,;");
        Vias(message).ShouldBe(["UDP 192.0.2.2 390skdjuw", "TCP spindle.example.com z9hG4bK9ikj8",
            "UDP 192.168.255.111 z9hG4bK30239"]);
        var contacts = message.Contacts;
        contacts.TryNext(out var contact).ShouldBeTrue();
        contact.Q.ShouldBe((ushort?)330);
        contact.TryGetParameter("newparam"u8, out var newParameter).ShouldBeTrue();
        newParameter.Text.ShouldBe("newvalue");
        contact.TryGetParameter("secondparam"u8, out var second).ShouldBeTrue();
        second.HasValue.ShouldBeFalse();
        message.Body.Length.ShouldBe(150);
    }

    [Fact]
    public void Section_3_1_1_2_tokens_have_every_character_that_they_may_have()
    {
        // Read but for its NUL, which is refused everywhere.
        var bytes = TortureCase.Bytes("rfc4475/intmeth");
        bytes[bytes.IndexOf((byte)0)] = 1;
        var message = Read(bytes);

        message.Method.ShouldBe(SipMethod.Unknown);
        message.MethodName.Text().ShouldBe("!interesting-Method0123456789_*+`.%indeed'~");
        CSeq(message).ShouldBe((139122385u, message.MethodName.Text()));
        SipUri.TryRead(message.RequestUri, out var uri, out var fault).ShouldBeTrue(fault.ToString());
        uri.User.Text().ShouldBe("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too."
            + "(doesn't-it)");
        uri.Host.Text().ShouldBe("example.com");
        Vias(message).ShouldBe(["TCP host1.example.com z9hG4bK-.!%66*_+`'~"]);
        Tag(message).ShouldBe("_token~1'+`*%!-.");
        message.TryGetFrom(out var from, out _).ShouldBeTrue();
        from.TryGetParameter("fromParam''~+*_!.-%"u8, out var parameter).ShouldBeTrue();
        parameter.Text.ShouldBe("работающий");
        message.TryGetTo(out var to, out _).ShouldBeTrue();
        to.DisplayName.Text().ShouldBe("\"BEL:\\\u0007 NUL:\\\u0001 DEL:\\\u007F\"");
        message.TryGetCallId(out var callId, out _).ShouldBeTrue();
        callId.Text().ShouldBe("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
        Header(message, "extensionHeader-!.%*+_`'~").ShouldBe("\uFEFF大停電");
    }

    [Fact]
    public void Section_3_1_1_3_escapes_are_left_as_they_are()
    {
        var message = Read("esc01");
        SipUri.TryRead(message.RequestUri, out var uri, out _).ShouldBeTrue();
        (uri.IsSecure, uri.User.Text(), uri.Host.Text())
            .ShouldBe((false, "sips%3Auser%40example.com", "example.net"));
        var contacts = message.Contacts;
        contacts.TryNext(out var contact).ShouldBeTrue();
        SipUri.TryRead(contact.Uri, out uri, out _).ShouldBeTrue();
        uri.User.Text().ShouldBe("cal%6Cer");
        var parameters = uri.Parameters;
        parameters.TryNext(out var loose).ShouldBeTrue();
        (loose.Name.Text(), loose.Is("lr"u8)).ShouldBe(("%6C%72", false));
        parameters.TryNext(out var name).ShouldBeTrue();
        (name.Name.Text(), name.Text).ShouldBe(("n%61me", "v%61lue%25%34%31"));
    }

    [Fact]
    public void Section_3_1_1_4_an_escaped_NUL_is_no_end()
    {
        var message = Read("escnull");
        message.TryGetTo(out var to, out _).ShouldBeTrue();
        to.Uri.Text().ShouldBe("sip:null-%00-null@example.com");
        Contacts(message).ShouldBe(["sip:%00@host5.example.com", "sip:%00%00@host5.example.com"]);
    }

    [Fact]
    public void Section_3_1_1_5_a_percent_sign_in_a_name_is_only_a_percent_sign()
    {
        var message = Read("esc02");
        (message.Method, message.MethodName.Text()).ShouldBe((SipMethod.Unknown, "RE%47IST%45R"));
        Contacts(message).ShouldBe(["sip:alias1@host1.example.com", "sip:alias3@host3.example.com"]);
        Header(message, "C%6Fntact").ShouldBe("<sip:alias2@host2.example.com>");
    }

    [Fact]
    public void Section_3_1_1_6_a_display_name_may_touch_the_bracket()
    {
        Read("lwsdisp").TryGetFrom(out var from, out _).ShouldBeTrue();
        (from.DisplayName.Text(), from.Uri.Text()).ShouldBe(("caller", "sip:caller@example.com"));
    }

    [Fact]
    public void Section_3_1_1_7_long_values_are_whole()
    {
        var message = Read("longreq");
        var vias = Vias(message);
        vias.Count.ShouldBe(34);
        vias[33].ShouldStartWith("TCP host.example.com verylonglong");
        Tag(message).Length.ShouldBe(2 + (50 * 3) + 3);
        Contacts(message).Single().Length
            .ShouldBe("sip:@host5.example.net".Length + (5 * "amazinglylongcallername".Length));
    }

    [Fact]
    public void Section_3_1_1_8_two_messages_are_one_in_a_datagram_and_two_on_a_stream()
    {
        var bytes = TortureCase.Bytes("rfc4475/dblreq");
        SipMessage.TryRead(bytes, SipLimits.Default, new(), out var fault).ShouldBeFalse();
        fault.ShouldBe(new SipFault(SipFaultKind.TrailingBytes, 300));
        Read("dblreq").Method.ShouldBe(SipMethod.Register);

        using var stream = new SipStreamReader(SipLimits.Default);
        var message = new SipMessage();
        stream.Feed(bytes);
        stream.Read(message, out _).ShouldBe(SipStreamRead.Message);
        message.Method.ShouldBe(SipMethod.Register);

        // The white space between the two is half of a keep-alive, and passed over.
        stream.Read(message, out _).ShouldBe(SipStreamRead.Message);
        message.Method.ShouldBe(SipMethod.Invite);
    }

    [Fact]
    public void Section_3_1_1_9_the_user_has_the_semicolon()
    {
        SipUri.TryRead(Read("semiuri").RequestUri, out var uri, out _).ShouldBeTrue();
        (uri.User.Text(), uri.Host.Text()).ShouldBe(("user;par=u%40example.net", "example.com"));
        uri.Parameters.TryFind("par"u8, out _).ShouldBeFalse();
    }

    [Fact]
    public void Section_3_1_1_10_any_transport_is_told() => Vias(Read("transports")).Select(via => via.Split(' ')[0])
        .ShouldBe(["UDP", "SCTP", "TLS", "UNKNOWN", "TCP"]);

    [Fact]
    public void Section_3_1_1_11_a_body_is_octets()
    {
        var body = Read("mpart01").Body.Span;
        body.Length.ShouldBe(553);
        body.StartsWith("--7a9cbec02ceef655\r\nContent-Type: text/plain\r\n"u8).ShouldBeTrue();
        body.EndsWith("\r\n--7a9cbec02ceef655--\r\n"u8).ShouldBeTrue();
        body.Contains((byte)0).ShouldBeTrue();
    }

    [Fact]
    public void Sections_3_1_1_12_and_13_any_reason_phrase_will_do()
    {
        var message = Read("unreason");
        (message.StatusCode, message.ReasonPhrase.Text())
            .ShouldBe((200, "= 2**3 * 5**2 но сто девяносто девять - простое"));
        message = Read("noreason");
        (message.StatusCode, message.ReasonPhrase.Length).ShouldBe((100, 0));
    }

    [Fact]
    public void Section_3_1_2_11_headers_in_the_Request_URI_are_no_headers()
    {
        var message = Read("escruri");
        SipUri.TryRead(message.RequestUri, out var uri, out _).ShouldBeTrue();
        (uri.User.Text(), uri.Host.Text(), uri.Headers.Text())
            .ShouldBe(("user", "example.com", "Route=%3Csip:example.com%3E"));
        message.TryGetHeader(SipHeader.Route, out _).ShouldBeFalse();
    }

    [Fact]
    public void Section_3_1_2_12_a_date_is_carried() =>
        Header(Read("baddate"), "Date").ShouldBe("Fri, 01 Jan 2010 16:00:00 EST");

    [Fact]
    public void Section_3_1_2_15_a_comma_without_quotes_is_of_the_name()
    {
        var message = Read([.. TortureCase.Bytes("rfc4475/baddn"), .. "\r\n"u8]);
        message.TryGetFrom(out var from, out _).ShouldBeTrue();
        (from.DisplayName.Text(), from.Uri.Text(), from.Tag.Text())
            .ShouldBe(("Bell, Alexander", "sip:a.g.bell@example.com", "43"));
        message.TryGetTo(out var to, out _).ShouldBeTrue();
        (to.DisplayName.Text(), to.Uri.Text()).ShouldBe(("Watson, Thomas", "sip:t.watson@example.org"));
    }

    [Fact]
    public void Section_3_2_1_a_branch_may_be_the_cookie_alone() =>
        Vias(Read("badbranch")).ShouldBe(["UDP 192.0.2.1 z9hG4bK"]);

    [Fact]
    public void Sections_3_3_2_to_4_a_URI_of_another_scheme_is_carried_and_not_read()
    {
        foreach (var (name, uri) in new[]
        {
            ("unkscm", "nobodyKnowsThisScheme:totallyopaquecontent"), ("novelsc", "soap.beep://192.0.2.103:3002"),
        })
        {
            var message = Read(name);
            message.RequestUri.Text().ShouldBe(uri);
            SipUri.TryRead(message.RequestUri, out _, out var fault).ShouldBeFalse();
            fault.Kind.ShouldBe(SipFaultKind.UriScheme);
        }

        Read("unksm2").TryGetTo(out var to, out _).ShouldBeTrue();
        to.Uri.Text().ShouldBe("isbn:2983792873");
        Read("unksm2").TryGetFrom(out var from, out _).ShouldBeTrue();
        from.Uri.Text().ShouldBe("http://www.example.com");
        Contacts(Read("unksm2")).ShouldBe(["name:John_Smith"]);
    }

    [Fact]
    public void Section_3_3_5_what_is_required_is_listed()
    {
        var message = Read("bext01");
        List(message, SipHeader.Require).ShouldBe(["nothingSupportsThis", "nothingSupportsThisEither"]);
        List(message, SipHeader.ProxyRequire).ShouldBe(["noProxiesSupportThis", "norDoAnyProxiesSupportThis"]);
    }

    [Fact]
    public void Section_3_3_7_credentials_of_any_scheme_are_named()
    {
        _ = Read("regaut01").TryGetHeader(SipHeader.Authorization, out var value);
        SipParameterReader.TryReadAuth(value, out var scheme, out var parameters, out _).ShouldBeTrue();
        scheme.Text().ShouldBe("NoOneKnowsThisScheme");
        parameters.TryFind("opaque-data"u8, out var parameter).ShouldBeTrue();
        parameter.Text.ShouldBe("here");
    }

    [Fact]
    public void Section_3_3_11_no_hop_is_left()
    {
        Read("zeromf").TryGetMaxForwards(out var hops, out _).ShouldBeTrue();
        hops.ShouldBe(0u);
    }

    [Fact]
    public void Sections_3_3_12_to_14_brackets_say_whose_a_parameter_is()
    {
        var bare = Read("cparam01").Contacts;
        bare.TryNext(out var contact).ShouldBeTrue();
        (contact.Uri.Text(), contact.TryGetParameter("unknownparam"u8, out _))
            .ShouldBe(("sip:+19725552222@gw1.example.net", true));
        var bracketed = Read("cparam02").Contacts;
        bracketed.TryNext(out contact).ShouldBeTrue();
        (contact.Uri.Text(), contact.TryGetParameter("unknownparam"u8, out _))
            .ShouldBe(("sip:+19725552222@gw1.example.net;unknownparam", false));
        Contacts(Read("regescrt")).ShouldBe(["sip:user@example.com?Route=%3Csip:sip.example.com%3E"]);
    }

    [Fact]
    public void Section_3_4_1_RFC_2543_needed_less()
    {
        var message = Read("inv2543");
        Vias(message).ShouldBe(["UDP iftgw.example.com "]);
        Tag(message).ShouldBe("");
        message.TryGetTo(out var to, out _).ShouldBeTrue();
        to.TryGetParameter("user"u8, out var user).ShouldBeTrue();
        user.Text.ShouldBe("phone");
        message.Body.Span.StartsWith("v=0\r\n"u8).ShouldBeTrue();
    }

    private static SipMessage Read(string name) => Read(TortureCase.Bytes("rfc4475/" + name));

    private static SipMessage Read(byte[] bytes)
    {
        var message = new SipMessage();
        TortureReading.TryReadDatagram(bytes, message, out var fault).ShouldBeTrue(fault.ToString());
        return message;
    }

    private static string Tag(SipMessage message)
    {
        message.TryGetFrom(out var from, out var fault).ShouldBeTrue(fault.ToString());
        return from.Tag.Text();
    }

    private static (uint Number, string Method) CSeq(SipMessage message)
    {
        message.TryGetCSeq(out var cseq, out var fault).ShouldBeTrue(fault.ToString());
        return (cseq.Number, cseq.MethodName.Text());
    }

    private static string Header(SipMessage message, string name)
    {
        message.TryGetHeader(SipSamples.Bytes(name), out var value).ShouldBeTrue(name);
        return value.Text();
    }

    private static List<string> List(SipMessage message, SipHeader header)
    {
        var seen = new List<string>();
        var values = message.ListValues(header);
        while (values.TryNext(out var value))
        {
            seen.Add(value.Text());
        }

        return seen;
    }

    private static List<string> Vias(SipMessage message) => [.. List(message, SipHeader.Via).Select(value =>
    {
        SipVia.TryRead(SipSamples.Bytes(value), out var via, out var fault).ShouldBeTrue(fault.ToString());
        return $"{via.Transport.Text()} {via.Host.Text()} {via.Branch.Text()}";
    })];

    private static List<string> Contacts(SipMessage message)
    {
        var seen = new List<string>();
        var contacts = message.Contacts;
        while (contacts.TryNext(out var contact))
        {
            seen.Add(contact.Uri.Text());
        }

        return seen;
    }
}
