using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Wire.Tests.Auth.Signatures;

public class ReplayWindowTests
{
    [Fact]
    public void Each_number_is_taken_once_in_any_order()
    {
        var window = default(ReplayWindow);
        uint[] numbers = [1, 2, 5, 3, 4, 64, 63, 6, 65, 7];

        numbers.Select(Take).ShouldAllBe(isTaken => isTaken);
        numbers.Select(Take).ShouldAllBe(isTaken => !isTaken);

        bool Take(uint number) => window.TryTake(number);
    }

    [Theory]
    [InlineData(100u, 37u, true)]
    [InlineData(100u, 36u, false)]
    [InlineData(uint.MaxValue, uint.MaxValue - 63, true)]
    [InlineData(uint.MaxValue, uint.MaxValue - 64, false)]
    [InlineData(uint.MaxValue, 1u, false)]
    [InlineData(1u, 0u, false)]
    public void Numbers_of_long_ago_are_not_taken(uint highest, uint number, bool isTaken)
    {
        var window = default(ReplayWindow);
        window.TryTake(highest).ShouldBeTrue();

        window.TryTake(number).ShouldBe(isTaken);
    }

    [Theory]
    [InlineData(63u)]
    [InlineData(64u)]
    [InlineData(65u)]
    [InlineData(1_000_000u)]
    public void A_jump_forgets_no_more_than_it_has_to(uint ahead)
    {
        var window = default(ReplayWindow);
        window.TryTake(1).ShouldBeTrue();
        window.TryTake(1 + ahead).ShouldBeTrue();

        window.TryTake(1).ShouldBeFalse();
        window.TryTake(1 + ahead).ShouldBeFalse();
        window.TryTake(ahead).ShouldBeTrue();
    }
}
