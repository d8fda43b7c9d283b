using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;
using static Dialtone.Core.Tests.Exchange.Dns.DnsBench;

namespace Dialtone.Core.Tests.Exchange.Dns;

public class DnsLookupTests
{
    private static readonly DnsQuestion SrvQuestion = new(Service, DnsType.Srv);
    private static readonly DnsQuestion AddressQuestion = new(Pool, DnsType.A);

    [Fact]
    public void A_question_goes_out_and_its_answer_comes_in_as_bytes()
    {
        var bench = new LookupBench(SrvQuestion, First);
        var sent = bench.LastSent;
        bench.Effects.ShouldBe(
        [
            new NetEffect.OpenDatagrams(sent.Flow, new(IpAddress.AnyV4, 0)),
            new NetEffect.SendDatagram(sent.Flow, First, sent.Bytes),
        ]);
        Convert.ToHexStringLower(sent.Bytes.Span).ShouldBe(
            "1234010000010000000000010f5f736970696e7465726e616c746c73045f74637007636f6e746f736f076578616d706c6500"
            + "0021000100002904d0000000000000");

        // As BIND 9.18 answers it.
        bench.Pass(TimeSpan.FromMilliseconds(3));
        bench.Give(bench.From(sent, Convert.FromHexString(
            "1234850000010001000000040f5f736970696e7465726e616c746c73045f74637007636f6e746f736f076578616d706c65"
            + "0000210001c00c002100010000012c001e0000000013c506706f6f6c303107636f6e746f736f076578616d706c6500c048"
            + "000100010000012c0004c000020bc048000100010000012c0004c000020cc048001c00010000012c001020010db8000000"
            + "00000000000000001100002904d0000000000000"))).ShouldBeTrue();
        bench.Result.Status.ShouldBe(DnsStatus.Answered);
        bench.Result.Records.ShouldBe([Srv(Service, Pool)]);
        bench.Result.TargetAddresses.Length.ShouldBe(3);
        bench.Result.TimeToLive.ShouldBe(TimeSpan.FromSeconds(300));
        bench.Result.Server.ShouldBe(First);
        bench.Result.Took.ShouldBe(TimeSpan.FromMilliseconds(3));
        bench.Result.Tries.ShouldBe(
            [new(First, DnsStatus.Answered, TimeSpan.FromMilliseconds(3)) { Code = DnsResponseCode.NoError }]);
        bench.Effects[^1].ShouldBe(new NetEffect.Close(sent.Flow));
        bench.Lookup.Deadline.ShouldBeNull();
        bench.Give(new NetInput.DeadlineReached()).ShouldBeFalse();
    }

    [Fact]
    public void An_IPv6_server_is_asked_from_an_IPv6_port()
    {
        var bench = new LookupBench(SrvQuestion, Third);
        bench.Effects[0].ShouldBe(new NetEffect.OpenDatagrams(bench.LastSent.Flow, new(default, 0)));
        default(IpAddress).ToString().ShouldBe("::");
    }

    [Theory]
    [InlineData("identifier")]
    [InlineData("question")]
    [InlineData("type")]
    [InlineData("no question")]
    [InlineData("address")]
    [InlineData("port")]
    [InlineData("a query")]
    [InlineData("too short")]
    public void What_is_not_the_answer_is_ignored_and_counted(string wrong)
    {
        var bench = new LookupBench(AddressQuestion, First);
        var forged = Reply(bench.Query, A(Pool, "203.0.113.66"));
        forged = wrong switch
        {
            "identifier" => forged with { Id = (ushort)(forged.Id + 1) },
            "question" => forged with { Question = new(Domain, DnsType.A) },
            "type" => forged with { Question = new(Pool, DnsType.Aaaa) },
            "no question" => forged with { Question = null },
            "a query" => forged with { IsResponse = false },
            _ => forged,
        };
        var from = wrong switch { "address" => Second, "port" => First with { Port = 54 }, _ => First };
        var bytes = wrong == "too short" ? forged.ToBytes()[..11] : forged.ToBytes();
        bench.Give(new NetInput.Datagram(bench.LastSent.Flow, from, bytes)).ShouldBeTrue();
        bench.Lookup.Result.ShouldBeNull();
        bench.Answer(query => Reply(query, A(Pool, "192.0.2.11")));
        bench.Result.Records.ShouldBe([A(Pool, "192.0.2.11")]);
        bench.LastTry.Ignored.ShouldBe(1);
    }

