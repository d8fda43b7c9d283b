using System.Buffers;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Sip;

public class SipWriterTests
{
    private readonly ArrayBufferWriter<byte> _output = new();

    [Fact]
    public void A_request_is_written_with_its_body_and_length()
    {
        var writer = new SipWriter(_output);

        writer.BeginRequest(SipMethod.Register, "sip:contoso.example"u8)
            .Header(SipHeader.MaxForwards, 70)
            .BeginHeader(SipHeader.From).Append("<sip:alice@contoso.example>;tag="u8).Append("4f").EndHeader()
            .BeginHeader("X-Quoted"u8).AppendQuoted("say \"hi\" \\ ü"u8).EndHeader()
            .Header(SipHeader.Event, "registration"u8)
            .Header(SipHeader.UserAgent, "Dialtone/1")
            .End("hello"u8);

        _output.WrittenSpan.Text().ShouldBe(
            "REGISTER sip:contoso.example SIP/2.0\r\nMax-Forwards: 70\r\nFrom: <sip:alice@contoso.example>;tag=4f\r\n"
            + "X-Quoted: \"say \\\"hi\\\" \\\\ ü\"\r\nEvent: registration\r\nUser-Agent: Dialtone/1\r\n"
            + "Content-Length: 5\r\n\r\nhello");
        SipSamples.Read(_output.WrittenSpan.ToArray()).Method.ShouldBe(SipMethod.Register);
    }

    [Fact]
    public void What_would_begin_another_header_is_refused()
    {
        var writer = new SipWriter(_output);
        Should.Throw<ArgumentException>(() => writer.BeginRequest("OPT IONS"u8, "sip:a"u8));
        Should.Throw<ArgumentException>(() => writer.BeginRequest(SipMethod.Unknown, "sip:a"u8));
        Should.Throw<ArgumentException>(() => writer.BeginRequest(SipMethod.Options, "sip:a\r\nX: y"u8));
        Should.Throw<ArgumentException>(() => writer.BeginRequest(SipMethod.Options, "sip:a b"u8));
        Should.Throw<ArgumentException>(() => writer.BeginResponse(200, "OK\r\nX: y"u8));
        Should.Throw<ArgumentOutOfRangeException>(() => writer.BeginResponse(99, "OK"u8));
        Should.Throw<ArgumentOutOfRangeException>(() => writer.BeginResponse(700, "OK"u8));
        writer.BeginResponse(200, "OK"u8);
        Should.Throw<ArgumentException>(() => writer.BeginHeader("X: y\r\nZ"u8));
        Should.Throw<ArgumentException>(() => writer.BeginHeader(SipHeader.ContentLength));
        Should.Throw<ArgumentException>(() => writer.BeginHeader("l"u8));
        writer.BeginHeader(SipHeader.Server);
        Should.Throw<ArgumentException>(() => writer.Append("a\nb"u8));
        Should.Throw<ArgumentException>(() => writer.Append("a\rb"));
        Should.Throw<ArgumentException>(() => writer.AppendQuoted("a\0b"u8));
        Should.Throw<InvalidOperationException>(() => writer.End());
    }

    [Fact]
    public void A_response_takes_over_what_every_response_has_to()
    {
        var request = SipSamples.Read(SipSamples.Odd);
        var writer = new SipWriter(_output);

        SipReply.TryBegin(request, writer, 200, "OK"u8, "mine"u8, out var fault).ShouldBeTrue(fault.ToString());
        writer.End();

        _output.WrittenSpan.Text().ShouldBe(
            "SIP/2.0 200 OK\r\n"
            + "Via: SIP / 2.0 / TCP  pool01.contoso.example : 5060 ;branch=z9hG4bKa1;rport;received=192.0.2.11, "
            + "SIP/2.0/TLS [2001:db8::1]:5061;branch=z9hG4bKb2;rport=50123\r\n"
            + "Via: SIP/2.0/TLS 192.0.2.12\r\n"
            + "From: \"Bob, \\\"the\\\" builder\"\t<sips:bob@contoso.example>;tag=x1\r\n"
            + "To: sip:alice@contoso.example ; tag=\"quoted\"\r\n"
            + "Call-ID: f81d4fae-7dec@contoso.example\r\n"
            + "CSeq: 0009 NOTIFY\r\n"
            + "Content-Length: 0\r\n\r\n");
    }

    [Theory]
    [InlineData(200, ";tag=mine")]
    [InlineData(100, "")]
    public void A_To_without_tag_gets_one_except_in_a_100(int statusCode, string expected)
    {
        var writer = new SipWriter(_output);
        var request = SipSamples.Read(SipSamples.File("register"));
        SipReply.TryBegin(request, writer, statusCode, "-"u8, "mine"u8, out _).ShouldBeTrue();
        writer.End();
        _output.WrittenSpan.Text().ShouldContain($"To: <sip:u00001@contoso.example>{expected}\r\n");
    }

