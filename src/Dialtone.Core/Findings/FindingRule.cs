namespace Dialtone.Core.Findings;

/// <summary>
/// Judges a sign-in: which findings of one kind are in its journal. It looks at typed entries alone, never at text.
/// </summary>
public delegate IEnumerable<Finding> FindingRule(JournalView journal);
