using Dialtone.Core.Journal;

namespace Dialtone.Reports;

/// <summary>One line of the walk from power-on to registered.</summary>
/// <param name="Mark">Whether it worked.</param>
/// <param name="Step">The step.</param>
/// <param name="Took">How long it took; <c>null</c> where that says nothing.</param>
/// <param name="Text">What was learned.</param>
/// <param name="Source">The entry it was made from.</param>
public sealed record WalkLine(WalkMark Mark, Step Step, TimeSpan? Took, string Text, JournalEntry Source);
