using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;
using static Dialtone.Core.Tests.Exchange.Dns.DnsBench;

namespace Dialtone.Core.Tests.Exchange.Dns;

public class DnsResolverTests
{
    private static readonly DnsSettings OneServer = new() { Servers = [First] };

    [Fact]
    public void SRV_targets_come_out_as_values()
    {
        var bench = new Bench();
        var request = bench.Ask(Service, DnsType.Srv);
        bench.Finished.ShouldBeEmpty();
        bench.Pass(TimeSpan.FromMilliseconds(3));
        bench.AnswerAll(query => Reply(query, Srv(Service, Pool), Srv(Service, default)));
        var answered = bench.Finished.ShouldHaveSingleItem();
        answered.Request.ShouldBe(request);
        answered.Outcome.Status.ShouldBe(DnsStatus.Answered);
        answered.Outcome.Name.ShouldBe(Service);
        answered.Outcome.Targets.ShouldBe([new(Pool, 5061, 0, 0), new(default, 5061, 0, 0)]);
        answered.Outcome.Server.ShouldBe(First);
        answered.Outcome.FromCache.ShouldBeFalse();
        answered.Outcome.Took.ShouldBe(TimeSpan.FromMilliseconds(3));
        bench.Resolver.Deadline.ShouldBeNull();
    }

    [Fact]
    public void NAPTR_rules_come_out_as_values()
    {
        var bench = new Bench();
        bench.Ask(Domain, DnsType.Naptr);
        var rule = new DnsData.Naptr(50, 50, "s", "SIPS+D2T", "", Domain.Under("_sips._tcp"));
        bench.AnswerAll(query => Reply(query, new DnsRecord(Domain, 300, rule)));
        bench.Finished[0].Outcome.Rules.ShouldBe([rule]);
    }

    [Fact]
    public void A_target_that_is_no_host_name_is_not_taken_for_no_such_service()
    {
        DnsMessage.TryRead(
            Convert.FromHexString("000080000000000100000000" + "00" + "0021" + "0001" + "0000012c" + "0009"
                + "0000" + "0000" + "13c5" + "0120" + "00"),
            out var message, out var fault).ShouldBeTrue(fault.ToString());
        var odd = message!.Answers[0].Data.ShouldBeOfType<DnsData.Srv>().Target;
        var bench = new Bench();
        bench.Ask(Service, DnsType.Srv);
        bench.AnswerAll(query => Reply(query, Srv(Service, odd)));
        bench.Finished[0].Outcome.Status.ShouldBe(DnsStatus.Malformed);
        bench.Finished[0].Outcome.Targets.ShouldBeEmpty();
        bench.Finished[0].Outcome.Detail.ShouldBe(@"the target \032 is not a host name");
    }

    [Theory]
    [InlineData(AddressFamilies.V4First, "192.0.2.11 192.0.2.12 2001:db8::11")]
    [InlineData(AddressFamilies.V6First, "2001:db8::11 192.0.2.11 192.0.2.12")]
    [InlineData(AddressFamilies.V4Only, "192.0.2.11 192.0.2.12")]
    [InlineData(AddressFamilies.V6Only, "2001:db8::11")]
    public void Both_families_are_asked_together_and_come_out_in_the_order_of_the_setting(
        AddressFamilies families, string addresses)
    {
        var bench = new Bench(OneServer with { Families = families });
        bench.AskAddresses(Pool);
        bench.AnswerAll(PoolAddresses);
        bench.Finished.ShouldHaveSingleItem().Outcome.Addresses.Select(address => address.ToString())
            .ShouldBe(addresses.Split(' '));
    }

