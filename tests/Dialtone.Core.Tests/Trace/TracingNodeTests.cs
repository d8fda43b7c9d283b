using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Core.Trace;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Tests.Trace;

public class TracingNodeTests
{
    private readonly TraceBench _bench = new();

    [Fact]
    public void What_becomes_of_a_connection_is_told()
    {
        _bench.Connect();
        _bench.Tell(new NetInput.Ended(TraceBench.Flow, ChannelEnd.Reset));

        _bench.Trace.Messages.Select(each => (each.Event, each.Title)).ShouldBe(
        [
            (TracedEvent.Connecting, "connecting"), (TracedEvent.Connected, "connected"),
            (TracedEvent.Secured, "TLS 1.3"), (TracedEvent.Ended, "reset by peer"),
        ]);
        _bench.Last.Why.ShouldBe(ChannelEnd.Reset);
        _bench.Last.Local.ShouldBe(TraceBench.Local);
        _bench.Last.At.SinceStart.ShouldBe(TimeSpan.FromSeconds(3));
        _bench.Trace.Messages.Select(each => each.Flow).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(true, false, TracedEvent.Closed)]
    [InlineData(true, true, TracedEvent.Aborted)]
    [InlineData(false, false, TracedEvent.Aborted)]
    public void A_connection_that_the_device_gives_up_is_told_from_one_that_it_closes(
        bool stands, bool abort, TracedEvent expected)
    {
        _bench.Want(new NetEffect.Connect(TraceBench.Flow, TraceBench.Remote, Tls: null));
        if (stands)
        {
            _bench.Tell(new NetInput.Connected(TraceBench.Flow, TraceBench.Local, TraceBench.Remote));
        }

        _bench.Want(new NetEffect.Close(TraceBench.Flow) { Abort = abort });
        _bench.Last.Event.ShouldBe(expected);
    }

