using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Tests.Exchange.Dns;

public class DnsCacheTests
{
    private static readonly DnsSettings Settings = new();

    [Fact]
    public void No_more_answers_are_kept_than_the_bound_and_the_first_to_end_goes_first()
    {
        var cache = new DnsCache(Settings);
        for (var i = 0; i < Settings.CacheEntriesMax; i++)
        {
            cache.Add(At(0), Answered(Name(i), seconds: i == 7 ? 1 : 100 + i));
        }

        cache.Count.ShouldBe(Settings.CacheEntriesMax);
        cache.TryGet(At(0), Question(Name(7)), via: default, out _).ShouldBeTrue();
        cache.Add(At(0), Answered(Name(1000), seconds: 50));
        cache.Count.ShouldBe(Settings.CacheEntriesMax);
        cache.TryGet(At(0), Question(Name(7)), via: default, out _).ShouldBeFalse();
        cache.TryGet(At(0), Question(Name(1000)), via: default, out _).ShouldBeTrue();
    }

    [Fact]
    public void A_known_answer_is_replaced_without_pushing_out_another()
    {
        var cache = new DnsCache(Settings with { CacheEntriesMax = 2 });
        cache.Add(At(0), Answered(Name(1), seconds: 10));
        cache.Add(At(0), Answered(Name(2), seconds: 20));
        cache.Add(At(5), Answered(Name(2), seconds: 20));
        cache.TryGet(At(9), Question(Name(1)), via: default, out _).ShouldBeTrue();
        cache.TryGet(At(24), Question(Name(2)), via: default, out _).ShouldBeTrue();
    }

    [Fact]
    public void Nothing_is_kept_longer_than_the_bound_whatever_its_TTL()
    {
        var cache = new DnsCache(Settings);
        cache.Add(At(0), Answered(Name(1), seconds: 10_000_000));
        cache.Add(At(0), new()
        {
            Question = Question(Name(2)),
            Status = DnsStatus.NoData,
            TimeToLive = TimeSpan.FromDays(9),
        });
        var day = (int)Settings.CacheTimeMax.TotalSeconds;
        var quarter = (int)Settings.NegativeCacheTimeMax.TotalSeconds;
        cache.TryGet(At(day - 1), Question(Name(1)), via: default, out _).ShouldBeTrue();
        cache.TryGet(At(day), Question(Name(1)), via: default, out _).ShouldBeFalse();
        cache.TryGet(At(quarter - 1), Question(Name(2)), via: default, out _).ShouldBeTrue();
        cache.TryGet(At(quarter), Question(Name(2)), via: default, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_TTL_of_zero_is_not_kept()
    {
        var cache = new DnsCache(Settings);
        cache.Add(At(0), Answered(Name(1), seconds: 0));
        cache.Count.ShouldBe(0);
    }

    [Fact]
    public void That_the_end_of_an_alias_does_not_exist_is_not_said_of_the_alias_for_every_type()
    {
        var cache = new DnsCache(Settings);
        cache.Add(At(0), new()
        {
            Question = Question(Name(1)),
            Status = DnsStatus.NoSuchName,
            Aliases = [Name(2)],
            TimeToLive = TimeSpan.FromSeconds(60),
        });
        cache.TryGet(At(0), Question(Name(1)), via: default, out _).ShouldBeTrue();
        cache.TryGet(At(0), new(Name(1), DnsType.Aaaa), via: default, out _).ShouldBeFalse();
    }

    private static HostName Name(int i) => HostName.Parse($"n{i}.contoso.example");

    private static DnsQuestion Question(HostName name) => new(name, DnsType.A);

    private static Now At(int seconds) =>
        new(Instant.Zero + TimeSpan.FromSeconds(seconds), DateTimeOffset.UnixEpoch);

    private static DnsResult Answered(HostName name, int seconds) => new()
    {
        Question = Question(name),
        Status = DnsStatus.Answered,
        Records = [new(name, (uint)seconds, new DnsData.A(IpAddress.Parse("192.0.2.1")))],
        TimeToLive = TimeSpan.FromSeconds(seconds),
    };
}
