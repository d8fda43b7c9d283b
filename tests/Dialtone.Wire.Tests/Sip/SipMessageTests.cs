namespace Dialtone.Wire.Sip;

public class SipMessageTests
{
    [Fact]
    public void A_REGISTER_of_a_Lync_phone_is_read_whole()
    {
        var message = SipSamples.Read(SipSamples.File("register-lync"));

        message.IsRequest.ShouldBeTrue();
        message.Method.ShouldBe(SipMethod.Register);
        message.RequestUri.Text().ShouldBe("sip:contoso.example");
        message.TryGetTopVia(out var via, out _).ShouldBeTrue();
        via.Transport.Text().ShouldBe("TLS");
        via.Host.Text().ShouldBe("192.0.2.50");
        via.Port.ShouldBe((ushort?)50123);
        via.Branch.IsEmpty.ShouldBeTrue();
        message.TryGetFrom(out var from, out _).ShouldBeTrue();
        from.Uri.Text().ShouldBe("sip:alice@contoso.example");
        from.Tag.Text().ShouldBe("2947328781");
        from.TryGetParameter("EPID"u8, out var epid).ShouldBeTrue();
        epid.Text.ShouldBe("e2a3f5b8c1");
        message.TryGetTo(out var to, out _).ShouldBeTrue();
        to.Tag.IsEmpty.ShouldBeTrue();
        message.TryGetCallId(out var callId, out _).ShouldBeTrue();
        callId.Text().ShouldBe("8592g5DCBa1694i5887m0D0Bt2247b3F38xAE9Fx");
        message.TryGetCSeq(out var cseq, out _).ShouldBeTrue();
        (cseq.Number, cseq.Method).ShouldBe((3u, SipMethod.Register));
        message.TryGetMaxForwards(out var hops, out _).ShouldBeTrue();
        hops.ShouldBe(70u);
        message.TryGetExpires(out _, out var fault).ShouldBeFalse();
        fault.Kind.ShouldBe(SipFaultKind.HeaderMissing);

        var contacts = message.Contacts;
        contacts.TryNext(out var contact).ShouldBeTrue();
        contact.Uri.Text().ShouldBe("sip:192.0.2.50:50123;transport=tls;ms-opaque=d3470f2e1d");
        contact.Instance.Text().ShouldBe("<urn:uuid:91E1BB1C-7D52-5D59-9E1E-5C8E3A5D7B10>");
        contact.Expires.ShouldBeNull();
        contact.TryGetParameter("proxy"u8, out var proxy).ShouldBeTrue();
        proxy.ValueIs("REPLACE"u8).ShouldBeTrue();
        contacts.TryNext(out _).ShouldBeFalse();
        contacts.Fault.IsFault.ShouldBeFalse();

        var supported = new List<string>();
        var values = message.ListValues(SipHeader.Supported);
        while (values.TryNext(out var value))
        {
            supported.Add(value.Text());
        }

        supported.ShouldBe(["gruu-10", "adhoclist", "msrtc-event-categories", "ms-forking", "ms-cluster-failover",
            "ms-userservices-state-notification"]);
    }

    [Fact]
    public void Every_challenge_of_a_401_is_read_with_its_parameters()
    {
        var message = SipSamples.Read(SipSamples.File("401-lync"));

        (message.IsRequest, message.StatusCode, message.ReasonPhrase.Text()).ShouldBe((false, 401, "Unauthorized"));
        var seen = new List<string>();
        foreach (var value in message.HeaderValues("www-AUTHENTICATE"u8))
        {
            SipParameterReader.TryReadAuth(value, out var scheme, out var parameters, out _).ShouldBeTrue();
            parameters.TryFind("realm"u8, out var realm).ShouldBeTrue();
            seen.Add($"{scheme.Text()} {realm.Text}");
        }

        seen.ShouldBe(["NTLM SIP Communications Service", "Kerberos SIP Communications Service",
            "TLS-DSK SIP Communications Service", "Digest contoso.example"]);
    }

