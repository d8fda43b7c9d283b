namespace Dialtone.Core.Time;

/// <summary>Time as it enters a machine, with every input.</summary>
/// <param name="Monotonic">For every interval and deadline.</param>
/// <param name="WallClock">For certificate dates, stored dates and text for people only. It may be wrong.</param>
public readonly record struct Now(Instant Monotonic, DateTimeOffset WallClock);