    [Fact]
    public void Each_server_is_asked_with_its_own_identifier_on_its_own_flow()
    {
        var bench = new LookupBench(AddressQuestion, First, Second);
        bench.RunOut();
        bench.Sent.Count.ShouldBe(2);
        Read(bench.Sent[0].Bytes).Id.ShouldNotBe(Read(bench.Sent[1].Bytes).Id);
        bench.Sent[0].Flow.ShouldNotBe(bench.Sent[1].Flow);
    }

    [Fact]
    public void A_silent_server_is_sent_the_same_again_ever_later_and_has_four_seconds()
    {
        var bench = new LookupBench(AddressQuestion, First);
        var begun = bench.Now.Monotonic;
        foreach (var at in (double[])[0.5, 1.25, 2.5])
        {
            bench.RunOut();
            (bench.Now.Monotonic - begun).ShouldBe(TimeSpan.FromSeconds(at));
            bench.LastSent.Flow.ShouldBe(bench.Sent[0].Flow);
            bench.LastSent.Bytes.Span.SequenceEqual(bench.Sent[0].Bytes.Span).ShouldBeTrue();
        }

        bench.RunOut();
        bench.Result.Status.ShouldBe(DnsStatus.TimedOut);
        bench.Result.Tries.ShouldBe(
            [new(First, DnsStatus.TimedOut, TimeSpan.FromSeconds(4), "no answer") { Sent = 4 }]);

        // An answer that comes later comes too late: its flow is closed.
        bench.Give(bench.From(bench.Sent[0], Reply(Read(bench.Sent[0].Bytes), A(Pool, "192.0.2.11")))).ShouldBeFalse();
    }

    [Fact]
    public void The_answer_to_the_first_datagram_serves_after_the_second_was_sent()
    {
        var bench = new LookupBench(AddressQuestion, First);
        bench.RunOut();
        bench.Give(bench.From(bench.Sent[0], Reply(Read(bench.Sent[0].Bytes), A(Pool, "192.0.2.11")))).ShouldBeTrue();
        bench.Result.Status.ShouldBe(DnsStatus.Answered);
        bench.LastTry.Sent.ShouldBe(2);
    }

    [Fact]
    public void A_silent_first_server_costs_the_stagger_and_is_said_to_be_silent()
    {
        var bench = new LookupBench(AddressQuestion, First, Second);
        bench.RunOut();
        bench.LastSent.To.ShouldBe(Second);
        bench.Answer(query => Reply(query, A(Pool, "192.0.2.11")));

        bench.Result.Took.ShouldBe(TimeSpan.FromMilliseconds(250));
        bench.Result.Tries.Select(one => (one.Server, one.Status, one.Detail)).ShouldBe(
        [
            (First, DnsStatus.TimedOut, "no answer when 198.51.100.53:53 had answered"),
            (Second, DnsStatus.Answered, ""),
        ]);
        bench.Effects.OfType<NetEffect.Close>().Count().ShouldBe(2);
        bench.Lookup.Deadline.ShouldBeNull();
    }

    [Fact]
    public void A_slow_first_server_is_still_listened_to()
    {
        var bench = new LookupBench(AddressQuestion, First, Second);
        bench.RunOut();
        bench.Give(bench.From(bench.Sent[0], Reply(Read(bench.Sent[0].Bytes), A(Pool, "192.0.2.11")))).ShouldBeTrue();
        bench.Result.Server.ShouldBe(First);
        bench.Give(bench.From(bench.Sent[1], Reply(Read(bench.Sent[1].Bytes), A(Pool, "192.0.2.12")))).ShouldBeFalse();
    }

    [Fact]
    public void A_useless_answer_of_the_second_does_not_end_the_wait_for_the_first()
    {
        var bench = new LookupBench(AddressQuestion, First, Second);
        bench.RunOut();
        bench.Answer(query => Reply(query, DnsResponseCode.Refused));
        bench.Lookup.Result.ShouldBeNull();
        bench.Give(bench.From(bench.Sent[0], Reply(Read(bench.Sent[0].Bytes), A(Pool, "192.0.2.11")))).ShouldBeTrue();
        bench.Result.Status.ShouldBe(DnsStatus.Answered);
    }

