using Dialtone.Watcher.Schedule;

namespace Dialtone.Watcher.Tests.Schedule;

public class CheckRhythmTests
{
    private static readonly DateTimeOffset Begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("Sign in", "00:00:49.1")]
    [InlineData("Sign im", "00:00:21.2")]
    [InlineData("", "00:00:08.5")]
    public void A_name_decides_the_beat_on_every_machine_alike(string name, string first) =>
        (CheckRhythm.Next(name, Minute, Begin) - Begin).ToString(@"hh\:mm\:ss\.f").ShouldBe(first);

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(7 * 24 * 3600)]
    public void The_next_beat_is_later_by_at_most_an_interval_and_beats_are_an_interval_apart(int seconds)
    {
        var interval = TimeSpan.FromSeconds(seconds);
        for (var at = Begin; at < Begin + (3 * interval); at += interval / 7)
        {
            var next = CheckRhythm.Next("Sign in", interval, at);
            next.ShouldBeGreaterThan(at);
            next.ShouldBeLessThanOrEqualTo(at + interval);
            CheckRhythm.Next("Sign in", interval, next).ShouldBe(next + interval);
            CheckRhythm.Next("Sign in", interval, next.AddTicks(-1)).ShouldBe(next);
        }
    }

    [Theory]
    [InlineData("Sign in {0}")]
    [InlineData("{0}")]
    [InlineData("Berlin, room {0}: client certificate and sign-in")]
    public void First_runs_are_spread_over_the_interval(string names)
    {
        var tenths = new int[10];
        for (var number = 0; number < 500; number++)
        {
            var next = CheckRhythm.Next(string.Format(names, number), Minute, Begin);
            tenths[(int)((next - Begin).Ticks * 10 / (Minute.Ticks + 1))]++;
        }

        tenths.ShouldAllBe(each => each > 25 && each < 80);
    }

    [Fact]
    public void A_moment_before_1970_has_a_next_beat_as_well()
    {
        var before = DateTimeOffset.UnixEpoch.AddYears(-30);
        (CheckRhythm.Next("Sign in", Minute, before) - before).ShouldBeInRange(TimeSpan.FromTicks(1), Minute);
    }
}
