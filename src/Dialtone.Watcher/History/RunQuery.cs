namespace Dialtone.Watcher.History;

/// <summary>Which runs are asked for.</summary>
/// <param name="Check">The name of the check.</param>
/// <param name="Count">At most so many; at most <see cref="CountMax"/>.</param>
public sealed record RunQuery(string Check, int Count)
{
    /// <summary>How many runs may be asked for at once.</summary>
    public const int CountMax = 500;

    /// <summary>
    /// Only those that began before this one, of two that began together the one with the lower identity, whether it is
    /// kept any more or not; <c>null</c> for the newest.
    /// </summary>
    public Guid? Before { get; init; }

    /// <summary>
    /// Only those that began after this one, and of these the nearest to it; <c>null</c> for the newest.
    /// </summary>
    public Guid? After { get; init; }

    /// <summary>Only those that began at this moment or later; <c>null</c> for all.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those that were not healthy.</summary>
    public bool OnlyBad { get; init; }

    /// <summary>Only those that were healthy.</summary>
    public bool OnlyGood { get; init; }

    /// <summary>Only those that changed the state of the check.</summary>
    public bool OnlyChanges { get; init; }
}
