using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Devices;

/// <summary>How chance spreads the waits of devices that failed in one moment.</summary>
public class BackOffTests
{
    [Theory]
    [InlineData(BackOffReason.NothingReached, 5, 10)]
    [InlineData(BackOffReason.RetryAfter, 60, 90)]
    [InlineData(BackOffReason.Refused, 900, 1350)]
    public void Half_of_a_wait_is_left_to_chance_or_added_to_what_was_asked_for(
        BackOffReason why, double shortest, double longest)
    {
        var waits = Waits(why, jitter: 0.5);

        waits.ShouldAllBe(wait => wait >= shortest && wait <= longest);
        waits.Min().ShouldBeLessThan(shortest + ((longest - shortest) / 4));
        waits.Max().ShouldBeGreaterThan(longest - ((longest - shortest) / 4));
        waits.Distinct().Count().ShouldBeGreaterThan(20);
    }

    [Theory]
    [InlineData(BackOffReason.NothingReached, 10)]
    [InlineData(BackOffReason.RetryAfter, 60)]
    [InlineData(BackOffReason.Refused, 900)]
    public void Without_jitter_all_wait_alike(BackOffReason why, double seconds) =>
        Waits(why, jitter: 0).ShouldAllBe(wait => wait == seconds);

    [Fact]
    public void All_of_a_wait_may_be_left_to_chance()
    {
        var waits = Waits(BackOffReason.NothingReached, jitter: 1);

        waits.Min().ShouldBeInRange(0, 2);
        waits.Max().ShouldBeInRange(8, 10);
    }

    private static List<double> Waits(BackOffReason why, double jitter)
    {
        var waits = new List<double>();
        for (ulong seed = 1; seed <= 30; seed++)
        {
            var bench = new DeviceBench
            {
                Seed = seed,
                With = s => s with { Timings = s.Timings with { BackOffJitter = jitter } },
                Registrar = Answer(why),
            };
            bench.Srv[SrvService.InternalTls] = DeviceBench.Target(DeviceBench.Pool01, 5061);
            bench.PowerOn();
            var waited = bench.Entries<JournalEntry.BackedOff>().ShouldHaveSingleItem();
            waited.Why.ShouldBe(why);
            waits.Add(waited.For.TotalSeconds);
        }

        return waits;
    }

    private static Func<SipMessage, string?> Answer(BackOffReason why) => why switch
    {
        BackOffReason.RetryAfter => request => request.Answer("503 Service Unavailable", "Retry-After: 60"),
        BackOffReason.Refused => request => request.Answer("403 Forbidden"),
        _ => request => request.Answer("503 Service Unavailable"),
    };
}
