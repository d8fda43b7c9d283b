using System.Collections.Immutable;
using Dialtone.Core.Journal;
using Dialtone.Core.Presence;
using Dialtone.Core.SignIn;

namespace Dialtone.Phones;

/// <summary>How a sign-in went: the verdict, and everything that was seen.</summary>
/// <param name="Account">For whom.</param>
/// <param name="Profile">As which kind of device.</param>
/// <param name="StartedAt">When it began, by this machine's clock.</param>
/// <param name="Summary">What the journal amounts to.</param>
/// <param name="Journal">Every entry, in order.</param>
public sealed record SignInReport(
    AddressOfRecord Account, string Profile, DateTimeOffset StartedAt, SignInSummary Summary,
    ImmutableArray<JournalEntry> Journal)
{
    /// <summary>
    /// The user's own presence and contacts, as they were shown when all of it was there; <c>null</c> where nothing was
    /// followed.
    /// </summary>
    public ContactsSnapshot? Contacts =>
        Journal.OfType<JournalEntry.ContactsShown>().LastOrDefault()?.Snapshot;
}
