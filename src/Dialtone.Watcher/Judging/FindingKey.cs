using Dialtone.Core.Findings;

namespace Dialtone.Watcher.Judging;

/// <summary>What makes a finding the same in two runs.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Subject">What it is about.</param>
public readonly record struct FindingKey(FindingCode Code, string Subject);