    [Theory]
    [InlineData("192.0.2.50", "192.0.2.50:5060", "192.0.2.50")]
    [InlineData("192.0.2.50:5060 ;branch=z9hG4bK1", "192.0.2.50:1024", "192.0.2.50:5060 ;branch=z9hG4bK1")]
    [InlineData("192.0.2.50:5060;rport;branch=z9hG4bK1", "192.0.2.50:1024",
        "192.0.2.50:5060;branch=z9hG4bK1;received=192.0.2.50;rport=1024")]
    [InlineData("phone;branch=\"a\\\"b\"", "192.0.2.50:1024", "phone;branch=\"a\\\"b\";received=192.0.2.50")]
    [InlineData("[2001:db8::7]:5060;rport=9;received=[2001:db8::8]", "[2001:db8::9]:1024",
        "[2001:db8::7]:5060;received=2001:db8::9;rport=1024")]
    [InlineData("phone , SIP/2.0/TCP second;rport", "192.0.2.50:1024",
        "phone;received=192.0.2.50 , SIP/2.0/TCP second;rport")]
    public void The_topmost_Via_is_given_the_source(string via, string source, string expected)
    {
        var request = SipSamples.Read(SipSamples.Bytes(
            $"OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP {via}\r\nVia: SIP/2.0/UDP third;rport\r\nFrom: sip:a;tag=1\r\n"
            + "To: sip:b;tag=2\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"));
        EndPointAddress.TryParse(source, 0, out var from).ShouldBeTrue();
        var writer = new SipWriter(_output);

        SipReply.TryBegin(request, writer, 200, "OK"u8, default, from, out var fault).ShouldBeTrue(fault.ToString());
        writer.End();

        _output.WrittenSpan.Text().ShouldContain(
            $"\r\nVia: SIP/2.0/UDP {expected}\r\nVia: SIP/2.0/UDP third;rport\r\nFrom:");
    }

    [Theory]
    [InlineData("Via")]
    [InlineData("From")]
    [InlineData("To")]
    [InlineData("Call-ID")]
    [InlineData("CSeq")]
    public void A_request_without_what_a_response_needs_is_not_answered(string missing)
    {
        var text = ((ReadOnlySpan<byte>)SipSamples.File("register")).Text();
        var without = text.Replace($"\r\n{missing}: ", "\r\nX: ", StringComparison.Ordinal);
        var request = SipSamples.Read(SipSamples.Bytes(without));

        SipReply.TryBegin(request, new SipWriter(_output), 200, "OK"u8, default, out var fault).ShouldBeFalse();

        fault.Kind.ShouldBe(SipFaultKind.HeaderMissing);
        _output.WrittenCount.ShouldBe(0);
    }

    [Fact]
    public void Credentials_are_written_into_a_header_without_allocation()
    {
        var writer = new SipWriter(_output);
        var credentials = new DigestCredentials
        {
            Username = "a\"lice",
            Realm = "contoso.example",
            Nonce = "n",
            Uri = "sip:contoso.example",
            Response = "6629fae49393a05397450978507c4ef1",
            Qop = DigestQop.Auth,
            Cnonce = "c",
            NonceCount = 0x1f,
        };
        Write();
        _output.WrittenSpan.Text().ShouldBe(
            $"SIP/2.0 200 OK\r\nAuthorization: {credentials.ToHeaderValue()}\r\nServer: x\r\n"
            + "Content-Length: 0\r\n\r\n");
        credentials.ToHeaderValue().ShouldBe(
            "Digest username=\"a\\\"lice\", realm=\"contoso.example\", nonce=\"n\", uri=\"sip:contoso.example\", "
            + "response=\"6629fae49393a05397450978507c4ef1\", cnonce=\"c\", qop=auth, nc=0000001f");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Write();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Write()
        {
            _output.ResetWrittenCount();
            writer.BeginResponse(200, "OK"u8).BeginHeader(SipHeader.Authorization);
            credentials.Write(writer);
            writer.EndHeader().Header(SipHeader.Server, "x"u8).End();
        }
    }

    [Fact]
    public void Room_is_given_only_inside_a_value()
    {
        IBufferWriter<byte> writer = new SipWriter(_output);
        Should.Throw<InvalidOperationException>(() => writer.GetMemory());
        Should.Throw<InvalidOperationException>(() => writer.Advance(0));
    }

    [Fact]
    public void An_output_whose_memory_is_no_array_is_written_too()
    {
        var output = new Unmanaged();
        new SipWriter(output).BeginResponse(200, "OK"u8)
            .Header("X-Long"u8, Enumerable.Repeat((byte)'x', 1000).ToArray())
            .End("body"u8);
        output.Written.Count.ShouldBe("SIP/2.0 200 OK\r\nX-Long: \r\nContent-Length: 4\r\n\r\nbody".Length + 1000);
    }

    /// <summary>Gives memory that no array is behind, as a pool outside of the collector does.</summary>
    private sealed class Unmanaged : MemoryManager<byte>, IBufferWriter<byte>
    {
        private readonly byte[] _bytes = new byte[2048];

        public List<byte> Written { get; } = [];

        public void Advance(int count) => Written.AddRange(_bytes.AsSpan(0, count));

        public Memory<byte> GetMemory(int sizeHint = 0) => Memory;

        public override Span<byte> GetSpan() => _bytes;

        public Span<byte> GetSpan(int sizeHint = 0) => _bytes;

        public override MemoryHandle Pin(int elementIndex = 0) => default;

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