    [Fact]
    public void Compact_names_folds_and_odd_white_space_are_read_as_RFC_3261_allows()
    {
        var message = SipSamples.Read(SipSamples.Odd);

        SipUri.TryRead(message.RequestUri, out var uri, out _).ShouldBeTrue();
        (uri.Host.Text(), uri.IsIpv6Reference, uri.Port).ShouldBe(("2001:db8::9", true, (ushort?)5070));
        message.TryGetTopVia(out var via, out var fault).ShouldBeTrue(fault.ToString());
        via.Transport.Text().ShouldBe("TCP");
        (via.Host.Text(), via.Port, via.RPort, via.HasRPort).ShouldBe(
            ("pool01.contoso.example", (ushort?)5060, null, true));
        via.Branch.Text().ShouldBe("z9hG4bKa1");
        via.Received.Text().ShouldBe("192.0.2.11");
        var vias = message.ListValues(SipHeader.Via);
        vias.TryNext(out _).ShouldBeTrue();
        vias.TryNext(out var second).ShouldBeTrue();
        SipVia.TryRead(second, out via, out _).ShouldBeTrue();
        (via.Host.Text(), via.IsIpv6Reference, via.RPort).ShouldBe(("2001:db8::1", true, (ushort?)50123));
        vias.TryNext(out var third).ShouldBeTrue();
        third.Text().ShouldBe("SIP/2.0/TLS 192.0.2.12");
        vias.TryNext(out _).ShouldBeFalse();

        message.TryGetFrom(out var from, out _).ShouldBeTrue();
        from.DisplayName.Text().ShouldBe("\"Bob, \\\"the\\\" builder\"");
        (from.Uri.Text(), from.Tag.Text()).ShouldBe(("sips:bob@contoso.example", "x1"));
        message.TryGetTo(out var to, out _).ShouldBeTrue();
        (to.Uri.Text(), to.Tag.Text()).ShouldBe(("sip:alice@contoso.example", "quoted"));
        message.TryGetCSeq(out var cseq, out _).ShouldBeTrue();
        (cseq.Number, cseq.Method).ShouldBe((9u, SipMethod.Notify));
        var contacts = message.Contacts;
        contacts.TryNext(out var contact).ShouldBeTrue();
        contact.IsWildcard.ShouldBeTrue();
        message.TryGetHeader("s"u8, out var subject).ShouldBeTrue();
        subject.IsEmpty.ShouldBeTrue();
        message.TryGetHeader("X-Nothing-Known"u8, out var unknown).ShouldBeTrue();
        unknown.Text().ShouldBe("some text");
        message.TryGetRetryAfter(out var seconds, out _).ShouldBeTrue();
        seconds.ShouldBe(120u);
        message.TryGetContentLength(out var length, out _).ShouldBeTrue();
        length.ShouldBe(4u);
        message.Body.Span.Text().ShouldBe("body");
    }

    [Fact]
    public void Every_header_stays_enumerable_in_order()
    {
        var message = SipSamples.Read(SipSamples.File("200"));

        Enumerable.Range(0, message.HeaderCount).Select(i => message.HeaderAt(i).Name.Text()).ShouldBe(
            ["Via", "From", "To", "Call-ID", "CSeq", "Contact", "ms-keep-alive",
                "Allow-Events", "Server", "Content-Length"]);
        message.HeaderAt(6).Header.ShouldBe(SipHeader.MsKeepAlive);
        Should.Throw<ArgumentOutOfRangeException>(() => _ = message.HeaderAt(10).Header);
    }