    [Theory]
    [InlineData(DnsStatus.NoData, DnsStatus.NoData, DnsStatus.NoData)]
    [InlineData(DnsStatus.NoSuchName, DnsStatus.NoData, DnsStatus.NoSuchName)]
    [InlineData(DnsStatus.NoData, DnsStatus.ServerFailure, DnsStatus.ServerFailure)]
    [InlineData(DnsStatus.Refused, DnsStatus.NoSuchName, DnsStatus.NoSuchName)]
    [InlineData(DnsStatus.Answered, DnsStatus.ServerFailure, DnsStatus.Answered)]
    [InlineData(DnsStatus.NoData, DnsStatus.Answered, DnsStatus.Answered)]
    public void Two_families_have_one_status(DnsStatus v4, DnsStatus v6, DnsStatus both)
    {
        var bench = new Bench();
        bench.AskAddresses(Pool);
        bench.AnswerAll(query => (query.Question!.Value.Type == DnsType.A ? v4 : v6) switch
        {
            DnsStatus.NoData => Nothing(query, DnsResponseCode.NoError),
            DnsStatus.NoSuchName => Nothing(query, DnsResponseCode.NoSuchName),
            DnsStatus.Refused => Reply(query, DnsResponseCode.Refused),
            DnsStatus.ServerFailure => Reply(query, DnsResponseCode.ServerFailure),
            _ => PoolAddresses(query),
        });
        bench.Finished.ShouldHaveSingleItem().Outcome.Status.ShouldBe(both);
        bench.Finished[0].Outcome.Tries.Length.ShouldBe(2);
    }

    [Fact]
    public void Addresses_of_one_family_do_not_wait_long_for_the_other()
    {
        var bench = new Bench();
        bench.AskAddresses(Pool);
        var sent = bench.Sent;
        bench.Give(bench.From(sent[0], PoolAddresses(Read(sent[0].Bytes))));
        bench.Finished.ShouldBeEmpty();
        var since = bench.Now.Monotonic;
        while (bench.Finished.Count == 0)
        {
            bench.Pass(bench.Resolver.Deadline.ShouldNotBeNull() - bench.Now.Monotonic);
            bench.Give(new NetInput.DeadlineReached());
        }

        (bench.Now.Monotonic - since).ShouldBe(TimeSpan.FromSeconds(1));
        var outcome = bench.Finished.ShouldHaveSingleItem().Outcome;
        outcome.Status.ShouldBe(DnsStatus.Answered);
        outcome.Addresses.Length.ShouldBe(2);
        outcome.Tries[1].Status.ShouldBe(DnsStatus.TimedOut);
        bench.Effects.OfType<NetEffect.Close>().Select(close => close.Flow).ShouldBe([sent[0].Flow, sent[1].Flow]);
        bench.Resolver.Deadline.ShouldBeNull();
    }

    [Fact]
    public void A_deadline_of_several_questions_is_taken_by_each()
    {
        var bench = new Bench();
        bench.AskAddresses(Pool);
        bench.Ask(Service, DnsType.Srv);
        bench.Pass(TimeSpan.FromSeconds(0.5));
        bench.Effects.Clear();
        bench.Give(new NetInput.DeadlineReached()).ShouldBeTrue();
        bench.Sent.Count.ShouldBe(3);
    }

    [Fact]
    public void A_server_found_silent_is_asked_last_for_a_minute()
    {
        var bench = new Bench(OneServer with { Servers = [First, Second] });
        bench.Ask(Service, DnsType.Srv);
        bench.Pass(TimeSpan.FromMilliseconds(250));
        bench.Give(new NetInput.DeadlineReached());
        bench.Give(bench.From(bench.Sent[1], Reply(Read(bench.Sent[1].Bytes), Srv(Service, Pool))));

        bench.Forget();
        bench.AskAddresses(Pool);
        bench.Sent.ShouldAllBe(sent => sent.To == Second);
        bench.AnswerAll(PoolAddresses);

        bench.Forget();
        bench.Pass(TimeSpan.FromMinutes(1));
        bench.AskAddresses(Domain);
        bench.Sent.ShouldAllBe(sent => sent.To == First);
    }

