using System.Collections.Immutable;
using Dialtone.Core.Journal;
using Dialtone.Core.Presence;
using Dialtone.Wire.Presence;

namespace Dialtone.Reports;

/// <summary>Contacts and presence, in English.</summary>
public static class PresenceText
{
    /// <summary>
    /// What a phone shows once it is signed in: the own presence, then a line for each contact. Empty where nothing was
    /// told.
    /// </summary>
    public static ImmutableArray<string> Of(ContactsSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var lines = ImmutableArray.CreateBuilder<string>();
        if (snapshot.Own is { } own)
        {
            lines.Add($"You are {Of(own)}" + (snapshot.Line.Length == 0 ? "." : $"; your line is {snapshot.Line}."));
        }

        if (snapshot.IsMigrated)
        {
            lines.Add("The Contacts list is kept by Exchange, and not shown here.");
        }
        else if (snapshot.HasContacts)
        {
            lines.Add(snapshot.Contacts.IsEmpty ? "The Contacts list is empty." : "Contacts:");
        }

        var width = snapshot.Contacts.IsEmpty ? 0 : snapshot.Contacts.Max(contact => contact.Name.Length);
        foreach (var contact in snapshot.Contacts)
        {
            lines.Add($"  {contact.Name.PadRight(Math.Min(width, NameWidthMax))}  {PresenceOf(contact)}");
        }

        return [.. lines.Select(Words.Printable)];
    }

    internal static WalkLine LineOf(JournalEntry.ContactsReceived e) => new(
        WalkMark.Done, e.Step, e.Took,
        e.IsMigrated ? "the contact list is kept by Exchange"
            : $"{Words.Count(e.Contacts, "contact", "contacts")} in {Words.Count(e.Groups, "group", "groups")}", e);

    internal static WalkLine LineOf(JournalEntry.ContactsChanged e) => new(
        WalkMark.Note, e.Step, null, Of(e), e);

    internal static WalkLine LineOf(JournalEntry.Published e) => new(
        WalkMark.Done, e.Step, e.Took, "published that this phone is there" + (e.Corrected
            ? ", the second time with the versions that the server named" : ""), e);

    internal static WalkLine LineOf(JournalEntry.ContactsShown e) => new(
        WalkMark.Done, e.Step, e.Took, $"own presence: {Of(e.Snapshot.Own)}; presence of "
            + $"{e.Snapshot.Contacts.Count(contact => contact.Presence is not null)} of "
            + Words.Count(e.Snapshot.Contacts.Length, "contact", "contacts"), e);

    internal static WalkLine LineOf(JournalEntry.PresenceFailed e) => new(
        WalkMark.Failed, e.Step, e.Took, Of(e), e);

    internal static string Of(JournalEntry.PresenceFailed e) =>
        $"{Of(e.What)}: {e.Candidate.Host} {ServiceText.Of(e.Failure)}";

    internal static string Of(JournalEntry.ContactsChanged e)
    {
        if (!e.IsInStep)
        {
            return "the contact list has changed from a state that is not known here: it is asked for anew";
        }

        var changes = e.Delta.Changes.Select(change => change switch
        {
            ContactChange.ContactPut { IsNew: true } put => $"{put.Contact.Address} is there",
            ContactChange.ContactPut put => $"{put.Contact.Address} is changed",
            ContactChange.ContactDeleted gone => $"{gone.Address} is gone",
            ContactChange.GroupPut put => $"group {put.Group.Name}",
            _ => "a group is gone",
        });
        return $"the contact list has changed: {string.Join(", ", changes.Take(ChangesShownMax))}"
            + (e.Delta.Changes.Length > ChangesShownMax ? ", and more" : "");
    }

    internal static string Of(JournalEntry.NotificationMissed e) =>
        $"what {e.Account} published was not told within {Words.Of(e.Waited)}"
        + (e.Shown is { } shown ? $"; the user is shown as {Of(shown)}" : "");

    internal static string Of(JournalEntry.PresenceChanged e) => $"{e.Contact.Name} is {PresenceOf(e.Contact)}";

    internal static string Of(JournalEntry.OwnPresenceChanged e) => $"you are shown as {Of(e.Presence)}";

    private const int NameWidthMax = 32;
    private const int ChangesShownMax = 5;

    private static string PresenceOf(FollowedContact contact) => Of(contact.Presence);

    private static string Of(UserPresence? presence) => presence is null ? "unknown"
        : AvailabilityNumbers.WordsOf(presence.Availability)
            + (presence.Activity.Length == 0 ? "" : $" ({presence.Activity})")
            + (presence.Note.Length == 0 ? "" : $": {presence.Note}");

    private static string Of(PresenceRequest what) => what switch
    {
        PresenceRequest.ContactList => "contact list",
        PresenceRequest.OwnPresence => "own presence",
        PresenceRequest.ContactPresence => "presence of contacts",
        PresenceRequest.Containers => "members of containers",
        PresenceRequest.Publication => "publication",
        _ => "subscribers",
    };
}
