using Dialtone.Wire.Presence;

namespace Dialtone.Core.Presence;

/// <summary>What a user's presence is, as others see it.</summary>
/// <param name="Number">The availability as a number (<see cref="AvailabilityNumbers"/>).</param>
/// <param name="Activity">What the user is doing, as a word such as <c>on-the-phone</c>; may be empty.</param>
/// <param name="Note">What the user says; may be empty.</param>
public sealed record UserPresence(uint Number, string Activity = "", string Note = "")
{
    /// <summary>What the number means.</summary>
    public Availability Availability => AvailabilityNumbers.Of(Number);
}
