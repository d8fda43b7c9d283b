namespace Dialtone.Wire.Sip;

public class SipStreamReaderTests
{
    // Keep-alives around and between messages, of which one has a body.
    private static readonly byte[] Stream =
    [
        .. "\r\n\r\n"u8, .. SipSamples.File("register"), .. SipSamples.File("401"), .. "\r\n"u8, .. SipSamples.Odd,
        .. "\r\n\r\n"u8, .. SipSamples.File("200"),
    ];

    private static readonly string[] Expected =
    [
        "Ping", "REGISTER sip:contoso.example SIP/2.0", "SIP/2.0 401 Unauthorized",
        "NOTIFY sip:alice@[2001:db8::9]:5070;transport=tcp SIP/2.0", "Ping", "SIP/2.0 200 OK",
    ];

    [Fact]
    public void Several_messages_in_one_chunk_come_out_one_by_one() => Seen(Stream).ShouldBe(Expected);

    [Fact]
    public void Byte_by_byte_the_same_comes_out() => Seen([.. Stream.Select(b => new[] { b })]).ShouldBe(Expected);

    [Fact]
    public void Split_at_any_byte_the_same_comes_out()
    {
        for (var i = 0; i <= Stream.Length; i++)
        {
            Seen(Stream[..i], Stream[i..]).ShouldBe(Expected);
        }
    }

    [Fact]
    public void Only_a_CRLF_after_an_announced_ping_is_a_pong()
    {
        using var reader = new SipStreamReader(SipLimits.Default);
        var message = new SipMessage();
        reader.ExpectPong();
        reader.Feed("\r"u8);
        reader.Read(message, out _).ShouldBe(SipStreamRead.NeedMore);
        reader.Feed("\n\r\n\r\n\r\n"u8);
        reader.Read(message, out _).ShouldBe(SipStreamRead.Pong);
        reader.Read(message, out _).ShouldBe(SipStreamRead.Ping);
        reader.Read(message, out _).ShouldBe(SipStreamRead.NeedMore);
        reader.Pending.ShouldBe(0);
    }

    [Fact]
    public void Between_messages_no_buffer_is_held()
    {
        using var reader = new SipStreamReader(SipLimits.Default);
        var message = new SipMessage();
        reader.Feed(SipSamples.Odd);
        reader.BufferBytes.ShouldBeGreaterThan(0);
        reader.Read(message, out _).ShouldBe(SipStreamRead.Message);
        message.Body.Length.ShouldBe(4);
        reader.Read(message, out _).ShouldBe(SipStreamRead.NeedMore);
        reader.BufferBytes.ShouldBe(0);
        reader.Consumed.ShouldBe(SipSamples.Odd.Length);
    }

    [Theory]
    [InlineData("\u0016\u0003", SipFaultKind.TlsRecord, 0)]
    [InlineData("\u0015\u0003\u0001\u0000\u0002", SipFaultKind.TlsRecord, 0)]
    [InlineData("\u0016\u0001", SipFaultKind.NotSip, 0)]
    [InlineData("\u0000", SipFaultKind.NotSip, 0)]
    [InlineData("HTTP/", SipFaultKind.NotSip, 4)]
    [InlineData("\r\n\rX", SipFaultKind.NotSip, 0)]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz012", SipFaultKind.NotSip, 64)]
    [InlineData("+OK POP3 ready\r\n", SipFaultKind.NotSip, 9)]
    [InlineData("SIP/2.0 200 OK\r\n\r\n", SipFaultKind.HeaderMissing, 18)]
    [InlineData("SIP/2.0 200 OK\r\nl: 1048577\r\n\r\n", SipFaultKind.BodyTooLong, 19)]
    [InlineData("SIP/2.0 200 OK\r\nl: x\r\n\r\n", SipFaultKind.Number, 19)]
    [InlineData("SIP/2.0 200 OK\n", SipFaultKind.BareLineBreak, 14)]
    public void What_is_not_SIP_is_known_at_its_last_byte_here_and_no_earlier(
        string text, SipFaultKind kind, int offset)
    {
        var bytes = SipSamples.Bytes(text);
        using var reader = new SipStreamReader(SipLimits.Default);
        var message = new SipMessage();
        for (var i = 0; i < bytes.Length; i++)
        {
            reader.Feed(bytes.AsSpan(i, 1));
            var read = reader.Read(message, out var fault);
            if (read == SipStreamRead.Malformed)
            {
                fault.ShouldBe(new SipFault(kind, offset));
                reader.Feed("OPTIONS"u8);
                reader.Read(message, out var again).ShouldBe(SipStreamRead.Malformed);
                again.ShouldBe(fault);
                return;
            }

            read.ShouldBe(SipStreamRead.NeedMore);
            fault.IsFault.ShouldBeFalse();
        }

        Assert.Fail("No fault was found.");
    }

