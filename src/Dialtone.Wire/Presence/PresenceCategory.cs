namespace Dialtone.Wire.Presence;

/// <summary>
/// An instance of a category as a notification tells it. One that names a category carries all of its instances: what
/// was known of them before is replaced. Without an instance nothing is left of the category, in its container or,
/// where none is named, in any.
/// </summary>
/// <param name="Name">The category (<see cref="CategoryNames"/>).</param>
public sealed record PresenceCategory(string Name)
{
    /// <summary>The number of the instance; <c>null</c> where there is none any more.</summary>
    public uint? Instance { get; init; }

    /// <summary>The container that it is in; <c>null</c> where that is not said, as to others than the owner.</summary>
    public uint? Container { get; init; }

    /// <summary>How often it was published; <c>null</c> where that is not said.</summary>
    public uint? Version { get; init; }

    /// <summary>When it was published; <c>null</c> where that is not said.</summary>
    public DateTimeOffset? PublishTime { get; init; }

    /// <summary>How long it stands; <c>null</c> where that is not said.</summary>
    public CategoryExpiry? Expiry { get; init; }

    /// <summary>The endpoint that published it; empty where that is not said.</summary>
    public string EndpointId { get; init; } = "";

    /// <summary>Seconds until it ends; <c>null</c> where that is not said.</summary>
    public uint? Expires { get; init; }

    /// <summary>What it holds; <c>null</c> where it is empty or of a kind that is not read here.</summary>
    public CategoryContent? Content { get; init; }
}
