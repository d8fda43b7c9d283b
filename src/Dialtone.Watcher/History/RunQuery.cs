namespace Dialtone.Watcher.History;

/// <summary>Which runs are asked for.</summary>
/// <param name="Check">The name of the check.</param>
/// <param name="Count">At most so many; at most 500.</param>
public sealed record RunQuery(string Check, int Count)
{
    /// <summary>Only those that began before this one; <c>null</c> for the newest.</summary>
    public Guid? Before { get; init; }

    /// <summary>Only those that began at this moment or later; <c>null</c> for all.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those that were not healthy.</summary>
    public bool OnlyBad { get; init; }

    /// <summary>Only those that were healthy.</summary>
    public bool OnlyGood { get; init; }

    /// <summary>Only those that changed the state of the check.</summary>
    public bool OnlyChanges { get; init; }
}
