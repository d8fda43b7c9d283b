namespace Dialtone.Reports.Compare;

/// <summary>One thing that differs between two runs.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="Subject">What it is about: a name, a server, a step, a code.</param>
/// <param name="Text">What differs, as a sentence without a full stop: how it was, and how it is now.</param>
public sealed record Difference(DifferenceKind Kind, string Subject, string Text);