    [Fact]
    public void Limits_hold_before_the_end_of_a_line_or_of_the_headers_is_seen()
    {
        Fault(new() { LineBytesMax = 99 }, "OPTIONS " + new string('a', 92)).ShouldBe(SipFaultKind.LineTooLong);
        Fault(new() { LineBytesMax = 99 }, "OPTIONS " + new string('a', 91)).ShouldBe(SipFaultKind.None);
        Fault(new() { HeaderBytesMax = 20 }, "SIP/2.0 200 OK\r\na: bc").ShouldBe(SipFaultKind.HeadersTooLong);
        Fault(new() { HeaderBytesMax = 21 }, "SIP/2.0 200 OK\r\na: bc").ShouldBe(SipFaultKind.None);
        Fault(new() { HeaderCountMax = 1 }, "SIP/2.0 200 OK\r\na: b\r\n c\r\n").ShouldBe(SipFaultKind.TooManyHeaders);
        Fault(new() { BodyBytesMax = 9 }, "SIP/2.0 200 OK\r\nl: 10\r\n\r\n").ShouldBe(SipFaultKind.BodyTooLong);
        Fault(new() { BodyBytesMax = 9 }, "SIP/2.0 200 OK\r\nl: 9\r\n\r\n").ShouldBe(SipFaultKind.None);

        static SipFaultKind Fault(SipLimits limits, string text)
        {
            using var reader = new SipStreamReader(limits);
            reader.Feed(SipSamples.Bytes(text));
            _ = reader.Read(new(), out var fault);
            return fault.Kind;
        }
    }

    [Fact]
    public void A_long_line_in_pieces_meets_the_same_limits_as_whole()
    {
        var limits = new SipLimits { LineBytesMax = 200, HeaderBytesMax = 420 };
        foreach (var length in Enumerable.Range(186, 6).Concat(Enumerable.Range(60, 12)))
        {
            foreach (var end in new[] { "\r\nl: 0\r\n\r\n", "\rl: 0", "\nl: 0", "\0" })
            {
                foreach (var before in new[] { "", "Subject: " + new string('b', 180) + "\r\n" })
                {
                    var line = "Call-ID: " + new string('a', length);
                    var text = SipSamples.Bytes("SIP/2.0 200 OK\r\n" + before + line + end);
                    Seen(limits, [.. text.Select(b => new[] { b })]).ShouldBe(Seen(limits, text), $"{length} {end}");
                }
            }
        }

        var uri = SipSamples.Bytes("OPTIONS sip:" + new string('a', 300) + " SIP/2.0\r\nl: 0\r\n\r\n");
        Seen(limits, [.. uri.Select(b => new[] { b })]).ShouldBe(Seen(limits, uri));
        Seen([.. uri.Select(b => new[] { b })]).ShouldBe(Seen(uri));
    }

    [Fact]
    public void Mutated_streams_raise_no_exception_and_do_not_depend_on_how_they_are_cut()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])Stream.Clone();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var cut = random.Next(bytes.Length);
            Seen(bytes[..cut], bytes[cut..]).ShouldBe(Seen(bytes));
        }
    }

    [Fact]
    public void A_stream_at_rest_and_a_whole_message_cost_no_allocation()
    {
        var message = new SipMessage();
        var bytes = SipSamples.File("401");
        using var reader = new SipStreamReader(SipLimits.Default);
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
            reader.Feed(bytes);
            while (reader.Read(message, out _) != SipStreamRead.NeedMore)
            {
            }
        }
    }

    private static List<string> Seen(params byte[][] chunks) => Seen(SipLimits.Default, chunks);

    private static List<string> Seen(SipLimits limits, params byte[][] chunks)
    {
        using var reader = new SipStreamReader(limits);
        var message = new SipMessage();
        var seen = new List<string>();
        foreach (var chunk in chunks)
        {
            reader.Feed(chunk);
            SipStreamRead read;
            while ((read = reader.Read(message, out var fault)) != SipStreamRead.NeedMore)
            {
                seen.Add(read switch
                {
                    SipStreamRead.Message => message.ToString(),
                    SipStreamRead.Malformed => $"{fault} of {reader.Consumed}",
                    _ => read.ToString(),
                });
                if (read == SipStreamRead.Malformed)
                {
                    return seen;
                }
            }
        }

        return seen;
    }
}
