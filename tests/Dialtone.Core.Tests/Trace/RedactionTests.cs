using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Trace;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Sip;
using Dialtone.Wire.Stun;

namespace Dialtone.Core.Tests.Trace;

/// <summary>A canary in every place where a secret may stand is in nothing that is kept.</summary>
public class RedactionTests
{
    private const string Canary = "Zm9vQ2FuYXJ5";

    private readonly TraceBench _bench = new();

    public RedactionTests() => _bench.Connect();

    [Theory]
    [InlineData("Authorization", $"TLS-DSK qop=\"auth\", gssapi-data=\"{Canary}\", version=4", "version=4")]
    [InlineData("Authorization", $"NTLM opaque=\"A1\", response=\"{Canary}\", crand=\"5\"", "crand=\"5\"")]
    [InlineData("Authorization", $"Digest username=\"alice\", response={Canary}, nc=00000001", "nc=00000001")]
    [InlineData("proxy-authorization", $"Digest response = \"a\\\"{Canary}\" ,nc=1", "nc=1")]
    [InlineData("Authorization", $"Digest realm=\"x\",\r\n response=\"{Canary}\"", "realm=\"x\"")]
    [InlineData("Authorization", $"Digest response=\"{Canary}", "Digest")]
    [InlineData("Authorization", $"Basic {Canary}=", "Basic")]
    [InlineData("Authorization", $"Bearer {Canary}", "Bearer")]
    [InlineData("Authorization", $"{Canary}", "Authorization")]
    [InlineData("Authorization", $"Digest new-thing=\"{Canary}\"", "new-thing")]
    [InlineData("WWW-Authenticate", $"Kerberos realm=\"SIP\", gssapi-data=\"{Canary}\"", "realm=\"SIP\"")]
    [InlineData("Authentication-Info", $"NTLM rspauth=\"{Canary}\", snum=\"1\"", "snum=\"1\"")]
    [InlineData("Proxy-Authentication-Info", $"rspauth=\"{Canary}\"", "rspauth")]
    [InlineData("X-MS-WebTicket", $"opaque={Canary}", "X-MS-WebTicket")]
    [InlineData("Set-Cookie", $"MSWSMAN={Canary}; secure", "Set-Cookie")]
    public void Of_a_header_what_proves_somebody_is_taken_out(string name, string value, string kept)
    {
        _bench.Write(TraceBench.Sip(
            "REGISTER sip:contoso.example SIP/2.0", $"{name}: {value}\r\nCSeq: 1 REGISTER\r\n"));
        _bench.LastText.ShouldNotContain(Canary);
        _bench.LastText.ShouldContain("[redacted, ");
        _bench.LastText.ShouldContain(kept);
        _bench.LastText.ShouldContain("CSeq: 1 REGISTER\r\n");
        SipMessage.TryRead(_bench.Last.Bytes.AsMemory(), SipLimits.Default, new(), out _).ShouldBeTrue();

        _bench.Want(new NetEffect.Connect(new(2), TraceBench.Remote, Tls: null), new NetEffect.SendHttp(
            new(2), new("GET", "a", "/") { Fields = [new(name, value)] }));
        _bench.Last.Protocol.ShouldBe(TracedProtocol.Http);
        _bench.LastText.ShouldNotContain(Canary);
    }

    [Theory]
    [InlineData("WWW-Authenticate", "NTLM realm=\"SIP Communications Service\", targetname=\"fe01\", version=4")]
    [InlineData("WWW-Authenticate", "Digest realm=\"a, b\", nonce=\"n\\\"m\", qop=\"auth\", stale=TRUE, algorithm=MD5")]
    [InlineData("WWW-Authenticate", "Negotiate, NTLM")]
    [InlineData("Authorization", "NTLM qop=\"auth\", realm=\"SIP\", gssapi-data=\"\", version=4")]
    [InlineData("Ms-Diagnostics", "1000;reason=\"Final handshake failed\";source=\"fe01\"")]
    public void What_is_no_secret_stays_to_the_byte(string name, string value)
    {
        var text = TraceBench.Sip("REGISTER sip:contoso.example SIP/2.0", $"{name}: {value}\r\n", "<Password2/>");
        _bench.Write(text);
        _bench.LastText.ShouldBe(text);
    }

    [Theory]
    [InlineData($"<wsse:Username>101</wsse:Username><wsse:Password>{Canary}</wsse:Password>", ">101<")]
    [InlineData($"<wsse:Password Type=\"a>b\">{Canary}</wsse:Password>", "wsse:Password")]
    [InlineData($"<s:Assertion xmlns:s=\"urn:s\" AssertionID=\"{Canary}\"><a>{Canary}</a></s:Assertion>", "=\"urn:s\"")]
    [InlineData($"<Assertion AssertionID = '{Canary}' />", "Assertion")]
    [InlineData($"<a><Assertion>x<Assertion/><Assertion>y</Assertion>{Canary}</Assertion><b/></a>", "<b/>")]
    [InlineData($"<wst:BinarySecret>{Canary}</wst:BinarySecret>", "BinarySecret")]
    [InlineData($"<c><username>{Canary}</username><password>{Canary}</password></c>", "<username>")]
    [InlineData($"<ds:SignatureValue>{Canary}", "SignatureValue")]
    [InlineData($"<Password>1<!--</Password>-->{Canary}</Password><b/>", "<b/>")]
    [InlineData($"<Password><![CDATA[</Password>{Canary}]]></Password><b/>", "<b/>")]
    [InlineData($"<Password x'y>{Canary}</Password>", "Password")]
    [InlineData($"<Password xmlns=\"{Canary}>x</Password>", "Password")]
    [InlineData($"1 < 2, isn't it <Password>{Canary}</Password>", "isn't")]
    [InlineData($"<user name=\"a\" password=\"{Canary}\" age='9'/>", "age='9'")]
    [InlineData($"<user password = {Canary}>", "user")]
    [InlineData($"-----BEGIN PRIVATE KEY-----\n{Canary}", "")]
    [InlineData($"<\0P\0a\0s\0s\0w\0o\0r\0d\0>\0{Canary}", "")]
    public void Of_a_body_passwords_tickets_and_keys_are_taken_out(string body, string kept)
    {
        _bench.Write(TraceBench.Sip("SERVICE sip:contoso.example SIP/2.0", "", body));
        Check();
        SipMessage.TryRead(_bench.Last.Bytes.AsMemory(), SipLimits.Default, new(), out _).ShouldBeTrue();

        _bench.Want(new NetEffect.Connect(new(2), TraceBench.Remote, Tls: null), new NetEffect.SendHttp(
            new(2), new("POST", "a", "/") { Body = TraceBench.Bytes(body) }));
        _bench.Last.Protocol.ShouldBe(TracedProtocol.Http);
        Check();

        void Check()
        {
            _bench.LastText.ShouldNotContain(Canary);
            _bench.LastText.ShouldContain(kept);
        }
    }

