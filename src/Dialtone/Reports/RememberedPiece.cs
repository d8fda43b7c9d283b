using System.Collections.Immutable;

namespace Dialtone.Reports;

/// <summary>One piece of what a device remembers, explained.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Values">What is remembered: names and ports, or addresses.</param>
/// <param name="LearnedAt">Since when, by the device's own clock.</param>
/// <param name="LearnedFrom">What it was learned from.</param>
/// <param name="UsedFor">In which case it would be used, and as what.</param>
/// <param name="ForgottenWhen">What would make it go.</param>
public sealed record RememberedPiece(
    RememberedKind Kind, ImmutableArray<string> Values, DateTimeOffset LearnedAt, string LearnedFrom, string UsedFor,
    string ForgottenWhen);
