using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Exchange.Sip;

public sealed class SipChannelTests : IDisposable
{
    private static readonly KeepAlivePace Asking = KeepAlivePace.Every(TimeSpan.FromSeconds(100)) with
    {
        Answered = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4)),
    };

    private readonly SeededEntropy _entropy = new(1);
    private readonly List<string> _seen = [];
    private readonly List<SipChannelEvent> _events = [];
    private readonly NetEffects _effects = new();
    private Now _now = new(new Instant(TimeSpan.FromHours(1).Ticks), DateTimeOffset.UnixEpoch);
    private SipChannel _channel = new(new FlowId(7), SipChannelOptions.LyncPhone);

    [Fact]
    public void A_response_comes_back_to_its_request()
    {
        Send(Request("REGISTER", 1, "b1"));
        Receive(Response(100, "REGISTER", 1, "b1") + Response(401, "REGISTER", 1, "b1"));
        Receive(Response(401, "REGISTER", 1, "b1"));

        _seen.ShouldBe(["1 sent", "> REGISTER b1", "1: 100", "1: 401", "unmatched: 401"]);
        _channel.Deadline.ShouldBeNull();
    }

    [Fact]
    public void Responses_may_come_in_another_order_and_in_any_pieces()
    {
        Send(Request("REGISTER", 1, "b1"));
        Send(Request("SUBSCRIBE", 2, "b2"));
        Send(Request("OPTIONS", 2, "b1"));
        foreach (var c in Response(200, "OPTIONS", 2, "b1") + Response(202, "SUBSCRIBE", 2, "b2"))
        {
            Receive(c.ToString());
        }

        _seen[6..].ShouldBe(["3: 200", "2: 202"]);
        _channel.OpenTransactions.ShouldBe(1);
    }

    [Fact]
    public void Without_a_branch_Call_ID_and_CSeq_tie_them_together()
    {
        Send(Request("REGISTER", 2, null));
        Receive(Response(401, "REGISTER", 1, null));
        Receive(Response(200, "REGISTER", 2, null));

        _seen.ShouldBe(["1 sent", "> REGISTER -", "unmatched: 401", "1: 200"]);
    }

    [Fact]
    public void Without_a_final_response_a_request_times_out_after_64_T1_and_an_answer_is_then_too_late()
    {
        Send(Request("REGISTER", 1, "b1"));
        Wait(1);
        Send(Request("OPTIONS", 2, "b2"));
        Wait(30.9);
        _seen.Count.ShouldBe(4);
        Wait(0.1);
        Wait(1);
        Receive(Response(200, "REGISTER", 1, "b1"));

        _seen[4..].ShouldBe(["1 Register timed out", "2 Options timed out", "unmatched: 200"]);
        _channel.Deadline.ShouldBeNull();
    }

    [Fact]
    public void A_request_of_the_peer_is_passed_up_once_and_answered()
    {
        Receive(Request("NOTIFY", 5, "s1") + Request("NOTIFY", 5, "s1") + Request("OPTIONS", 6, "s2"));
        _channel.SendResponse(_now, Bytes(Response(200, "NOTIFY", 5, "s1")), _effects);
        Note();
        Receive(Request("NOTIFY", 5, "s1"));

        _seen.ShouldBe(["NOTIFY s1", "OPTIONS s2", "> 200 s1", "NOTIFY s1"]);
    }

    [Fact]
    public void A_BENOTIFY_waits_for_no_answer()
    {
        Receive(Request("BENOTIFY", 5, "s1") + Request("BENOTIFY", 5, "s1"));
        _seen.ShouldBe(["BENOTIFY s1", "BENOTIFY s1"]);
    }

    [Fact]
    public void Requests_that_nobody_answers_do_not_pile_up()
    {
        _channel = new(new FlowId(7), new() { PendingRequestsMax = 2 });
        Receive(Request("INFO", 1, "s1") + Request("INFO", 2, "s2") + Request("INFO", 3, "s3"));
        Receive(Request("INFO", 3, "s3") + Request("INFO", 2, "s2"));
        Receive(Request("INFO", 1, "s1"));

        _seen.ShouldBe(["INFO s1", "INFO s2", "INFO s3", "INFO s1"]);
    }

    [Fact]
    public void A_keep_alive_goes_out_when_nothing_was_sent_for_the_interval()
    {
        _channel.KeepAlive(_now, KeepAlivePace.Every(TimeSpan.FromSeconds(240)), _entropy);
        Wait(200);
        Send(Request("OPTIONS", 1, "b1"));
        Receive(Response(200, "OPTIONS", 1, "b1"));
        Wait(239);
        _seen.Count.ShouldBe(3);
        Wait(1);
        Wait(240);
        _channel.KeepAlive(_now, null, _entropy);
        _channel.Deadline.ShouldBeNull();

        _seen[3..].ShouldBe(["> \\r\\n\\r\\n", "> \\r\\n\\r\\n"]);
    }

    [Fact]
    public void A_Lync_phone_answers_no_ping_and_expects_no_pong()
    {
        _channel.KeepAlive(_now, KeepAlivePace.Every(TimeSpan.FromSeconds(240)), _entropy);
        Wait(240);
        Receive("\r\n\r\n\r\n");
        Wait(239);
        _seen.ShouldBe(["> \\r\\n\\r\\n"]);
    }

    [Fact]
    public void With_RFC_5626_a_ping_is_answered_and_a_missing_pong_is_told()
    {
        _channel = new(new FlowId(7), SipChannelOptions.Sip);
        var every = TimeSpan.FromSeconds(100);
        _channel.KeepAlive(_now, new KeepAlivePace(every, every, KeepAlivePace.PongLimit), _entropy);
        Receive("\r\n\r\n");
        Wait(100);
        Receive("\r\n");
        Wait(99);
        _seen.ShouldBe(["> \\r\\n", "> \\r\\n\\r\\n"]);
        Wait(1);
        Wait(9.9);
        _seen.Count.ShouldBe(3);
        Wait(0.1);
        _seen[3..].ShouldBe(["pong missing"]);
    }

    [Fact]
    public void A_peer_that_agreed_on_nothing_is_asked_at_once_and_held_to_its_answer()
    {
        _channel = new(new FlowId(7), SipChannelOptions.Sip);
        _channel.KeepAlive(_now, Asking, _entropy);
        Wait(0);
        Receive("\r\n");
        Wait(3);
        Receive("\r\n");
        _seen.ShouldBe(["> \\r\\n\\r\\n", "> \\r\\n\\r\\n"]);

        Wait(3);
        Wait(3);
        Wait(0.9);
        _seen.Count.ShouldBe(4);
        Wait(0.1);
        _seen[4..].ShouldBe(["pong missing"]);
    }

    [Fact]
    public void A_peer_that_does_not_answer_the_first_ping_is_asked_no_more_and_owes_nothing()
    {
        _channel = new(new FlowId(7), SipChannelOptions.Sip);
        _channel.KeepAlive(_now, Asking, _entropy);
        Wait(0);
        Wait(4);
        _seen.ShouldBe(["> \\r\\n\\r\\n"]);
        // One CRLF is half of a ping again.
        Receive("\r\n\r\n");
        _seen[1..].ShouldBe(["> \\r\\n"]);
        Wait(99.9);
        _seen.Count.ShouldBe(2);
        Wait(0.1);
        Wait(50);
        _seen[2..].ShouldBe(["> \\r\\n\\r\\n"]);
    }

    [Fact]
    public void Idle_times_are_drawn_between_the_two_that_were_agreed()
    {
        _channel = new(new FlowId(7), SipChannelOptions.Sip);
        _channel.KeepAlive(_now, KeepAlivePace.OfFlowTimer(TimeSpan.FromSeconds(100)), _entropy);
        var idle = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            var before = _now.Monotonic;
            _now = _now with { Monotonic = _channel.Deadline!.Value };
            idle.Add((_now.Monotonic - before).TotalSeconds);
            _channel.OnDeadline(_now, _effects, _events);
            Note();
            Receive("\r\n");
        }

        idle.ShouldAllBe(seconds => seconds >= 80 && seconds <= 100);
        (idle.Max() - idle.Min()).ShouldBeGreaterThan(10);
        _events.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_not_SIP_ends_the_stream_with_evidence()
    {
        Receive("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n" + new string('x', 100));
        Receive(Request("NOTIFY", 5, "s1"));

        var malformed = Last<SipChannelEvent.Malformed>();
        malformed.Fault.ShouldBe(new SipFault(SipFaultKind.NotSip, 4));
        malformed.IsFatal.ShouldBeTrue();
        malformed.Evidence.Length.ShouldBe(64);
        Encoding.ASCII.GetString(malformed.Evidence.Span).ShouldStartWith("HTTP/1.1 400 Bad Request\r\n");
        _channel.IsLost.ShouldBeTrue();
        _seen.ShouldBe(["malformed NotSip"]);
    }

    [Fact]
    public void TLS_on_a_plain_connection_is_named()
    {
        _channel.Receive(_now, new byte[] { 0x15, 3, 3, 0, 2, 2, 0x46 }, _effects, _events);
        Last<SipChannelEvent.Malformed>().Fault.Kind.ShouldBe(SipFaultKind.TlsRecord);
    }

    [Fact]
    public void One_message_without_what_it_needs_is_dropped_and_the_next_is_read()
    {
        Receive(Response(200, "REGISTER", 1, "b1").Replace("CSeq: 1 ", "CSeq: x ", StringComparison.Ordinal)
            + Request("NOTIFY", 5, "s1"));

        var malformed = _events.OfType<SipChannelEvent.Malformed>().Single();
        (malformed.Fault.Kind, malformed.IsFatal).ShouldBe((SipFaultKind.Number, false));
        var at = malformed.Fault.Offset - malformed.EvidenceOffset;
        Encoding.ASCII.GetString(malformed.Evidence.Span[at..]).ShouldStartWith("x REGISTER");
        _seen.ShouldBe(["malformed Number", "NOTIFY s1"]);
    }

    [Fact]
    public void What_cannot_be_sent_is_a_broken_caller()
    {
        Send(Request("REGISTER", 1, "b1"));
        Should.Throw<ArgumentException>(() => Send(Request("REGISTER", 1, "b1")));
        Should.Throw<ArgumentException>(() => Send(Request("INVITE", 1, "b2")));
        Should.Throw<ArgumentException>(() => Send(Response(200, "OPTIONS", 1, "b3")));
        Should.Throw<ArgumentException>(() => Send("REGISTER"));
        Should.Throw<ArgumentException>(() => _channel.SendResponse(_now, Bytes(Request("INFO", 1, "b4")), _effects));
        Should.Throw<ArgumentException>(
            () => _channel.SendResponse(_now, Bytes(Response(408, "INFO", 1, "b4")), _effects));
        Should.Throw<ArgumentOutOfRangeException>(
            () => _channel.KeepAlive(_now, KeepAlivePace.Every(TimeSpan.Zero), _entropy));
        _seen.ShouldBe(["1 sent", "> REGISTER b1"]);
    }

    [Fact]
    public void Messages_stay_valid_after_more_has_arrived()
    {
        Receive(Request("NOTIFY", 5, "s1"));
        Receive(Request("INFO", 6, "s2"));
        ((SipChannelEvent.RequestReceived)_events[0]).Message.Method.ShouldBe(SipMethod.Notify);
    }

    [Fact]
    public void A_channel_at_rest_is_small()
    {
        var channels = new SipChannel[1000];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < channels.Length; i++)
        {
            channels[i] = new(new FlowId((uint)i), SipChannelOptions.LyncPhone);
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / channels.Length;
        each.ShouldBeLessThan(320);
    }

    [Theory]
    [InlineData("UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300", 240.0, SipFaultKind.None)]
    [InlineData("UAS;hop-hop=no;timeout=300", null, SipFaultKind.None)]
    [InlineData("UAS;hop-hop=yes", null, SipFaultKind.None)]
    [InlineData("UAS;hop-hop=yes;timeout=0", null, SipFaultKind.Number)]
    [InlineData("UAS;hop-hop=yes;timeout=soon", null, SipFaultKind.Number)]
    [InlineData("UAS;hop-hop=yes timeout=9", null, SipFaultKind.Parameter)]
    [InlineData(null, null, SipFaultKind.None)]
    public void The_granted_keep_alive_is_read_with_a_margin(string? value, double? seconds, SipFaultKind kind)
    {
        var header = value is null ? "" : $"ms-keep-alive: {value}\r\n";
        var message = new SipMessage();
        SipMessage.TryRead(Bytes($"SIP/2.0 200 OK\r\n{header}\r\n"), SipLimits.Default, message, out _).ShouldBeTrue();

        MsKeepAlive.TryRead(message, out var interval, out var fault).ShouldBe(kind == SipFaultKind.None);

        fault.Kind.ShouldBe(kind);
        interval.ShouldBe(seconds is { } s ? TimeSpan.FromSeconds(s) : null);
    }

    public void Dispose() => _channel.Dispose();

    private static string Request(string method, int cseq, string? branch) =>
        $"{method} sip:contoso.example SIP/2.0\r\n{Common(method, cseq, branch)}";

    private static string Response(int statusCode, string method, int cseq, string? branch) =>
        $"SIP/2.0 {statusCode} Reason\r\n{Common(method, cseq, branch)}";

    private static string Common(string method, int cseq, string? branch) =>
        $"Via: SIP/2.0/TLS 192.0.2.50:50123{(branch is null ? "" : ";branch=" + branch)}\r\n"
        + "From: <sip:alice@contoso.example>;tag=1\r\nTo: <sip:alice@contoso.example>\r\n"
        + $"Call-ID: c1\r\nCSeq: {cseq} {method}\r\nContent-Length: 0\r\n\r\n";

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    private static string Name(SipMessage message)
    {
        message.TryGetTopVia(out var via, out _).ShouldBeTrue();
        var branch = via.Branch.IsEmpty ? "-" : Encoding.ASCII.GetString(via.Branch);
        var first = message.IsRequest ? Encoding.ASCII.GetString(message.MethodName) : $"{message.StatusCode}";
        return $"{first} {branch}";
    }

    private T Last<T>()
        where T : SipChannelEvent => _events[^1].ShouldBeOfType<T>();

    private void Send(string text)
    {
        var id = _channel.SendRequest(_now, Bytes(text), _effects);
        _seen.Add($"{id.Value} sent");
        Note();
    }

    private void Receive(string text)
    {
        var first = _events.Count;
        _channel.Receive(_now, Bytes(text), _effects, _events);
        Note(first);
    }

    // The clock stops at every deadline on the way, as a host does.
    private void Wait(double seconds)
    {
        var end = _now.Monotonic + TimeSpan.FromSeconds(seconds);
        while (_channel.Deadline is { } deadline && deadline <= end)
        {
            _now = _now with { Monotonic = deadline };
            var first = _events.Count;
            _channel.OnDeadline(_now, _effects, _events);
            Note(first);
        }

        _now = _now with { Monotonic = end };
    }

    private void Note(int first = int.MaxValue)
    {
        foreach (var happened in _events.Skip(first))
        {
            _seen.Add(happened switch
            {
                SipChannelEvent.ResponseReceived e => $"{e.Transaction.Value}: {e.Message.StatusCode}",
                SipChannelEvent.RequestReceived e => Name(e.Message),
                SipChannelEvent.TransactionTimedOut e => $"{e.Transaction.Value} {e.Method} timed out",
                SipChannelEvent.UnmatchedResponse e => $"unmatched: {e.Message.StatusCode}",
                SipChannelEvent.Malformed e => $"malformed {e.Fault.Kind}",
                _ => "pong missing",
            });
        }

        foreach (var write in _effects.Cast<NetEffect.Write>())
        {
            write.Flow.ShouldBe(_channel.Flow);
            var message = new SipMessage();
            _seen.Add("> " + (SipMessage.TryRead(write.Bytes, SipLimits.Default, message, out _)
                ? Name(message)
                : Encoding.ASCII.GetString(write.Bytes.Span).Replace("\r\n", "\\r\\n", StringComparison.Ordinal)));
        }

        _effects.Clear();
    }
}
