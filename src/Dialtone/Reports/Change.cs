using Dialtone.Core.Journal;

namespace Dialtone.Reports;

/// <summary>One change in the life of a phone that stays signed in.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Mark">Whether it is good or bad.</param>
/// <param name="Text">What happened, as one sentence without its full stop.</param>
/// <param name="Source">The entry it was made from.</param>
public sealed record Change(ChangeKind Kind, WalkMark Mark, string Text, JournalEntry Source)
{
    /// <summary>
    /// How long the phone was without a registration, when it is back; how long it waits; <c>null</c> otherwise.
    /// </summary>
    public TimeSpan? For { get; init; }
}
