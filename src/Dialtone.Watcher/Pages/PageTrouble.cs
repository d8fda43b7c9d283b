namespace Dialtone.Watcher.Pages;

/// <summary>Trouble of the watcher itself, shown over every page.</summary>
/// <param name="What">What it is, in a few words: <c>The configuration is refused</c>.</param>
/// <param name="Why">Why, in a sentence: where it is wrong, and what may stand there; may be empty.</param>
public sealed record PageTrouble(string What, string Why);