    [Fact]
    public void Servers_that_are_all_silent_have_their_time_each()
    {
        var bench = new LookupBench(AddressQuestion, First, Second);
        while (bench.Lookup.Result is null)
        {
            bench.RunOut();
        }

        bench.Sent.Select(sent => sent.To).ShouldBe(
            [First, Second, First, Second, First, Second, First, Second]);
        bench.Result.Status.ShouldBe(DnsStatus.TimedOut);
        bench.Result.Server.ShouldBeNull();
        bench.Result.Took.ShouldBe(TimeSpan.FromSeconds(4.25));
        bench.Result.Tries.ShouldAllBe(one => one.Status == DnsStatus.TimedOut && one.Took == TimeSpan.FromSeconds(4));
        bench.Effects.OfType<NetEffect.Close>().Count().ShouldBe(2);
    }

    [Fact]
    public void A_deadline_that_comes_early_changes_nothing()
    {
        var bench = new LookupBench(AddressQuestion, First);
        bench.Pass(TimeSpan.FromSeconds(0.5) - TimeSpan.FromTicks(1));
        bench.Give(new NetInput.DeadlineReached()).ShouldBeFalse();
        bench.Sent.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(DnsResponseCode.ServerFailure, DnsStatus.ServerFailure, "SERVFAIL")]
    [InlineData(DnsResponseCode.Refused, DnsStatus.Refused, "REFUSED")]
    [InlineData((DnsResponseCode)9, DnsStatus.ServerFailure, "response code 9")]
    public void A_lame_server_is_left_for_the_next_and_not_asked_again(
        DnsResponseCode code, DnsStatus status, string said)
    {
        var bench = new LookupBench(AddressQuestion, First, Second);
        bench.Answer(query => Reply(query, code));
        bench.LastSent.To.ShouldBe(Second);
        bench.Answer(query => Reply(query, A(Pool, "192.0.2.11")));
        bench.Result.Status.ShouldBe(DnsStatus.Answered);
        bench.Result.Server.ShouldBe(Second);
        bench.Result.Tries.Select(one => (one.Server, one.Status, one.Detail)).ShouldBe(
            [(First, status, said), (Second, DnsStatus.Answered, "")]);

        var alone = new LookupBench(AddressQuestion, First);
        alone.Answer(query => Reply(query, code));
        alone.Result.Status.ShouldBe(status);
        alone.Result.Detail.ShouldBe(said);
        alone.Result.Server.ShouldBe(First);
    }

    [Fact]
    public void Malformed_bytes_are_told_with_fault_and_offset_and_the_next_server_is_asked()
    {
        var bench = new LookupBench(AddressQuestion, First, Second);
        var bytes = Reply(bench.Query, A(Pool, "192.0.2.11")).ToBytes();
        bytes[^5] = 3;
        bench.Give(bench.From(bench.LastSent, bytes)).ShouldBeTrue();
        bench.LastSent.To.ShouldBe(Second);
        while (bench.Lookup.Result is null)
        {
            bench.RunOut();
        }

        bench.Sent.Select(sent => sent.To).ShouldBe([First, Second, Second, Second, Second]);
        bench.Result.Status.ShouldBe(DnsStatus.Malformed);
        bench.Result.Tries[0].Fault.ShouldBe(new DnsFault(DnsFaultKind.DataLengthWrong, bytes.Length - 4));
        bench.Result.Detail.ShouldBe($"DataLengthWrong at byte {bytes.Length - 4}");
    }

    [Fact]
    public void A_server_that_cannot_be_reached_is_left_at_once()
    {
        var bench = new LookupBench(AddressQuestion, First, Second);
        bench.Give(new NetInput.Ended(bench.LastSent.Flow, ChannelEnd.Refused, "port unreachable")).ShouldBeTrue();
        bench.LastSent.To.ShouldBe(Second);
        bench.Give(new NetInput.Ended(bench.LastSent.Flow, ChannelEnd.Unreachable)).ShouldBeTrue();
        bench.Result.Status.ShouldBe(DnsStatus.Unreachable);
        bench.Result.Tries.Select(one => one.Detail).ShouldBe(["Refused: port unreachable", "Unreachable"]);
        bench.Effects.OfType<NetEffect.Close>().ShouldBeEmpty();
    }