    [Fact]
    public void What_is_compressed_is_not_kept()
    {
        _bench.Want(new NetEffect.SendHttp(TraceBench.Flow, new("POST", "a", "/x?user=alice&ticket=" + Canary)
        {
            Fields = [new("Content-Encoding", "gzip")],
            Body = TraceBench.Bytes(Canary),
        }));
        _bench.LastText.ShouldNotContain(Canary);
        _bench.LastText.ShouldStartWith("POST /x?user=alice&ticket=[redacted,12] HTTP/1.1\r\n");
        _bench.LastText.ShouldEndWith("[redacted, 12 bytes]");
    }

    [Fact]
    public void Of_TURN_the_user_name_is_taken_out_and_the_message_can_be_read()
    {
        Span<byte> bytes = stackalloc byte[256];
        var writer = new StunWriter(bytes, StunClass.Request, StunMethod.Allocate, "123456789012"u8);
        writer.Add(StunAttributeType.Username, TraceBench.Bytes($"{Canary}{Canary}{Canary}"));
        writer.Add(StunAttributeType.Realm, "contoso.example"u8);
        writer.AddIntegrity(StunKey.LongTerm("a", "b", "c"));
        writer.AddFingerprint();
        var flow = new FlowId(3);
        _bench.Want(
            new NetEffect.OpenDatagrams(flow, new(IpAddress.AnyV4, 0)),
            new NetEffect.SendDatagram(flow, new(IpAddress.Parse("192.0.2.30"), 3478), writer.Written.ToArray()));

        _bench.Last.Protocol.ShouldBe(TracedProtocol.Turn);
        _bench.Last.Title.ShouldBe("Allocate request");
        _bench.LastText.ShouldNotContain(Canary);
        StunMessage.TryRead(_bench.Last.Bytes.AsSpan(), out var message, out var fault).ShouldBeTrue($"{fault}");
        message.TryGet(StunAttributeType.Username, out var name).ShouldBeTrue();
        Encoding.ASCII.GetString(name).ShouldBe("[redacted, 36 bytes]".PadRight(36));
        message.TryGet(StunAttributeType.MessageIntegrity, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_a_relay_of_Lync_the_ticket_is_taken_out_over_either_transport(bool isStream)
    {
        Span<byte> bytes = stackalloc byte[256];
        var writer = new MsTurnWriter(bytes, MsTurnMessageType.AllocateRequest, "1234567890123456"u8);
        writer.Add(MsTurnAttributeType.Username, TraceBench.Bytes($"{Canary}{Canary}"));
        writer.AddIntegrity(new MsTurnKey("a"u8, "b", "c"u8));
        var message = writer.Written.ToArray();
        var relay = new EndPointAddress(IpAddress.Parse("192.0.2.30"), 443);
        var flow = new FlowId(3);
        if (!isStream)
        {
            _bench.Want(
                new NetEffect.OpenDatagrams(flow, new(IpAddress.AnyV4, 0)),
                new NetEffect.SendDatagram(flow, relay, message));
        }
        else
        {
            var hello = new byte[PseudoTls.ClientHelloBytes];
            PseudoTls.WriteClientHello(0, new byte[PseudoTls.RandomBytes], hello);
            var answer = new byte[PseudoTls.ServerHelloBytes];
            PseudoTls.WriteServerHello(
                0, new byte[PseudoTls.RandomBytes], new byte[PseudoTls.SessionIdBytes], answer);
            _bench.Want(new NetEffect.Connect(flow, relay, Tls: null), new NetEffect.Write(flow, hello));
            _bench.Tell(new NetInput.Received(flow, answer.AsMemory(0, 20)));
            _bench.Tell(new NetInput.Received(flow, answer.AsMemory(20)));
            _bench.Last.Title.ShouldBe("pseudo-TLS hello");
            _bench.Last.Bytes.ShouldBe(answer);
            _bench.Want(new NetEffect.Write(flow, MsTurnFraming.Frame(message)));
        }

        _bench.Last.Title.ShouldBe("Allocate request");
        _bench.Last.Protocol.ShouldBe(TracedProtocol.Turn);
        _bench.LastText.ShouldNotContain(Canary);
        MsTurnMessage.TryRead(_bench.Last.Bytes.AsSpan(), out _, out var fault).ShouldBeTrue($"{fault}");
    }
}
