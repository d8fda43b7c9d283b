using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.History;

/// <summary>A run that changed the state of its check, and its place among them.</summary>
/// <param name="Mark">Its place: one that was kept later has a greater one.</param>
/// <param name="Run">The run, without its report.</param>
public sealed record MarkedRun(long Mark, CheckRun Run);
