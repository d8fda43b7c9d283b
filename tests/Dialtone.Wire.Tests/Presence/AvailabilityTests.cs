using Dialtone.Wire.Presence;

namespace Dialtone.Wire.Tests.Presence;

public class AvailabilityTests
{
    [Theory]
    [InlineData(0, 2999, Availability.Unknown)]
    [InlineData(3000, 4499, Availability.Available)]
    [InlineData(4500, 5999, Availability.AvailableIdle)]
    [InlineData(6000, 7499, Availability.Busy)]
    [InlineData(7500, 8999, Availability.BusyIdle)]
    [InlineData(9000, 11999, Availability.DoNotDisturb)]
    [InlineData(12000, 14999, Availability.BeRightBack)]
    [InlineData(15000, 17999, Availability.Away)]
    [InlineData(18000, uint.MaxValue, Availability.Offline)]
    public void A_number_means_what_its_range_means(uint first, uint last, Availability expected)
    {
        AvailabilityNumbers.Of(first).ShouldBe(expected);
        AvailabilityNumbers.Of(last).ShouldBe(expected);
        AvailabilityNumbers.Of(AvailabilityNumbers.NumberOf(expected)).ShouldBe(expected);
        AvailabilityNumbers.WordsOf(expected).ShouldNotBeEmpty();
    }
}
