using System.Collections.Immutable;
using Dialtone.Watcher.Leases;

namespace Dialtone.Watcher.Tests.Leases;

public class LeaseDivisionTests
{
    private static readonly Guid Me = Guid.CreateVersion7();
    private static readonly Guid Other = Guid.CreateVersion7();
    private static readonly ImmutableHashSet<string> Ten = [.. Enumerable.Range(0, 10).Select(at => $"check:{at}")];
    private static readonly ImmutableHashSet<string> Nothing = [];

    private static LeaseRow Watcher(Guid holder, IEnumerable<string> wanted, bool isLive = true) =>
        new(LeaseRow.WatcherPrefix + holder, holder, isLive, [.. wanted]);

    private static LeaseRow Lease(string name, Guid holder, bool isLive = true) => new(name, holder, isLive, []);

    [Fact]
    public void Who_is_alone_takes_everything()
    {
        var division = new LeaseDivision(Me, Ten, [Watcher(Me, Ten)]);
        division.Take(Nothing, mayInherit: false, Nothing).ShouldBe(Ten, ignoreOrder: true);
        division.GiveBack(Ten).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 4)]
    [InlineData(3, 3)]
    [InlineData(9, 1)]
    public void Among_watchers_that_want_the_same_each_takes_an_equal_part_rounded_up(int others, int part)
    {
        LeaseRow[] rows =
        [
            Watcher(Me, Ten), .. Enumerable.Range(0, others).Select(_ => Watcher(Guid.CreateVersion7(), Ten)),
        ];
        new LeaseDivision(Me, Ten, [.. rows]).Take(Nothing, mayInherit: false, Nothing).Length.ShouldBe(part);
    }

    [Fact]
    public void A_watcher_that_is_gone_has_no_part_and_what_it_held_is_free_for_who_may_inherit()
    {
        ImmutableArray<LeaseRow> rows =
        [
            Watcher(Me, Ten), Watcher(Other, Ten, isLive: false), .. Ten.Select(name => Lease(name, Other, false)),
        ];
        var division = new LeaseDivision(Me, Ten, rows);
        division.Take(Nothing, mayInherit: false, Nothing).ShouldBeEmpty();
        division.Take(Nothing, mayInherit: true, Nothing).ShouldBe(Ten, ignoreOrder: true);
    }

    [Fact]
    public void What_another_one_holds_is_not_taken()
    {
        ImmutableArray<LeaseRow> rows =
            [Watcher(Me, Ten), Watcher(Other, Ten), .. Ten.Skip(2).Select(name => Lease(name, Other))];
        new LeaseDivision(Me, Ten, rows).Take(Nothing, mayInherit: true, Nothing)
            .ShouldBe(Ten.Take(2), ignoreOrder: true);
    }

    [Fact]
    public void Who_holds_more_than_its_part_gives_back_what_another_one_has_room_for()
    {
        ImmutableArray<LeaseRow> rows =
            [Watcher(Me, Ten), Watcher(Other, Ten), .. Ten.Select(name => Lease(name, Me))];
        new LeaseDivision(Me, Ten, rows).GiveBack(Ten).Length.ShouldBe(5);

        // Only what the other one wants, and not more than its share of that: half of two.
        var few = Ten.Take(2).ToImmutableHashSet();
        rows = [Watcher(Me, Ten), Watcher(Other, few), .. Ten.Select(name => Lease(name, Me))];
        few.ShouldContain(new LeaseDivision(Me, Ten, rows).GiveBack(Ten).ShouldHaveSingleItem());
    }

    [Fact]
    public void What_nobody_else_wants_is_taken_first()
    {
        var few = Ten.Order().Take(2).ToImmutableHashSet();
        var division = new LeaseDivision(Me, Ten, [Watcher(Me, Ten), Watcher(Other, few)]);
        division.Take(Nothing, mayInherit: false, Nothing).ShouldBe([.. Ten.Order().Skip(2), Ten.Order().First()]);
    }

    [Fact]
    public void What_waited_for_long_is_taken_whatever_the_share()
    {
        ImmutableHashSet<string> held = [.. Ten.Order().Take(5)];
        ImmutableArray<LeaseRow> rows =
            [Watcher(Me, Ten), Watcher(Other, Ten), .. held.Select(name => Lease(name, Me))];
        var waited = Ten.Order().Skip(7).Take(1).ToImmutableHashSet();
        var division = new LeaseDivision(Me, Ten, rows);
        division.Take(held, mayInherit: true, Nothing).ShouldBeEmpty();
        division.Take(held, mayInherit: true, waited).ShouldBe(waited);
    }

    [Fact]
    public void Whatever_watchers_want_each_name_finds_one_and_then_nothing_moves()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var table = new LeaseTable();
            for (var watcher = random.Next(1, 5); watcher > 0; watcher--)
            {
                table.Join([.. Ten.Where(_ => random.Next(3) > 0)]);
            }

            table.Go(rounds: random.Next(8));
            table.Leave(random.Next(4));
            table.Join([.. Ten.Where(_ => random.Next(2) > 0)]);
            table.Go(rounds: 12);
            table.Free.ShouldBeEmpty($"seed {seed}");
            var held = table.ToString();
            table.Go(rounds: 5);
            table.ToString().ShouldBe(held, $"seed {seed}");
        }
    }
}
