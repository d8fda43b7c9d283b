using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;
using static Dialtone.Core.Tests.Exchange.Dns.DnsBench;

namespace Dialtone.Core.Tests.Exchange.Dns;

public class DnsLookupAliasTests
{
    private static readonly HostName Sip = Domain.Under("sip");
    private static readonly HostName Edge = Domain.Under("edge");
    private static readonly DnsQuestion Question = new(Sip, DnsType.A);

    [Fact]
    public void Aliases_are_followed_within_the_answer_in_whatever_order_it_has_them()
    {
        var bench = new LookupBench(Question, First);
        bench.Answer(query => Reply(query, A(Pool, "192.0.2.11"), Alias(Edge, Pool, ttl: 20), Alias(Sip, Edge)));
        bench.Result.Status.ShouldBe(DnsStatus.Answered);
        bench.Result.Records.ShouldBe([A(Pool, "192.0.2.11")]);
        bench.Result.Aliases.ShouldBe([Edge, Pool]);
        bench.Result.TimeToLive.ShouldBe(TimeSpan.FromSeconds(20));
        bench.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public void What_the_answer_leaves_open_is_asked_further_of_the_server_that_answered()
    {
        var bench = new LookupBench(Question, First, Second);
        bench.RunOut();
        bench.Answer(query => Reply(query, Alias(Sip, Edge, ttl: 10)));
        bench.LastSent.To.ShouldBe(Second);
        bench.Query.Question.ShouldBe(new DnsQuestion(Edge, DnsType.A));
        bench.Answer(query => Reply(query, A(Edge, "198.51.100.6")));
        bench.Result.Status.ShouldBe(DnsStatus.Answered);
        bench.Result.Question.ShouldBe(Question);
        bench.Result.Aliases.ShouldBe([Edge]);
        bench.Result.TimeToLive.ShouldBe(TimeSpan.FromSeconds(10));
        bench.Result.Tries.Length.ShouldBe(3);
    }

    [Fact]
    public void An_alias_of_a_name_without_such_records_is_no_data()
    {
        var bench = new LookupBench(Question, First);
        bench.Answer(query => Nothing(query, DnsResponseCode.NoError) with { Answers = [Alias(Sip, Edge)] });
        bench.Result.Status.ShouldBe(DnsStatus.NoData);
        bench.Result.Aliases.ShouldBe([Edge]);
    }

    [Fact]
    public void An_alias_of_a_name_that_does_not_exist_is_no_such_name()
    {
        var bench = new LookupBench(Question, First);
        bench.Answer(query => Nothing(query, DnsResponseCode.NoSuchName) with { Answers = [Alias(Sip, Edge)] });
        bench.Result.Status.ShouldBe(DnsStatus.NoSuchName);
        bench.Result.Aliases.ShouldBe([Edge]);
    }

    [Fact]
    public void Aliases_in_a_circle_are_recognised_in_an_answer()
    {
        var bench = new LookupBench(new(Domain.Under("loop1"), DnsType.A), First);

        // As BIND 9.18 answers it: SERVFAIL, with the circle.
        bench.Give(bench.From(bench.LastSent, Convert.FromHexString(
            "123485020001000200000001056c6f6f703107636f6e746f736f076578616d706c650000010001c00c000500010000012c"
            + "0008056c6f6f7032c012c033000500010000012c0002c00c00002904d000000000001b000f001700006d61782e20726573"
            + "74617274732072656163686564"))).ShouldBeTrue();
        bench.Result.Status.ShouldBe(DnsStatus.Malformed);
        bench.Result.Detail.ShouldBe("loop1.contoso.example → loop2.contoso.example → loop1.contoso.example: "
            + "the aliases go round in a circle");
    }

    [Fact]
    public void Aliases_in_a_circle_are_recognised_across_answers()
    {
        var bench = new LookupBench(Question, First);
        bench.Answer(query => Reply(query, Alias(Sip, Edge)));
        bench.Answer(query => Reply(query, Alias(Edge, Sip)));
        bench.Result.Status.ShouldBe(DnsStatus.Malformed);
        bench.Result.TimeToLive.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Aliases_are_followed_up_to_the_bound_and_not_one_further(bool inOneAnswer)
    {
        var max = new DnsSettings().AliasesMax;
        Follow(max, inOneAnswer).Status.ShouldBe(DnsStatus.Answered);
        var tooMany = Follow(max + 1, inOneAnswer);
        tooMany.Status.ShouldBe(DnsStatus.Malformed);
        tooMany.Detail.ShouldBe("n0.contoso.example has more than 8 aliases in a row");
    }

    private static DnsResult Follow(int count, bool inOneAnswer)
    {
        static HostName Name(int i) => Domain.Under($"n{i}");
        var bench = new LookupBench(new(Name(0), DnsType.A), First);
        var records = Enumerable.Range(0, count).Select(i => Alias(Name(i), Name(i + 1)))
            .Append(A(Name(count), "192.0.2.11")).ToList();
        while (bench.Lookup.Result is null)
        {
            bench.Answer(query => Reply(query, inOneAnswer
                ? [.. records]
                : [records.First(record => record.Owner == query.Question!.Value.Name)]));
        }

        return bench.Result;
    }
}