    [Fact]
    public void A_referral_is_no_answer()
    {
        var bench = new LookupBench(AddressQuestion, First);
        bench.Answer(query => Reply(query) with
        {
            RecursionAvailable = false,
            Authorities = [new(Domain, 300, new DnsData.Unknown(DnsType.Ns, new byte[] { 0 }))],
        });
        bench.Result.Status.ShouldBe(DnsStatus.ServerFailure);
        bench.Result.Detail.ShouldStartWith("refers to other servers");
    }

    [Fact]
    public void Without_servers_the_result_says_so_at_once()
    {
        var bench = new LookupBench(AddressQuestion, new DnsSettings());
        bench.Result.Status.ShouldBe(DnsStatus.NoServer);
        bench.Effects.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DnsResponseCode.NoSuchName, DnsStatus.NoSuchName)]
    [InlineData(DnsResponseCode.NoError, DnsStatus.NoData)]
    public void A_negative_answer_is_definitive_and_kept_as_its_SOA_says(DnsResponseCode code, DnsStatus status)
    {
        foreach (var (ttl, minimum, kept) in ((uint, uint, int)[])[(300, 60, 60), (30, 60, 30)])
        {
            var bench = new LookupBench(AddressQuestion, First, Second);
            bench.Answer(query => Nothing(query, code, ttl, minimum));
            bench.Result.Status.ShouldBe(status);
            bench.Result.TimeToLive.ShouldBe(TimeSpan.FromSeconds(kept));
            bench.Sent.Count.ShouldBe(1);
        }

        var without = new LookupBench(AddressQuestion, First);
        without.Answer(query => Reply(query, code));
        without.Result.Status.ShouldBe(status);
        without.Result.TimeToLive.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(DnsResponseCode.FormatError, "FORMERR to EDNS0")]
    [InlineData(DnsResponseCode.NotImplemented, "NOTIMP to EDNS0")]
    public void A_server_too_old_for_EDNS_is_asked_again_without(DnsResponseCode code, string said)
    {
        var bench = new LookupBench(AddressQuestion, First, Second);
        bench.Query.Edns.ShouldBe(new DnsEdns(1232));
        bench.Answer(query => Reply(query, code) with { Question = null });
        bench.LastSent.To.ShouldBe(First);
        bench.Query.Edns.ShouldBeNull();
        bench.Answer(query => Reply(query, A(Pool, "192.0.2.11")));
        bench.Result.Status.ShouldBe(DnsStatus.Answered);
        bench.Result.Tries[0].Detail.ShouldBe(said);

        var stubborn = new LookupBench(AddressQuestion, First);
        stubborn.Answer(query => Reply(query, code));
        stubborn.Answer(query => Reply(query, code));
        stubborn.Result.Status.ShouldBe(DnsStatus.ServerFailure);
        stubborn.Sent.Count.ShouldBe(2);
    }

    [Fact]
    public void Whatever_arrives_the_lookup_ends_by_its_deadlines()
    {
        var random = new Random(20240101);
        for (var round = 0; round < 2000; round++)
        {
            var bench = new LookupBench(AddressQuestion, First, Second);
            for (var step = 0; bench.Lookup.Result is null; step++)
            {
                step.ShouldBeLessThan(2000);
                if (random.Next(4) == 0)
                {
                    bench.RunOut();
                    continue;
                }

                var flow = bench.Effects.Select(Flow).OfType<FlowId>().Last();
                var sent = Read(bench.LastSent.Bytes);
                var bytes = Reply(sent, A(Pool, "192.0.2.11"), Alias(Pool, Domain)).ToBytes();
                bytes[random.Next(2, bytes.Length)] = (byte)random.Next(256);
                _ = bench.Give(random.Next(3) switch
                {
                    0 => new NetInput.Datagram(flow, bench.LastSent.To, bytes),
                    1 => new NetInput.Received(flow, bytes),
                    _ => new NetInput.Connected(flow, First, Second),
                });
            }

            bench.Lookup.Deadline.ShouldBeNull();
        }

        static FlowId? Flow(NetEffect effect) => effect switch
        {
            NetEffect.SendDatagram sent => sent.Flow,
            NetEffect.Connect connect => connect.Flow,
            _ => null,
        };
    }
}
