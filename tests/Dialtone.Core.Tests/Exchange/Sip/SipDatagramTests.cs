using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Exchange.Sip;

/// <summary>SIP over UDP: the timers of RFC 3261 with the values of its table 4, and one message a datagram.</summary>
public sealed class SipDatagramTests : IDisposable
{
    private static readonly EndPointAddress Server = new(IpAddress.Parse("192.0.2.11"), 5060);

    private readonly List<(double At, string Bytes)> _sent = [];
    private readonly List<SipChannelEvent> _events = [];
    private readonly NetEffects _effects = new();
    private readonly SipChannel _channel = new(new FlowId(7), SipChannelOptions.Sip, Server);
    private Now _now = new(Instant.Zero, DateTimeOffset.UnixEpoch);

    private IEnumerable<double> Times => _sent.Select(e => e.At);

    [Fact]
    public void Timers_E_and_F_repeat_the_same_bytes_and_give_up_after_32_s()
    {
        Send(Request("REGISTER", 1));
        Wait(40);

        Times.ShouldBe([0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]);
        _sent.Select(e => e.Bytes).Distinct().ShouldBe([Request("REGISTER", 1)]);
        _events.ShouldHaveSingleItem().ShouldBeOfType<SipChannelEvent.TransactionTimedOut>();
        _channel.Deadline.ShouldBeNull();
    }

    [Fact]
    public void A_100_slows_the_repetitions_down_to_T2()
    {
        Send(Request("REGISTER", 1));
        Wait(0.2);
        Receive(Response(100, "REGISTER", 1));
        Wait(10);

        Times.ShouldBe([0, 0.5, 4.5, 8.5]);
    }

    [Fact]
    public void Timer_K_absorbs_repeated_answers_for_T4()
    {
        Send(Request("REGISTER", 1));
        Receive(Response(401, "REGISTER", 1));
        Wait(4.9);
        Receive(Response(401, "REGISTER", 1));
        _events.ShouldHaveSingleItem().ShouldBeOfType<SipChannelEvent.ResponseReceived>();
        _channel.OpenTransactions.ShouldBe(1);
        Wait(0.1);

        _channel.OpenTransactions.ShouldBe(0);
        _sent.Count.ShouldBe(1);
        Receive(Response(401, "REGISTER", 1));
        _events[1].ShouldBeOfType<SipChannelEvent.UnmatchedResponse>();
    }

    [Fact]
    public void Timer_J_gives_a_repeated_request_the_same_answer_for_32_s_and_passes_it_up_once()
    {
        Receive(Request("OPTIONS", 5));
        Receive(Request("OPTIONS", 5));
        _sent.ShouldBeEmpty();
        _channel.SendResponse(_now, Bytes(Response(200, "OPTIONS", 5)), _effects);
        Take();
        Wait(31.9);
        Receive(Request("OPTIONS", 5));

        _events.ShouldHaveSingleItem().ShouldBeOfType<SipChannelEvent.RequestReceived>();
        _sent.Select(e => e.Bytes).ShouldBe([Response(200, "OPTIONS", 5), Response(200, "OPTIONS", 5)]);
        Wait(0.1);
        Receive(Request("OPTIONS", 5));
        _events.Count.ShouldBe(2);
    }

