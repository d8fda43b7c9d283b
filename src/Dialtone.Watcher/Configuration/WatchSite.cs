using System.Collections.Immutable;

namespace Dialtone.Watcher.Configuration;

/// <summary>Where checks belong.</summary>
/// <param name="Title">What is shown for it.</param>
/// <param name="Labels">What each of its checks is labelled with.</param>
internal sealed record WatchSite(string Title, ImmutableSortedDictionary<string, string> Labels);
