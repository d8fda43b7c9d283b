using System.Collections.Immutable;
using Dialtone.Watcher.Engine;

namespace Dialtone.Watcher.Pages;

/// <summary>Which checks are shown. The script does the same without asking.</summary>
/// <param name="Text">Words that all must be there; empty for any.</param>
/// <param name="OnlyAmiss">Only what somebody ought to look at.</param>
internal sealed record OverviewFilter(string Text, bool OnlyAmiss)
{
    private readonly ImmutableArray<string> _words =
        [.. Text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Whether a check is shown.</summary>
    public bool Takes(CheckView view)
    {
        if (OnlyAmiss && !CheckWords.IsAmiss(view))
        {
            return false;
        }

        var text = _words.IsEmpty ? "" : OverviewRow.TextOf(view);
        return _words.All(text.Contains);
    }

    /// <summary>Whether there are checks and none is shown.</summary>
    public bool TakesNone(ImmutableArray<CheckView> checks) => !checks.IsEmpty && !checks.Any(Takes);
}