    [Theory]
    [InlineData("REGISTER  sip:a SIP/2.0\r\n\r\n", SipFaultKind.StartLine, 9)]
    [InlineData("REGISTER sip:a b SIP/2.0\r\n\r\n", SipFaultKind.StartLine, 14)]
    [InlineData("REGISTER <sip:a> SIP/2.0\r\n\r\n", SipFaultKind.StartLine, 9)]
    [InlineData("REGISTER sip:a SIP/2.0 \r\n\r\n", SipFaultKind.StartLine, 22)]
    [InlineData("REGISTER sip:a SIP/7.0\r\n\r\n", SipFaultKind.UnsupportedVersion, 15)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", SipFaultKind.NotSip, 6)]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", SipFaultKind.NotSip, 4)]
    [InlineData("220 mail.contoso.example\r\n\r\n", SipFaultKind.NotSip, 4)]
    [InlineData("SSH-2.0-Open\r\n\r\n", SipFaultKind.NotSip, 12)]
    [InlineData("SIP/2.0 4294967301 better not break\r\n\r\n", SipFaultKind.StartLine, 8)]
    [InlineData("SIP/2.0 099 Low\r\n\r\n", SipFaultKind.StartLine, 8)]
    [InlineData("SIP/2.0 2x0 OK\r\n\r\n", SipFaultKind.StartLine, 8)]
    [InlineData("SIP/3.0 200 OK\r\n\r\n", SipFaultKind.UnsupportedVersion, 4)]
    [InlineData("SIP/2.0 200 OK\n\r\n", SipFaultKind.BareLineBreak, 14)]
    [InlineData("SIP/2.0 200 OK\r\nA: b\rc\r\n\r\n", SipFaultKind.BareLineBreak, 20)]
    [InlineData("SIP/2.0 200 OK\r\nA: b\0c\r\n\r\n", SipFaultKind.NulByte, 20)]
    [InlineData("SIP/2.0 200 OK\r\n: b\r\n\r\n", SipFaultKind.HeaderSyntax, 16)]
    [InlineData("SIP/2.0 200 OK\r\nA b: c\r\n\r\n", SipFaultKind.HeaderSyntax, 18)]
    [InlineData("SIP/2.0 200 OK\r\nA\r\n\r\n", SipFaultKind.HeaderSyntax, 17)]
    [InlineData("SIP/2.0 200 OK\r\n A: b\r\n\r\n", SipFaultKind.HeaderSyntax, 16)]
    [InlineData("SIP/2.0 200 OK\r\nl: 0\r\nContent-Length: 0\r\n\r\n", SipFaultKind.HeaderRepeated, 22)]
    [InlineData("SIP/2.0 200 OK\r\nl: -1\r\n\r\n", SipFaultKind.Number, 19)]
    [InlineData("SIP/2.0 200 OK\r\nl: 4294967296\r\n\r\n", SipFaultKind.Number, 19)]
    [InlineData("SIP/2.0 200 OK\r\nl: 1048577\r\n\r\n", SipFaultKind.BodyTooLong, 19)]
    [InlineData("SIP/2.0 200 OK\r\nl: 2\r\n\r\nab!", SipFaultKind.TrailingBytes, 26)]
    [InlineData("SIP/2.0 200 OK\r\nl: 2\r\n\r\na", SipFaultKind.Truncated, 25)]
    [InlineData("\u0016\u0003\u0001", SipFaultKind.TlsRecord, 0)]
    [InlineData("\u0016x", SipFaultKind.NotSip, 0)]
    public void A_message_that_is_none_says_what_and_where(string text, SipFaultKind kind, int offset)
    {
        var message = new SipMessage();

        SipMessage.TryRead(SipSamples.Bytes(text), SipLimits.Default, message, out var fault).ShouldBeFalse();

        fault.ShouldBe(new SipFault(kind, offset));
        message.HeaderCount.ShouldBe(0);
        message.Bytes.IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("From: <sip:a@b", SipFaultKind.Address)]
    [InlineData("From: \"a <sip:a@b>", SipFaultKind.QuotedString)]
    [InlineData("From: \"a\" sip:a@b", SipFaultKind.Address)]
    [InlineData("From: <sip:a@b> x", SipFaultKind.Address)]
    [InlineData("From: < sip:a@b>", SipFaultKind.Address)]
    [InlineData("From: <>", SipFaultKind.Address)]
    [InlineData("From:", SipFaultKind.Address)]
    [InlineData("From: <sip:a@b>;tag=", SipFaultKind.Parameter)]
    [InlineData("From: <sip:a@b>;something else", SipFaultKind.Parameter)]
    [InlineData("From: <sip:a@b>;=x", SipFaultKind.Parameter)]
    [InlineData("From: <sip:a@b>;x=\"y", SipFaultKind.QuotedString)]
    [InlineData("f: <sip:a@b>;tag=1\r\nFrom: <sip:a@b>;tag=1", SipFaultKind.HeaderRepeated)]
    public void A_malformed_From_is_a_fault(string header, SipFaultKind kind)
    {
        var message = SipSamples.Read(SipSamples.Bytes($"SIP/2.0 200 OK\r\n{header}\r\n\r\n"));
        message.TryGetFrom(out _, out var fault).ShouldBeFalse();
        fault.Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("\"J.D. User\" <sip:foo.bar@contoso.example>;something=else", "sip:foo.bar@contoso.example")]
    [InlineData("\"Test Recipient\" <SIP:test@recipient.example>", "SIP:test@recipient.example")]
    [InlineData("Bob the builder <sip:bob@contoso.example>", "sip:bob@contoso.example")]
    [InlineData("sip:foo.bar@contoso.example;tag=\"<x>\"", "sip:foo.bar@contoso.example")]
    [InlineData("  <tel:+420123456;ext=88463>  ", "tel:+420123456;ext=88463")]
    public void The_address_is_found_in_every_form(string text, string uri)
    {
        SipNameAddress.TryRead(SipSamples.Bytes(text), out var address, out var fault).ShouldBeTrue(fault.ToString());
        address.Uri.Text().ShouldBe(uri);
    }

    [Theory]
    [InlineData("Via: SIP/2.0/TLS", SipFaultKind.Via)]
    [InlineData("Via: SIP/3.0/TLS a", SipFaultKind.Via)]
    [InlineData("Via: SIP/2.0 a", SipFaultKind.Via)]
    [InlineData("Via: SIP/2.0/TLS a b", SipFaultKind.Via)]
    [InlineData("Via: SIP/2.0/TLS [::g]", SipFaultKind.Via)]
    [InlineData("Via: SIP/2.0/TLS a:0", SipFaultKind.UriPort)]
    [InlineData("Via: SIP/2.0/TLS a:65536", SipFaultKind.UriPort)]
    [InlineData("Via: SIP/2.0/TLS a;rport=x", SipFaultKind.UriPort)]
    [InlineData("Via: SIP/2.0/TLS a;branch", SipFaultKind.None)]
    [InlineData("Via: \"", SipFaultKind.QuotedString)]
    [InlineData("X: y", SipFaultKind.HeaderMissing)]
    public void A_malformed_Via_is_a_fault(string header, SipFaultKind kind)
    {
        var message = SipSamples.Read(SipSamples.Bytes($"SIP/2.0 200 OK\r\n{header}\r\n\r\n"));
        message.TryGetTopVia(out _, out var fault).ShouldBe(kind == SipFaultKind.None);
        fault.Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("CSeq: 2147483648 REGISTER", SipFaultKind.Number)]
    [InlineData("CSeq: 36893488147419103232 REGISTER", SipFaultKind.Number)]
    [InlineData("CSeq: REGISTER", SipFaultKind.Number)]
    [InlineData("CSeq: 1", SipFaultKind.HeaderSyntax)]
    [InlineData("CSeq: 1 NO TIFY", SipFaultKind.HeaderSyntax)]
    [InlineData("CSeq: 1 NOTIFY", SipFaultKind.CSeqMethodMismatch)]
    [InlineData("CSeq: 1 REGISTER\r\nCSeq: 1 REGISTER", SipFaultKind.HeaderRepeated)]
    public void A_malformed_CSeq_is_a_fault(string header, SipFaultKind kind)
    {
        var message = SipSamples.Read(SipSamples.Bytes($"REGISTER sip:a SIP/2.0\r\n{header}\r\n\r\n"));
        message.TryGetCSeq(out _, out var fault).ShouldBeFalse();
        fault.Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("<sip:a@b>;expires=60;q=0.5", 60, 500, SipFaultKind.None)]
    [InlineData("<sip:a@b>;Q=1.000", null, 1000, SipFaultKind.None)]
    [InlineData("<sip:a@b>;q=1.1", null, null, SipFaultKind.Number)]
    [InlineData("<sip:a@b>;q=2", null, null, SipFaultKind.Number)]
    [InlineData("<sip:a@b>;expires=soon", null, null, SipFaultKind.Number)]
    [InlineData("<sip:a@b>;expires", null, null, SipFaultKind.Number)]
    [InlineData("<sip:a@b>;expires=4294967296", null, null, SipFaultKind.Number)]
    public void Numbers_in_a_Contact_are_checked(string text, int? expires, int? q, SipFaultKind kind)
    {
        SipContact.TryRead(SipSamples.Bytes(text), out var contact, out var fault).ShouldBe(kind == SipFaultKind.None);
        fault.Kind.ShouldBe(kind);
        ((int?)contact.Expires, (int?)contact.Q).ShouldBe((expires, q));
    }

    [Fact]
    public void Several_contacts_in_one_line_and_in_several_are_one_list()
    {
        var message = SipSamples.Read(SipSamples.Bytes(
            "SIP/2.0 301 Moved\r\n"
            + "Contact: <sip:pool01.contoso.example>;q=0.7, \"a, b\" <sip:x,y@c>\r\nm: <sip:c>,\r\n\r\n"));
        var seen = new List<string>();
        var contacts = message.Contacts;
        while (contacts.TryNext(out var contact))
        {
            seen.Add(contact.Uri.Text());
        }

        contacts.Fault.IsFault.ShouldBeFalse();
        seen.ShouldBe(["sip:pool01.contoso.example", "sip:x,y@c", "sip:c"]);
    }

    [Theory]
    [InlineData("7", true, 7u)]
    [InlineData("7 (soon)", true, 7u)]
    [InlineData("7;duration=9", true, 7u)]
    [InlineData("7 soon", false, 0u)]
    [InlineData("soon", false, 0u)]
    [InlineData("", false, 0u)]
    public void Retry_After_is_seconds(string value, bool isRead, uint expected)
    {
        var message = SipSamples.Read(SipSamples.Bytes($"SIP/2.0 503 Busy\r\nRetry-After: {value}\r\n\r\n"));
        message.TryGetRetryAfter(out var seconds, out var fault).ShouldBe(isRead);
        fault.IsFault.ShouldBe(!isRead);
        if (isRead)
        {
            seconds.ShouldBe(expected);
        }
    }

    [Fact]
    public void Escapes_in_a_quoted_parameter_are_resolved()
    {
        var reader = new SipParameterReader(SipSamples.Bytes(" a=\"x\\\"y\\\\\" ;; b ; c = d;"));
        reader.TryNext(out var a).ShouldBeTrue();
        (a.Text, a.IsQuoted).ShouldBe(("x\"y\\", true));
        reader.TryNext(out var b).ShouldBeTrue();
        (b.Is("B"u8), b.HasValue).ShouldBe((true, false));
        reader.TryNext(out var c).ShouldBeTrue();
        c.Text.ShouldBe("d");
        reader.TryNext(out _).ShouldBeFalse();
        reader.Fault.IsFault.ShouldBeFalse();
    }

    [Fact]
    public void Each_limit_is_a_fault_one_past_it_and_none_at_it()
    {
        const string line = "SIP/2.0 200 OK\r\n";
        Expect(new() { LineBytesMax = 14 }, line + "\r\n", SipFaultKind.None);
        Expect(new() { LineBytesMax = 13 }, line + "\r\n", SipFaultKind.LineTooLong);
        Expect(new() { HeaderCountMax = 2 }, line + "a: 1\r\nb: 2\r\n\r\n", SipFaultKind.None);
        Expect(new() { HeaderCountMax = 1 }, line + "a: 1\r\nb: 2\r\n\r\n", SipFaultKind.TooManyHeaders);
        Expect(new() { HeaderBytesMax = 24 }, line + "a: 1\r\n\r\n", SipFaultKind.None);
        Expect(new() { HeaderBytesMax = 23 }, line + "a: 1\r\n\r\n", SipFaultKind.HeadersTooLong);
        Expect(new() { BodyBytesMax = 2 }, line + "l: 2\r\n\r\nab", SipFaultKind.None);
        Expect(new() { BodyBytesMax = 1 }, line + "l: 2\r\n\r\nab", SipFaultKind.BodyTooLong);
        Expect(new() { BodyBytesMax = 1 }, line + "\r\nab", SipFaultKind.BodyTooLong);
        ParameterFault(2).ShouldBe(SipFaultKind.None);
        ParameterFault(1).ShouldBe(SipFaultKind.TooManyParameters);

        static void Expect(SipLimits limits, string text, SipFaultKind kind)
        {
            var isRead = SipMessage.TryRead(SipSamples.Bytes(text), limits, new(), out var fault);
            isRead.ShouldBe(kind == SipFaultKind.None);
            fault.Kind.ShouldBe(kind);
        }

        static SipFaultKind ParameterFault(int max)
        {
            _ = SipNameAddress.TryRead("<sip:a>;x=1;y"u8, out _, out var fault, 0, new() { ParameterCountMax = max });
            return fault.Kind;
        }
    }

    [Fact]
    public void A_detached_message_outlives_its_buffer()
    {
        var bytes = SipSamples.File("200");
        var message = SipSamples.Read(bytes);

        message.Detach();
        Array.Clear(bytes);

        message.TryGetCSeq(out var cseq, out _).ShouldBeTrue();
        (cseq.Number, cseq.Method).ShouldBe((2u, SipMethod.Register));
    }

    [Fact]
    public void Cut_at_any_byte_a_message_is_a_fault()
    {
        var message = new SipMessage();
        foreach (var whole in SipSamples.All)
        {
            for (var length = 0; length < whole.Length; length++)
            {
                var part = whole.AsMemory(0, length);
                SipMessage.TryRead(part, SipLimits.Default, message, out var fault).ShouldBeFalse();
                fault.ShouldBe(new SipFault(SipFaultKind.Truncated, length));
            }
        }
    }

    [Fact]
    public void A_hundred_thousand_mutations_raise_no_exception()
    {
        var random = new Random(20261122);
        var message = new SipMessage();
        var samples = SipSamples.All.ToArray();
        var read = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = Mutate(random, samples[i % samples.Length]);
            if (SipMessage.TryRead(bytes, SipLimits.Default, message, out var fault))
            {
                read++;
                SipSamples.ReadEverything(message);
            }
            else
            {
                fault.IsFault.ShouldBeTrue();
                fault.Offset.ShouldBeInRange(0, bytes.Length);
            }
        }

        // A mutation that never survives the reader would leave the accessors untried.
        read.ShouldBeGreaterThan(20_000);
    }

    [Fact]
    public void Reading_into_the_same_instance_allocates_nothing()
    {
        var samples = SipSamples.All.ToArray();
        var message = new SipMessage();
        Pass();
        Pass();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Pass();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Pass()
        {
            foreach (var sample in samples)
            {
                if (!SipMessage.TryRead(sample, SipLimits.Default, message, out _))
                {
                    throw new InvalidOperationException("A sample was not read.");
                }

                SipSamples.ReadEverything(message);
            }
        }
    }

    private static byte[] Mutate(Random random, byte[] sample)
    {
        ReadOnlySpan<byte> favourites = "\r\n\0 :;,<>\"\\=@[]%*/?\t0\u00ff"u8;
        var bytes = new List<byte>(sample);
        for (var n = random.Next(1, 4); n > 0 && bytes.Count > 0; n--)
        {
            var at = random.Next(bytes.Count);
            var value = random.Next(2) == 0 ? favourites[random.Next(favourites.Length)] : (byte)random.Next(256);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = value;
                    break;
                case 1:
                    bytes.Insert(at, value);
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
            }
        }

        return [.. bytes];
    }
}
