using System.Globalization;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Schedule;

namespace Dialtone.Watcher.Tests.Schedule;

public class CheckScheduleTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Half a minute before a beat of the check A, whose beat all times here count from.</summary>
    private static readonly DateTimeOffset Beat =
        CheckRhythm.Next("A", Minute, new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static DateTimeOffset At(double seconds) => Beat.AddSeconds(seconds);

    private static WatchCheck Check(string name, int seconds = 60) =>
        new(name, new() { Transaction = TransactionKind.Registration, Account = new("alice") })
        {
            Interval = TimeSpan.FromSeconds(seconds),
        };

    private static CheckSchedule Schedule(params WatchCheck[] checks)
    {
        var schedule = new CheckSchedule { Places = 2 };
        schedule.Replace([.. checks], At(-30));
        return schedule;
    }

    /// <summary>
    /// Tells a schedule of the check A in words: seconds, then <c>hold</c>, <c>hold-stale</c>, <c>release</c>,
    /// <c>now</c>, <c>pause</c>, <c>resume</c>, <c>end</c>, <c>remove</c>, <c>add</c>, <c>slow</c> (every two minutes)
    /// or <c>?</c>. Each <c>?</c> is answered by what may begin.
    /// </summary>
    private static string Told(string words)
    {
        var schedule = Schedule(Check("A"));
        List<string> told = [];
        foreach (var word in words.Split("; "))
        {
            var parts = word.Split(' ');
            var now = At(double.Parse(parts[0], CultureInfo.InvariantCulture));
            switch (parts[1])
            {
                case "hold":
                    schedule.Hold("A", null, default, now);
                    break;
                case "hold-fresh":
                    schedule.Hold("A", now.AddSeconds(-60), default, now);
                    break;
                case "hold-stale":
                    schedule.Hold("A", now.AddSeconds(-61), default, now);
                    break;
                case "release":
                    schedule.Release("A");
                    break;
                case "now":
                    told.Add(schedule.RunNow("A", now) ? "yes" : "no");
                    break;
                case "pause" or "resume":
                    told.Add(schedule.Pause("A", parts[1] == "pause", now) ? "yes" : "no");
                    break;
                case "end":
                    schedule.End("A", now);
                    break;
                case "remove":
                    schedule.Replace([], now);
                    break;
                case "add" or "slow":
                    schedule.Replace([Check("A", parts[1] == "slow" ? 120 : 60)], now);
                    break;
                default:
                    told.Add(!schedule.TryTake(now, out var run) ? "-" : run.IsAsked ? "asked"
                        : string.Create(CultureInfo.InvariantCulture, $"+{run.Late.TotalSeconds}"));
                    break;
            }
        }

        return string.Join(' ', told);
    }

    [Theory]
    // The rhythm: nothing before the beat, once at it, not again while it runs, and again at the next.
    [InlineData("-30 ?; 0 ?", "- -")]
    [InlineData("-30 hold; -1 ?; 0 ?; 1 ?; 2 end; 3 ?; 59.9 ?; 60 ?", "- +0 - - - +0")]
    // Missed beats are skipped; one that is late says by how much, and the rhythm stays.
    [InlineData("-30 hold; 7 ?; 8 end; 9 ?; 60 ?", "+7 - +0")]
    [InlineData("-30 hold; 150 ?; 151 end; 152 ?; 180 ?", "+150 - +0")]
    [InlineData("-30 hold; 0 ?; 61 ?; 62 end; 63 ?; 120 ?", "+0 - - +0")]
    // Asked for: at once, besides the rhythm; while it runs, as soon as that is over; once, however often asked.
    [InlineData("-30 hold; -20 now; -20 ?; -18 end; -17 ?; 0 ?", "yes asked - +0")]
    [InlineData("-30 hold; 0 ?; 1 now; 1 now; 1 ?; 2 end; 2 ?; 3 end; 4 ?; 60 ?", "+0 yes yes - asked - +0")]
    [InlineData("-30 hold; 60 now; 60 ?; 61 end; 61 ?; 120 ?", "yes asked - +0")]
    [InlineData("-30 now; -30 ?", "no -")]
    [InlineData("-30 hold; -20 now; -19 release; -18 hold; -18 ?", "yes -")]
    // Paused: not at the beat, but where somebody asks; resumed with the next beat.
    [InlineData("-30 hold; -29 pause; 0 ?; 10 now; 10 ?; 11 end; 12 ?", "yes - yes asked -")]
    [InlineData("-30 hold; -29 pause; 0 ?; 59 resume; 59 ?; 60 ?", "yes - yes - +0")]
    [InlineData("-30 hold; 0 ?; 1 pause; 2 end; 60 ?; 61 resume; 61 ?", "+0 yes - yes -")]
    [InlineData("-30 pause; 0 ?", "no -")]
    // Leases: a run under way comes to its end; held again meanwhile it is still the only one.
    [InlineData("-30 hold; 0 ?; 1 release; 60 ?; 61 end; 61 ?", "+0 - -")]
    [InlineData("-30 hold; 0 ?; 1 release; 2 hold-stale; 2 ?; 3 end; 3 ?; 60 ?", "+0 - - +0")]
    [InlineData("5 hold-stale; 5 ?", "+0")]
    [InlineData("5 hold-fresh; 5 ?; 60 ?", "- +0")]
    [InlineData("-30 hold; 5 hold-stale; 5 ?", "+5")]
    // The configuration: a check that is removed ends its run, and comes back without a second one.
    [InlineData("-30 hold; 0 remove; 0 ?", "-")]
    [InlineData("-30 hold; 0 ?; 1 remove; 2 add; 3 hold-stale; 3 ?; 4 end; 60 ?", "+0 - +0")]
    [InlineData("-30 hold; 0 ?; 1 remove; 2 end; 3 add; 60 ?; 60 hold; 120 ?", "+0 - +0")]
    [InlineData("-30 hold; -1 add; 0 ?", "+0")]
    [InlineData("-30 hold; 1 add; 2 ?", "+2")]
    [InlineData("-30 hold; -1 pause; -1 add; 0 ?", "yes -")]
    // A clock that was set back an hour does not stop the check for an hour.
    [InlineData("-30 hold; 0 ?; 1 end; -3599 ?; -3540 ?", "+0 - +0")]
    public void A_check_runs_when_it_should(string words, string told) => Told(words).ShouldBe(told);

    [Fact]
    public void An_interval_that_changed_is_another_rhythm()
    {
        var schedule = Schedule(Check("A"));
        schedule.Hold("A", null, default, At(-30));
        schedule.Replace([Check("A", 3600)], At(-20));
        schedule.NextRun("A").ShouldBe(CheckRhythm.Next("A", TimeSpan.FromHours(1), At(-20)));
    }

    [Fact]
    public void Who_finds_no_free_place_waits_and_is_counted()
    {
        var schedule = Schedule(Check("A"), Check("B"), Check("C"));
        foreach (var name in "ABC")
        {
            schedule.Hold(name.ToString(), At(-90), default, At(0.5));
        }

        schedule.TryTake(At(1), out _).ShouldBeTrue();
        schedule.TryTake(At(1), out _).ShouldBeTrue();
        schedule.TryTake(At(1), out _).ShouldBeFalse();
        schedule.Running.ShouldBe(2);
        schedule.Deadline.ShouldBeNull("only the end of a run makes a place");
        schedule.DueAt(At(11)).ShouldBe(1);
        schedule.LateAt(At(11)).ShouldBe(TimeSpan.FromSeconds(10.5));

        schedule.End("A", At(11));
        schedule.Deadline.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(At(11));
        schedule.TryTake(At(11), out var run).ShouldBeTrue();
        run!.Late.ShouldBe(TimeSpan.FromSeconds(10.5));
        schedule.DueAt(At(11)).ShouldBe(0);
        schedule.LateAt(At(11)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_user_has_no_more_endpoints_at_once_than_leaves_room_for_phones()
    {
        static WatchAccount Of(string name, string user) =>
            new(name) { Address = AddressOfRecord.TryParse($"sip:{user}@contoso.example", out var at) ? at : null };
        var names = Enumerable.Range(0, 9).Select(number => $"Sign in {number}").ToArray();
        var schedule = new CheckSchedule { Places = 20 };
        schedule.Replace(
            [.. names.Select((name, number) => Check(name) with
            {
                Probe = new()
                {
                    Transaction = TransactionKind.Registration,
                    // Eight of one user, by two accounts; the last one is somebody else, and tells the first user.
                    Account = number == 8 ? Of("bob", "bob") : Of(number % 2 == 0 ? "alice" : "alice-ntlm", "alice"),
                    Publisher = number == 8 ? Of("alice", "alice") : null,
                },
            })],
            At(-30));
        foreach (var name in names)
        {
            schedule.Hold(name, null, default, At(-30));
            schedule.RunNow(name, At(0));
        }

        var taken = new List<string>();
        while (schedule.TryTake(At(0), out var run))
        {
            taken.Add(run.Check.Name);
        }

        taken.ShouldBe(names[..CheckSchedule.OfOneUserMax]);
        schedule.DueAt(At(1)).ShouldBe(3);
        schedule.Deadline.ShouldNotBe(At(0), "the end of a run makes room");
        schedule.End(taken[0], At(1));
        schedule.TryTake(At(1), out var next).ShouldBeTrue();
        next.Check.Name.ShouldBe(names[6]);
        schedule.TryTake(At(1), out _).ShouldBeFalse();
    }

    [Fact]
    public void What_a_watcher_left_behind_begins_soon_and_not_all_at_once()
    {
        var names = Enumerable.Range(0, 100).Select(number => $"Sign in {number}").ToArray();
        var schedule = Schedule([.. names.Select(name => Check(name, 3600))]);
        foreach (var name in names)
        {
            schedule.Hold(name, At(-7200), TimeSpan.FromSeconds(5), At(0));
        }

        var soon = names.Select(name => schedule.NextRun(name)!.Value - At(0)).ToArray();
        soon.ShouldAllBe(each => each < TimeSpan.FromSeconds(5));
        soon.Count(each => each < TimeSpan.FromSeconds(1)).ShouldBeInRange(5, 40);
    }

    [Fact]
    public void A_beat_that_passed_while_it_ran_is_counted_as_skipped()
    {
        var schedule = Schedule(Check("A"));
        schedule.Hold("A", null, default, At(-30));
        schedule.TryTake(At(0), out _).ShouldBeTrue();
        schedule.End("A", At(61));
        schedule.Skipped.ShouldBe(1);
        schedule.NextRun("A").ShouldBe(At(120));
    }
}
