namespace Dialtone.Core.Time;

/// <summary>
/// A moment, or none, in the room of a moment: half of what a nullable one takes. For what is held by the hundred
/// thousand.
/// </summary>
internal readonly struct InstantOrNone
{
    // One more than the moment, so that what nobody has set is none.
    private readonly long _ticksAndOne;

    private InstantOrNone(Instant? moment) => _ticksAndOne = moment is { } given ? given.Ticks + 1 : 0;

    public static implicit operator InstantOrNone(Instant? moment) => new(moment);

    public static implicit operator Instant?(InstantOrNone moment) =>
        moment._ticksAndOne == 0 ? null : new Instant(moment._ticksAndOne - 1);
}