    [Fact]
    public void Junk_is_told_and_counted_and_harms_nothing_else()
    {
        Send(Request("REGISTER", 1));
        for (var i = 0; i < 100; i++)
        {
            Receive("HTTP/1.1 400 Bad Request\r\n\r\n");
        }

        Receive(Response(200, "REGISTER", 1));

        _channel.Unreadable.ShouldBe(100);
        _channel.IsLost.ShouldBeFalse();
        var told = _events.OfType<SipChannelEvent.Malformed>().ToArray();
        told.Length.ShouldBe(SipChannelOptions.Sip.UnreadableToldMax);
        told.ShouldAllBe(e => !e.IsFatal && e.Fault.Kind == SipFaultKind.NotSip);
        _events[^1].ShouldBeOfType<SipChannelEvent.ResponseReceived>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("\0\0\0\0")]
    public void A_keep_alive_of_the_peer_is_no_junk(string bytes)
    {
        Receive(bytes);
        (_channel.Unreadable, _events.Count, _sent.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void What_stands_behind_the_body_is_dropped_and_a_body_cut_short_is_a_fault()
    {
        Receive(Request("NOTIFY", 1) + "padding");
        _events.ShouldHaveSingleItem().ShouldBeOfType<SipChannelEvent.RequestReceived>()
            .Message.Body.Length.ShouldBe(0);

        Receive(Request("NOTIFY", 2).Replace("Content-Length: 0", "Content-Length: 9", StringComparison.Ordinal));
        _events[^1].ShouldBeOfType<SipChannelEvent.Malformed>().Fault.Kind.ShouldBe(SipFaultKind.Truncated);
    }

    [Fact]
    public void A_message_cut_at_any_byte_is_no_message()
    {
        var whole = Response(200, "REGISTER", 1);
        Send(Request("REGISTER", 1));
        for (var length = 0; length < whole.Length; length++)
        {
            Receive(whole[..length]);
        }

        _events.ShouldAllBe(e => e is SipChannelEvent.Malformed);
        Receive(whole);
        _events[^1].ShouldBeOfType<SipChannelEvent.ResponseReceived>();
    }

    [Fact]
    public void The_keep_alive_holds_the_mapping_of_an_address_translator_and_waits_for_no_answer()
    {
        _channel.KeepAlive(_now, KeepAlivePace.Datagram, new SeededEntropy(1));
        Wait(300);

        _sent.ShouldAllBe(e => e.Bytes == "\r\n\r\n");
        _sent.Count.ShouldBeInRange(10, 12);
        Times.Zip(Times.Skip(1), (one, next) => next - one).ShouldAllBe(idle => idle >= 24 && idle <= 29);
        _events.ShouldBeEmpty();
    }

    public void Dispose() => _channel.Dispose();

    private static string Request(string method, int cseq) =>
        $"{method} sip:contoso.example SIP/2.0\r\n{Common(method, cseq)}";

    private static string Response(int statusCode, string method, int cseq) =>
        $"SIP/2.0 {statusCode} Reason\r\n{Common(method, cseq)}";

    private static string Common(string method, int cseq) =>
        $"Via: SIP/2.0/UDP 192.0.2.50:50123;branch=z9hG4bK{cseq}\r\n"
        + "From: <sip:alice@contoso.example>;tag=1\r\nTo: <sip:alice@contoso.example>\r\n"
        + $"Call-ID: c1\r\nCSeq: {cseq} {method}\r\nContent-Length: 0\r\n\r\n";

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    private void Send(string text)
    {
        _ = _channel.SendRequest(_now, Bytes(text), _effects);
        Take();
    }

    private void Receive(string text)
    {
        _channel.Receive(_now, Bytes(text), _effects, _events);
        Take();
    }

    private void Wait(double seconds)
    {
        var end = _now.Monotonic + TimeSpan.FromSeconds(seconds);
        while (_channel.Deadline is { } deadline && deadline <= end)
        {
            _now = _now with { Monotonic = deadline };
            _channel.OnDeadline(_now, _effects, _events);
            Take();
        }

        _now = _now with { Monotonic = end };
    }

    private void Take()
    {
        foreach (var datagram in _effects.Cast<NetEffect.SendDatagram>())
        {
            (datagram.Flow, datagram.To).ShouldBe((_channel.Flow, Server));
            var at = Math.Round((_now.Monotonic - Instant.Zero).TotalSeconds, 3);
            _sent.Add((at, Encoding.ASCII.GetString(datagram.Bytes.Span)));
        }

        _effects.Clear();
    }
}
