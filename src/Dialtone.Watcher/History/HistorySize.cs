namespace Dialtone.Watcher.History;

/// <summary>How much is kept.</summary>
/// <param name="Bytes">How many bytes it takes on disk, as far as the database says.</param>
/// <param name="Oldest">When the oldest run began that is kept; <c>null</c> where there is none.</param>
public sealed record HistorySize(long Bytes, DateTimeOffset? Oldest);
