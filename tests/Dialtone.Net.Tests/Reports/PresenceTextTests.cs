using System.Text;
using System.Text.Json;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Presence;
using Dialtone.Core.Time;
using Dialtone.Core.UserServices;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Presence;

namespace Dialtone.Net.Tests.Reports;

/// <summary>What a person reads of contacts and presence.</summary>
public class PresenceTextTests
{
    private static readonly Candidate Registrar = new(
        CandidateSource.InternalSrv, SipTransport.Tls, HostName.Parse("pool01.contoso.example"), 5061);

    private static readonly FollowedContact Bob = new(
        "bob@contoso.example", "Bob Builder", new UserPresence(6500, "on-the-phone", "Back at 3"));

    private static readonly ContactsSnapshot Snapshot = new()
    {
        Own = new UserPresence(3500),
        Line = "tel:+12065550101",
        HasContacts = true,
        Groups = [new(1, "~")],
        Contacts = [Bob, new("carol@contoso.example", "Carol", null)],
    };

    [Fact]
    public void A_phone_shows_own_presence_and_each_contact() => PresenceText.Of(Snapshot).ShouldBe(
    [
        "You are available; your line is tel:+12065550101.", "Contacts:",
        "  Bob Builder  busy (on-the-phone): Back at 3", "  Carol        unknown",
    ]);

    [Fact]
    public void An_empty_list_and_one_that_Exchange_keeps_are_told_apart()
    {
        PresenceText.Of(new() { HasContacts = true }).ShouldBe(["The Contacts list is empty."]);
        PresenceText.Of(new() { HasContacts = true, IsMigrated = true })
            .ShouldBe(["The Contacts list is kept by Exchange, and not shown here."]);
        PresenceText.Of(new()).ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_a_contact_calls_itself_no_control_character_reaches_the_terminal() =>
        PresenceText.Of(new() { HasContacts = true, Contacts = [new("a@b", "\u001b[31m", null)] })[1]
            .ShouldNotContain('\u001b');

    [Fact]
    public void Changes_are_told_as_they_come()
    {
        var log = new ChangeLog();

        var contact = log.Add(new JournalEntry.PresenceChanged(Instant.Zero, Bob));
        (contact!.Kind, contact.Text).ShouldBe(
            (ChangeKind.Presence, "Bob Builder is busy (on-the-phone): Back at 3"));
        log.Add(new JournalEntry.OwnPresenceChanged(Instant.Zero, new UserPresence(9500)))!.Text
            .ShouldBe("you are shown as do not disturb");
        var delta = new ContactDelta
        {
            Delta = 2,
            Previous = 1,
            Changes = [new ContactChange.ContactPut(new("dave@contoso.example", "", [1]), IsNew: true)],
        };
        log.Add(new JournalEntry.ContactsChanged(Instant.Zero, Registrar, delta, IsInStep: true))!.Text
            .ShouldBe("the contact list has changed: dave@contoso.example is there");
        log.Add(new JournalEntry.ContactsChanged(Instant.Zero, Registrar, delta, IsInStep: false))!.Text
            .ShouldBe("the contact list has changed from a state that is not known here: it is asked for anew");
    }

    [Fact]
    public void A_change_as_data_has_the_contact()
    {
        using var output = new MemoryStream();
        var change = new ChangeLog().Add(new JournalEntry.PresenceChanged(Instant.Zero, Bob))!;
        ChangeJson.Write(change, DateTimeOffset.UnixEpoch, output);

        using var json = JsonDocument.Parse(output.ToArray());
        json.RootElement.GetProperty("event").GetString().ShouldBe("presence");
        var contact = json.RootElement.GetProperty("contact");
        contact.GetProperty("address").GetString().ShouldBe("bob@contoso.example");
        contact.GetProperty("availability").GetString().ShouldBe("busy");
        contact.GetProperty("number").GetInt32().ShouldBe(6500);
        contact.GetProperty("note").GetString().ShouldBe("Back at 3");
    }

    [Fact]
    public void What_was_not_given_is_said_with_what_it_was_about()
    {
        var failed = new JournalEntry.PresenceFailed(
            Instant.Zero, Registrar, PresenceRequest.ContactList,
            new ServiceFailure { Kind = ServiceFailureKind.Refused, Status = 488, Reason = "Not Acceptable Here" },
            TimeSpan.FromMilliseconds(7));

        new Walk().Add(failed).ShouldHaveSingleItem().Text.ShouldBe(
            "contact list: pool01.contoso.example refused (488 Not Acceptable Here)");
        JournalText.Of(failed).ShouldContain("contact list");
    }
}
