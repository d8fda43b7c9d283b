using System.Collections.Immutable;

namespace Dialtone.Watcher.Pages;

/// <summary>What a page says of itself.</summary>
/// <param name="Title">What its window is called.</param>
internal sealed record PageHead(string Title)
{
    /// <summary>The class of its body.</summary>
    public string Kind { get; init; } = "page";

    /// <summary>Where its events are; empty where it does not change.</summary>
    public string Events { get; init; } = "";

    /// <summary>The way to it, each with its link.</summary>
    public ImmutableArray<(string Text, string Link)> Trail { get; init; } = [];
}
