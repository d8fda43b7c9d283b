using System.Collections.Immutable;

namespace Dialtone.Watcher.Configuration;

/// <summary>One check: what is run, how often, and when it is shown as broken.</summary>
/// <param name="Name">Its name, which is unique.</param>
/// <param name="Probe">What is run.</param>
public sealed record WatchCheck(string Name, ProbeSettings Probe)
{
    /// <summary>
    /// How much of its interval a run may take where nothing is said: what is left is for signing out.
    /// </summary>
    public const double TimeoutShare = 0.8;

    /// <summary>How many runs in a row decide where nothing is said: one alone may be chance.</summary>
    public const int VisibleAfterDefault = 2;

    /// <summary>The interval where nothing is said.</summary>
    public static readonly TimeSpan IntervalDefault = TimeSpan.FromMinutes(1);

    /// <summary>The site that it belongs to; empty for none.</summary>
    public string Site { get; init; } = "";

    /// <summary>From the begin of a run to the begin of the next.</summary>
    public TimeSpan Interval { get; init; } = IntervalDefault;

    /// <summary>After which a run is given up; by default 80 % of the interval, so that two never overlap.</summary>
    public TimeSpan Timeout { get; init; } = IntervalDefault * TimeoutShare;

    /// <summary>In how many runs in a row something must be amiss before it is shown.</summary>
    public int VisibleAfter { get; init; } = VisibleAfterDefault;

    /// <summary>Labels of the operator's own, for metrics and the page; the site's included. At most 8.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}