    [Fact]
    public void Messages_of_SIP_are_put_together_wherever_the_stream_is_cut()
    {
        var text = TraceBench.Sip("SIP/2.0 401 Unauthorized", "CSeq: 1 REGISTER\r\n", "why not")
            + TraceBench.Sip("SIP/2.0 200 OK", "CSeq: 2 REGISTER\r\n");
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var bench = new TraceBench();
            bench.Connect();
            bench.Write(TraceBench.Sip("REGISTER sip:contoso.example SIP/2.0", "CSeq: 1 REGISTER\r\n"));
            bench.Receive(text[..cut]);
            bench.Receive(text[cut..]);

            var sip = bench.Trace.Messages.Where(each => each.Protocol == TracedProtocol.Sip).ToList();
            sip.Select(each => each.Title).ShouldBe(["REGISTER", "401 Unauthorized", "200 OK"]);
            sip.Select(each => each.IsSent).ShouldBe([true, false, false]);
            sip.ShouldAllBe(each => each.IsSecured);
            sip.Skip(1).SelectMany(each => each.Bytes).ShouldBe(TraceBench.Bytes(text));
        }
    }

    [Fact]
    public void A_keep_alive_and_its_answer_are_messages()
    {
        _bench.Connect();
        _bench.Write(TraceBench.Sip("REGISTER sip:contoso.example SIP/2.0", ""));
        _bench.Write("\r\n\r\n");
        _bench.Last.Title.ShouldBe("ping");
        _bench.Receive("\r\n");
        _bench.Last.Title.ShouldBe("pong");
    }

    [Fact]
    public void What_cannot_be_read_is_counted_and_not_kept()
    {
        _bench.Connect(secured: false);
        _bench.Write(TraceBench.Sip("REGISTER sip:contoso.example SIP/2.0", ""));
        _bench.Receive("SSH-2.0-server\r\nAuthorization: hunter2\r\n");

        _bench.Last.Title.ShouldBe("unreadable, 40 bytes");
        _bench.Last.Bytes.ShouldBeEmpty();
        _bench.Receive("more");
        _bench.Last.Title.ShouldBe("unreadable, 4 bytes");
    }

    [Fact]
    public void DNS_over_datagrams_and_over_TCP_is_the_same_message()
    {
        var server = new EndPointAddress(IpAddress.Parse("192.0.2.53"), 53);
        var query = new DnsMessage
        {
            Id = 0x4142,
            Question = new(HostName.Parse("_sipinternaltls._tcp.contoso.example"), DnsType.Srv),
        };
        var answer = query with { IsResponse = true, ResponseCode = DnsResponseCode.NoSuchName };
        _bench.Want(
            new NetEffect.OpenDatagrams(TraceBench.Flow, new(IpAddress.AnyV4, 0)),
            new NetEffect.SendDatagram(TraceBench.Flow, server, query.ToBytes()));
        _bench.Last.Title.ShouldBe("SRV _sipinternaltls._tcp.contoso.example");
        _bench.Last.Remote.ShouldBe(server);
        _bench.Tell(new NetInput.Datagram(TraceBench.Flow, server, answer.ToBytes()));
        _bench.Last.Title.ShouldBe("NXDOMAIN");

        _bench.Connect(secured: false);
        _bench.Want(new NetEffect.Write(TraceBench.Flow, DnsFraming.Frame(query.ToBytes())));
        _bench.Tell(new NetInput.Received(TraceBench.Flow, DnsFraming.Frame(answer.ToBytes())));
        _bench.Last.Protocol.ShouldBe(TracedProtocol.Dns);
        _bench.Last.Bytes.ShouldBe(answer.ToBytes());
        _bench.Last.IsStream.ShouldBeTrue();
    }

    [Fact]
    public void HTTP_is_kept_in_the_form_of_version_1_1()
    {
        _bench.Connect();
        _bench.Want(new NetEffect.SendHttp(TraceBench.Flow, new("POST", "pool01.contoso.example", "/certprov")
        {
            Fields = [new("SOAPAction", "mex")],
            Body = TraceBench.Bytes("<a/>"),
        }));
        _bench.LastText.ShouldBe(
            "POST /certprov HTTP/1.1\r\nHost: pool01.contoso.example\r\nSOAPAction: mex\r\n"
                + "Content-Length: 4\r\n\r\n<a/>");
        _bench.Tell(new NetInput.HttpAnswered(TraceBench.Flow, new(200, "OK")
        {
            Fields = [new("Transfer-Encoding", "chunked"), new("X-MS-Server-Fqdn", "fe01.contoso.example")],
            Body = TraceBench.Bytes("<b/>"),
        }));
        _bench.LastText.ShouldBe(
            "HTTP/1.1 200 OK\r\nX-MS-Server-Fqdn: fe01.contoso.example\r\nContent-Length: 4\r\n\r\n<b/>");
        _bench.Last.Title.ShouldBe("200 OK");
    }

    [Fact]
    public void Beyond_its_limits_messages_are_counted()
    {
        var bench = new TraceBench(new MessageTrace(messagesMax: 4, bytesMax: 300));
        bench.Connect();
        var register = TraceBench.Sip("REGISTER sip:contoso.example SIP/2.0", "", new string('x', 150));
        bench.Write(register);
        bench.Write(register);
        bench.Trace.Messages.Length.ShouldBe(4);
        bench.Trace.LeftOut.ShouldBe(1);
        bench.Trace.BytesLeftOut.ShouldBe(register.Length);

        var small = new TraceBench(new MessageTrace(bytesMax: 300));
        small.Connect();
        small.Write(register);
        small.Write(register);
        small.Trace.LeftOut.ShouldBe(1);
    }

    [Fact]
    public void Two_nodes_of_one_trace_have_flows_of_their_own()
    {
        _bench.Connect();
        new TraceBench(_bench.Trace).Connect();
        _bench.Trace.Messages.Select(each => each.Flow).Distinct().Count().ShouldBe(2);
    }
}
