namespace Dialtone.Core.Time;

/// <summary>A moment on a clock that never goes back, counted from the driver's start. For every interval.</summary>
/// <param name="Ticks">Units of 100 ns since the start.</param>
public readonly record struct Instant(long Ticks) : IComparable<Instant>
{
    /// <summary>The driver's start.</summary>
    public static Instant Zero => default;

    /// <summary>How long after the start this is.</summary>
    public TimeSpan SinceStart => new(Ticks);

    /// <summary>This moment, later by <paramref name="span"/>.</summary>
    public static Instant operator +(Instant moment, TimeSpan span) => new(moment.Ticks + span.Ticks);

    /// <summary>How long lies between two moments; negative when <paramref name="left"/> is the earlier.</summary>
    public static TimeSpan operator -(Instant left, Instant right) => new(left.Ticks - right.Ticks);

    /// <summary>Whether <paramref name="left"/> is the earlier.</summary>
    public static bool operator <(Instant left, Instant right) => left.Ticks < right.Ticks;

    /// <summary>Whether <paramref name="left"/> is the later.</summary>
    public static bool operator >(Instant left, Instant right) => left.Ticks > right.Ticks;

    /// <summary>Whether <paramref name="left"/> is not the later.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Ticks <= right.Ticks;

    /// <summary>Whether <paramref name="left"/> is not the earlier.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Ticks >= right.Ticks;

    /// <summary>The earlier of two deadlines, where <c>null</c> is "none".</summary>
    public static Instant? Earlier(Instant? left, Instant? right) =>
        left is null ? right : right is null || left < right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Ticks.CompareTo(other.Ticks);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"+{SinceStart.TotalSeconds:0.000}s");
}