    [Fact]
    public void Where_every_server_is_silent_their_order_stays()
    {
        var bench = new Bench(OneServer with { Servers = [First, Second] });
        bench.Ask(Service, DnsType.Srv);
        while (bench.Resolver.Deadline is { } deadline)
        {
            bench.Pass(deadline - bench.Now.Monotonic);
            bench.Give(new NetInput.DeadlineReached());
        }

        bench.Forget();
        bench.Ask(Service, DnsType.Srv);
        bench.Sent.ShouldHaveSingleItem().To.ShouldBe(First);
    }

    [Fact]
    public void An_answer_is_kept_as_long_as_its_TTL_and_no_longer()
    {
        var bench = new Bench();
        bench.Ask(Service, DnsType.Srv);
        bench.AnswerAll(query => Reply(query, Srv(Service, Pool, ttl: 30)));
        bench.Forget();

        // A wall clock that jumps neither keeps nor loses it.
        bench.SetWallClock(DateTimeOffset.UnixEpoch.AddYears(30));
        bench.Pass(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        var request = bench.Ask(Service, DnsType.Srv);
        bench.Sent.ShouldBeEmpty();
        var answered = bench.Finished.ShouldHaveSingleItem();
        answered.Request.ShouldBe(request);
        answered.Outcome.FromCache.ShouldBeTrue();
        answered.Outcome.Server.ShouldBeNull();
        answered.Outcome.Tries.ShouldBeEmpty();
        answered.Outcome.Targets.ShouldBe([new(Pool, 5061, 0, 0)]);
        bench.Forget();
        bench.Pass(TimeSpan.FromTicks(1));
        bench.Ask(Service, DnsType.Srv);
        bench.Sent.Count.ShouldBe(1);
        bench.Finished.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DnsResponseCode.NoSuchName, DnsStatus.NoSuchName, 0)]
    [InlineData(DnsResponseCode.NoError, DnsStatus.NoData, 1)]
    public void Negative_answers_are_kept_and_NXDOMAIN_holds_for_every_type(
        DnsResponseCode code, DnsStatus status, int askedForAnotherType)
    {
        var bench = new Bench();
        bench.Ask(Pool, DnsType.Srv);
        bench.AnswerAll(query => Nothing(query, code));
        bench.Forget();
        bench.Ask(Pool, DnsType.Srv);
        bench.Finished.ShouldHaveSingleItem().Outcome.Status.ShouldBe(status);
        bench.Ask(Pool, DnsType.Naptr);
        bench.Sent.Count.ShouldBe(askedForAnotherType);
        bench.Forget();
        bench.Pass(TimeSpan.FromSeconds(60));
        bench.Ask(Pool, DnsType.Srv);
        bench.Sent.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(DnsResponseCode.ServerFailure)]
    [InlineData(DnsResponseCode.Refused)]
    public void Failures_are_not_kept(DnsResponseCode code)
    {
        var bench = new Bench();
        bench.Ask(Service, DnsType.Srv);
        bench.AnswerAll(query => Nothing(query, code));
        bench.Forget();
        bench.Ask(Service, DnsType.Srv);
        bench.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public void Flushing_forgets_every_answer()
    {
        var bench = new Bench();
        bench.Ask(Service, DnsType.Srv);
        bench.AnswerAll(query => Reply(query, Srv(Service, Pool)) with { Additionals = [A(Pool, "192.0.2.11")] });
        bench.Forget();
        bench.Resolver.Flush();
        bench.Ask(Service, DnsType.Srv);
        bench.AskAddresses(Pool, via: Service);
        bench.Sent.Count.ShouldBe(3);
    }

    [Fact]
    public void Addresses_beside_an_SRV_answer_are_for_its_own_targets_and_nothing_else()
    {
        var other = Domain.Under("other");
        var bench = new Bench();
        bench.Ask(Service, DnsType.Srv);
        bench.AnswerAll(query => Reply(query, Srv(Service, Pool)) with
        {
            Additionals = [A(Pool, "192.0.2.11"), A(Pool, "192.0.2.12"), A(other, "203.0.113.66")],
        });
        bench.Forget();
        bench.AskAddresses(Pool, via: Service);
        bench.Sent.ShouldBeEmpty();
        bench.Finished.ShouldHaveSingleItem().Outcome.Addresses.Length.ShouldBe(2);

        bench.Forget();
        bench.AskAddresses(Pool);
        bench.Sent.Count.ShouldBe(2);
        bench.Forget();
        bench.AskAddresses(Pool, via: Domain.Under("_sip._tls"));
        bench.Sent.Count.ShouldBe(2);
        bench.Forget();
        bench.AskAddresses(other, via: Service);
        bench.Sent.Count.ShouldBe(2);
    }

    [Fact]
    public void Addresses_beside_an_SRV_answer_that_the_device_cannot_use_do_not_keep_it_from_asking()
    {
        var bench = new Bench(OneServer with { Families = AddressFamilies.V6Only });
        bench.Ask(Service, DnsType.Srv);
        bench.AnswerAll(query => Reply(query, Srv(Service, Pool)) with { Additionals = [A(Pool, "192.0.2.11")] });
        bench.Forget();
        bench.AskAddresses(Pool, via: Service);
        Read(bench.Sent.ShouldHaveSingleItem().Bytes).Question!.Value.Type.ShouldBe(DnsType.Aaaa);
    }

    [Fact]
    public void A_cancelled_request_closes_its_flows_and_has_no_answer()
    {
        var bench = new Bench();
        var request = bench.AskAddresses(Pool);
        var sent = bench.Sent;
        bench.Resolver.Cancel(request, bench.Effects);
        bench.Effects.OfType<NetEffect.Close>().Select(close => close.Flow).ShouldBe(sent.Select(one => one.Flow));
        bench.Resolver.Deadline.ShouldBeNull();
        bench.Give(bench.From(sent[0], PoolAddresses(Read(sent[0].Bytes)))).ShouldBeFalse();
        bench.Finished.ShouldBeEmpty();
    }

    [Fact]
    public void Inputs_of_other_flows_are_left_to_others()
    {
        var bench = new Bench();
        bench.AskAddresses(Pool);
        bench.Give(new NetInput.Datagram(new FlowId(99), First, new byte[12])).ShouldBeFalse();
        bench.Give(new NetInput.PowerOn()).ShouldBeFalse();
    }

    [Fact]
    public void Without_a_server_the_answer_is_there_at_once()
    {
        var bench = new Bench(new DnsSettings());
        bench.AskAddresses(Pool);
        bench.Finished.ShouldHaveSingleItem().Outcome.Status.ShouldBe(DnsStatus.NoServer);
    }

    [Fact]
    public void A_question_without_a_name_is_a_mistake_of_the_caller() =>
        Should.Throw<ArgumentException>(() => new Bench().Ask(default, DnsType.Srv));

    private static DnsMessage PoolAddresses(DnsMessage query) => query.Question!.Value.Type == DnsType.A
        ? Reply(query, A(Pool, "192.0.2.11"), A(Pool, "192.0.2.12"), A(Pool, "192.0.2.11"))
        : Reply(query, Aaaa(Pool, "2001:db8::11"));

    private sealed class Bench : DnsBench
    {
        public Bench(DnsSettings? settings = null) => Resolver = new(settings ?? OneServer, this, Flows);

        public DnsResolver Resolver { get; }

        public List<DnsAnswered> Finished { get; } = [];

        public DnsRequestId Ask(HostName name, DnsType type) => Resolver.Ask(Now, name, type, Effects, Finished);

        public DnsRequestId AskAddresses(HostName host, HostName via = default) =>
            Resolver.AskAddresses(Now, host, Effects, Finished, via);

        public bool Give(NetInput input) => Resolver.Handle(Now, input, Effects, Finished);

        /// <summary>Answers every question that is out.</summary>
        public void AnswerAll(Func<DnsMessage, DnsMessage> answer)
        {
            foreach (var sent in Sent)
            {
                Give(From(sent, answer(Read(sent.Bytes)))).ShouldBeTrue();
            }
        }

        public void Forget()
        {
            Effects.Clear();
            Finished.Clear();
        }
    }
}
