using System.Collections.Immutable;
using Dialtone.Core.Journal;

namespace Dialtone.Core.Rehearsal;

/// <summary>How a device that is signed in would come through an outage.</summary>
/// <param name="Journal">What it would see and decide from then on.</param>
/// <param name="Took">
/// From the moment at which it notices to its end: the renewal of its registration, another one, or nothing left to
/// try.
/// </param>
public sealed record RehearsedStay(ImmutableArray<JournalEntry> Journal, TimeSpan Took)
{
    /// <summary>Whether the registration stands and is renewed as if nothing were dead.</summary>
    public bool IsKept => Journal.OfType<JournalEntry.Registered>().FirstOrDefault() is { Refresh: true };

    /// <summary>
    /// Which way it would be registered again; <c>null</c> where it would not be, or the old registration stands.
    /// </summary>
    public SignInPath? Path => IsKept ? null : SignInPath.Of(Journal);
}
