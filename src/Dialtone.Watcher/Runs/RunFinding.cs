using Dialtone.Core.Findings;

namespace Dialtone.Watcher.Runs;

/// <summary>A finding of a run, as far as it is kept beside the report.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Severity">How bad it is there.</param>
/// <param name="Subject">What it is about; empty where it is about everything of its kind.</param>
/// <param name="Title">What was found, in one line.</param>
/// <param name="IsCause">Whether nothing else explains it.</param>
public sealed record RunFinding(
    FindingCode Code, FindingSeverity Severity, string Subject, string Title, bool IsCause);
