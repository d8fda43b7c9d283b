using System.Text.Json;
using Dialtone.Core.Journal;
using Dialtone.Core.Presence;

namespace Dialtone.Reports;

/// <summary>
/// Contacts and presence as data, under the name <c>presence</c>, as they were shown last; nothing where they were not
/// asked for.
/// </summary>
internal static class PresenceJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<JournalEntry> journal)
    {
        var shown = journal.OfType<JournalEntry.ContactsShown>().LastOrDefault();
        var failures = journal.OfType<JournalEntry.PresenceFailed>().ToArray();
        if (shown is null && failures.Length == 0)
        {
            return;
        }

        json.WriteStartObject("presence");
        if (shown is not null)
        {
            Write(json, shown.Snapshot);
        }

        json.WriteStartArray("failures");
        foreach (var failed in failures)
        {
            json.WriteStartObject();
            json.WriteString("request", DataNames.Of(failed.What));
            ServiceJson.WriteFailure(json, failed.Failure);
            ServiceJson.WriteTook(json, failed.Took);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The fields of a contact, into an object that is open.</summary>
    public static void WriteFields(Utf8JsonWriter json, FollowedContact contact)
    {
        json.WriteString("address", contact.Address);
        json.WriteString("name", contact.Name);
        if (contact.Presence is { } presence)
        {
            WriteFields(json, presence);
        }
    }

    /// <summary>The fields of a presence, into an object that is open.</summary>
    public static void WriteFields(Utf8JsonWriter json, UserPresence presence)
    {
        json.WriteString("availability", DataNames.Of(presence.Availability));
        json.WriteNumber("number", presence.Number);
        json.WriteString("activity", presence.Activity);
        json.WriteString("note", presence.Note);
    }

    private static void Write(Utf8JsonWriter json, ContactsSnapshot snapshot)
    {
        if (snapshot.Own is { } own)
        {
            json.WriteStartObject("own");
            WriteFields(json, own);
            json.WriteEndObject();
        }

        if (snapshot.Line.Length > 0)
        {
            json.WriteString("line", snapshot.Line);
        }

        json.WriteBoolean("contactsReceived", snapshot.HasContacts);
        json.WriteBoolean("contactsKeptByExchange", snapshot.IsMigrated);
        SignInJson.WriteTexts(json, "groups", snapshot.Groups.Select(group => group.Name));
        json.WriteStartArray("contacts");
        foreach (var contact in snapshot.Contacts)
        {
            json.WriteStartObject();
            WriteFields(json, contact);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
