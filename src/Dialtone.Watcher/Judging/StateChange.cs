namespace Dialtone.Watcher.Judging;

/// <summary>A check that turned, or whose first cause became another one.</summary>
/// <param name="From">What it was.</param>
/// <param name="To">What it is.</param>
/// <param name="Code">The code of the first visible cause, such as <c>DT1101</c>; empty where there is none.</param>
/// <param name="Title">That cause in one line, or the verdict; empty for green.</param>
public sealed record StateChange(CheckColor From, CheckColor To, string Code, string Title);
