using Dialtone.Core.Discovery;
using Dialtone.Core.Net;
using Dialtone.Wire.Dns;
using static Dialtone.Core.Tests.Exchange.Dns.DnsBench;

namespace Dialtone.Core.Tests.Exchange.Dns;

public class DnsLookupTcpTests
{
    private static readonly DnsQuestion Question = new(Pool, DnsType.A);

    [Fact]
    public void After_truncation_the_same_server_is_asked_over_TCP()
    {
        var bench = Truncated();
        bench.LastConnect.To.ShouldBe(First);
        var query = bench.AcceptTcp();
        query.Question.ShouldBe(Question);
        query.Id.ShouldNotBe(bench.Query.Id);
        var answer = LookupBench.Framed(Reply(query, A(Pool, "192.0.2.11")));
        bench.Give(new NetInput.Received(bench.LastConnect.Flow, answer)).ShouldBeTrue();
        bench.Result.Status.ShouldBe(DnsStatus.Answered);
        bench.Result.Tries.Select(one => (one.OverTcp, one.Detail)).ShouldBe(
            [(false, "the answer does not fit in a datagram"), (true, "")]);
        bench.Effects[^1].ShouldBe(new NetEffect.Close(bench.LastConnect.Flow));
    }

    [Fact]
    public void An_answer_cut_off_inside_a_record_leads_to_TCP_too()
    {
        var bench = new LookupBench(Question, First);
        var bytes = (Reply(bench.Query, A(Pool, "192.0.2.11")) with { IsTruncated = true }).ToBytes();
        bench.Give(bench.From(bench.LastSent, bytes[..^3])).ShouldBeTrue();
        bench.LastConnect.To.ShouldBe(First);
    }

    [Fact]
    public void The_answer_may_come_split_at_any_byte()
    {
        for (var split = 0; ; split++)
        {
            var bench = Truncated();
            var bytes = LookupBench.Framed(Reply(bench.AcceptTcp(), A(Pool, "192.0.2.11"), A(Pool, "192.0.2.12")));
            if (split > bytes.Length)
            {
                break;
            }

            bench.Give(new NetInput.Received(bench.LastConnect.Flow, bytes.AsMemory(0, split))).ShouldBeTrue();
            (bench.Lookup.Result is not null).ShouldBe(split == bytes.Length);
            _ = bench.Give(new NetInput.Received(bench.LastConnect.Flow, bytes.AsMemory(split)));
            bench.Result.Records.Length.ShouldBe(2);
        }
    }

    [Fact]
    public void The_answer_may_come_byte_by_byte_and_be_as_long_as_can_be()
    {
        var bench = Truncated();
        var query = bench.AcceptTcp();
        var reply = Reply(query, A(Pool, "192.0.2.11"));
        var room = DnsLimits.MessageBytesMax - reply.ToBytes().Length - 11;
        var bytes = LookupBench.Framed(reply with
        {
            Additionals = [new(default, 0, new DnsData.Unknown((DnsType)999, new byte[room]))],
        });
        bytes.Length.ShouldBe(2 + DnsLimits.MessageBytesMax);
        foreach (var one in bytes)
        {
            bench.Give(new NetInput.Received(bench.LastConnect.Flow, new[] { one })).ShouldBeTrue();
        }

        bench.Result.Status.ShouldBe(DnsStatus.Answered);
    }

    [Theory]
    [InlineData(ChannelEnd.Refused, DnsStatus.Unreachable)]
    [InlineData(ChannelEnd.ClosedByPeer, DnsStatus.Unreachable)]
    [InlineData(ChannelEnd.TimedOut, DnsStatus.TimedOut)]
    public void Where_TCP_fails_the_next_server_is_asked(ChannelEnd why, DnsStatus status)
    {
        var bench = Truncated(Second);
        bench.Give(new NetInput.Ended(bench.LastConnect.Flow, why)).ShouldBeTrue();
        bench.LastSent.To.ShouldBe(Second);
        bench.Answer(query => Reply(query, A(Pool, "192.0.2.11")));
        bench.Result.Tries[1].Status.ShouldBe(status);
        bench.Result.Tries[1].Detail.ShouldBe($"the answer needs TCP, and the connection ended: {why}");
    }

    [Fact]
    public void A_connection_has_its_own_time_limit()
    {
        var bench = Truncated();
        var begun = bench.Now.Monotonic;
        bench.RunOut();
        (bench.Now.Monotonic - begun).ShouldBe(TimeSpan.FromSeconds(4));
        bench.Result.Status.ShouldBe(DnsStatus.TimedOut);
        bench.LastTry.Detail.ShouldBe("no answer over TCP");
    }

    [Fact]
    public void Another_answer_on_the_connection_is_malformed()
    {
        var bench = Truncated();
        var other = Reply(bench.AcceptTcp(), A(Pool, "192.0.2.11")) with { Question = new(Domain, DnsType.A) };
        bench.Give(new NetInput.Received(bench.LastConnect.Flow, LookupBench.Framed(other))).ShouldBeTrue();
        bench.Result.Status.ShouldBe(DnsStatus.Malformed);
    }

    private static LookupBench Truncated(params Wire.Addresses.EndPointAddress[] more)
    {
        var bench = new LookupBench(Question, [First, .. more]);
        bench.Answer(query => Reply(query).Truncate());
        return bench;
    }
}
