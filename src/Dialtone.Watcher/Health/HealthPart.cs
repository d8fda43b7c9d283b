namespace Dialtone.Watcher.Health;

/// <summary>One part of a watcher, judged.</summary>
/// <param name="Name">Which part: <c>loop</c>, <c>checks</c>, <c>configuration</c>, <c>history</c>.</param>
/// <param name="IsGood">Whether it does what it is for.</param>
/// <param name="Text">How it stands, in words.</param>
public readonly record struct HealthPart(string Name, bool IsGood, string Text);
