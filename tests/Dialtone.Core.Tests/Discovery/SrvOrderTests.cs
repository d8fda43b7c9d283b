using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Tests.Time;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Discovery;

public class SrvOrderTests
{
    [Fact]
    public void Lower_priorities_come_first_whatever_their_weight() =>
        Names([Target("c", 20, 100), Target("a", 0, 0), Target("b", 10, 65535)], []).ShouldBe("a b c");

    [Fact]
    public void Nothing_is_drawn_where_there_is_no_choice()
    {
        SrvOrder.Sort([], new Draws([])).ShouldBeEmpty();
        Names([Target("a", 0, 5), Target("b", 1, 5)], []).ShouldBe("a b");
    }

    // Weights 1, 2 and 3: the running sums are 1, 3 and 6, and the draw is 0 to 6 inclusive.
    [Theory]
    [InlineData(0, "a b c")]
    [InlineData(1, "a b c")]
    [InlineData(2, "b a c")]
    [InlineData(3, "b a c")]
    [InlineData(4, "c a b")]
    [InlineData(6, "c a b")]
    public void The_first_whose_running_sum_reaches_the_draw_is_taken(int drawn, string expected)
    {
        var draws = new Draws([(7, (uint)drawn), (0, 0)]);

        Names(SrvOrder.Sort([Target("a", 0, 1), Target("b", 0, 2), Target("c", 0, 3)], draws)).ShouldBe(expected);
    }

    [Theory]
    [InlineData(0, "zero one")]
    [InlineData(1, "one zero")]
    public void Weight_zero_stands_first_and_is_taken_only_by_a_draw_of_zero(int drawn, string expected) =>
        Names([Target("one", 0, 1), Target("zero", 0, 0)], [(2, (uint)drawn)]).ShouldBe(expected);

    [Fact]
    public void Weights_that_are_all_zero_keep_the_order_of_the_answer() =>
        Names([Target("b", 0, 0), Target("a", 0, 0), Target("c", 0, 0)], [(1, 0), (1, 0)]).ShouldBe("b a c");

    [Fact]
    public void The_largest_weights_do_not_overflow()
    {
        var targets = Enumerable.Range(0, 200).Select(i => Target($"h{i}", 0, ushort.MaxValue)).ToImmutableArray();

        SrvOrder.Sort(targets, new SeededEntropy(1)).Order(Comparer).ShouldBe(targets.Order(Comparer));
    }

    [Fact]
    public void Over_many_draws_each_is_first_by_its_share()
    {
        ImmutableArray<SrvTarget> targets = [Target("a", 0, 10), Target("b", 0, 30), Target("c", 0, 60)];
        var entropy = new SeededEntropy(20);
        const int Rounds = 100_000;
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Rounds; i++)
        {
            var name = SrvOrder.Sort(targets, entropy)[0].Host.Text;
            first[name] = first.GetValueOrDefault(name) + 1;
        }

        // The draw is inclusive at both ends, so of 101 numbers the first in the list has 11 (0 to 10). The bounds are
        // five standard deviations of a binomial distribution.
        Share("a", 11);
        Share("b", 30);
        Share("c", 60);

        void Share(string name, int of101)
        {
            var p = of101 / 101.0;
            var margin = 5 * Math.Sqrt(Rounds * p * (1 - p));
            ((double)first[name]).ShouldBeInRange((Rounds * p) - margin, (Rounds * p) + margin);
        }
    }

    private static readonly Comparer<SrvTarget> Comparer =
        Comparer<SrvTarget>.Create((x, y) => string.CompareOrdinal(x.Host.Text, y.Host.Text));

    private static SrvTarget Target(string host, ushort priority, ushort weight) =>
        new(HostName.Parse(host), 5061, priority, weight);

    private static string Names(ImmutableArray<SrvTarget> targets, (uint, uint)[] draws)
    {
        var entropy = new Draws(draws);
        var names = Names(SrvOrder.Sort(targets, entropy));
        entropy.Left.ShouldBe(0);
        return names;
    }

    private static string Names(ImmutableArray<SrvTarget> sorted) =>
        string.Join(' ', sorted.Select(target => target.Host.Text));

    /// <summary>Draws that were arranged, each with the bound that it expects; bound 0 takes any.</summary>
    private sealed class Draws((uint Bound, uint Result)[] draws) : IEntropy
    {
        private int _next;

        public int Left => draws.Length - _next;

        public void Fill(Span<byte> destination) => throw new InvalidOperationException("No bytes are wanted here.");

        public uint Below(uint bound)
        {
            var (expected, result) = draws[_next++];
            (expected is 0 || expected == bound).ShouldBeTrue($"asked below {bound}, expected below {expected}");
            return result;
        }
    }
}
