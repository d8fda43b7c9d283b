using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Presence;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Presence;

namespace Dialtone.Simulation.Tests.Scenarios;

/// <summary>Phones that follow each other, and the lab's presence server between them (S17).</summary>
public class PresenceTests
{
    private readonly SimWorld _world = new(1);
    private int _phones;

    [Theory]
    [InlineData(SipScheme.Digest)]
    [InlineData(SipScheme.Ntlm)]
    public void S17_Own_presence_and_contacts_are_shown_and_a_change_is_seen(SipScheme scheme)
    {
        var lab = new SimDeployment(_world, Deployment.Contoso with { Schemes = [scheme] });
        var (alice, journal, _) = SignIn(lab, "alice");

        var shown = journal.Entries.OfType<JournalEntry.ContactsShown>().ShouldHaveSingleItem().Snapshot;
        shown.Own.ShouldBe(new UserPresence(3500));
        shown.Line.ShouldBe("tel:+12065550101");
        shown.Contacts.ShouldBe(
        [
            new("bob@contoso.example", "Bob", new UserPresence(6500, "", "In a meeting")),
            new("dave@contoso.example", "Dave", new UserPresence(18500)),
            new("erin@contoso.example", "Erin", new UserPresence(15500)),
        ]);

        Play(lab, "bob", Availability.DoNotDisturb, "Recording");

        journal.Entries.OfType<JournalEntry.PresenceChanged>().ShouldHaveSingleItem().Contact.ShouldBe(
            new("bob@contoso.example", "Bob", new UserPresence(9500, "", "Recording")));
        alice.Device.Contacts!.Contacts[0].Presence!.Availability.ShouldBe(Availability.DoNotDisturb);
        journal.Entries.OfType<JournalEntry.PresenceFailed>().ShouldBeEmpty();
    }

    [Fact]
    public void A_colleague_of_either_pool_is_seen_to_come_and_to_go()
    {
        var lab = new SimDeployment(_world, Nobody());
        var (_, journal, _) = SignIn(lab, "alice");
        Of(journal, "bob").ShouldBe(Availability.Offline);

        var (_, _, bob) = SignIn(lab, "bob");
        var (_, _, erin) = SignIn(lab, "erin");
        Of(journal, "bob").ShouldBe(Availability.Available);
        Of(journal, "erin").ShouldBe(Availability.Available);

        _world.Tell(bob, new NetInput.SignOut());
        Pass(5);
        Of(journal, "bob").ShouldBe(Availability.Offline);
        // A phone that loses its power goes as its registration does.
        _world.Stop(erin);
        Pass(60);
        Of(journal, "erin").ShouldBe(Availability.Available);
        Pass(600);
        Of(journal, "erin").ShouldBe(Availability.Offline);
    }

    [Fact]
    public void Of_two_phones_of_one_user_the_other_stays_when_one_goes()
    {
        var lab = new SimDeployment(_world, Nobody());
        var (_, journal, _) = SignIn(lab, "alice");
        var (first, _, place) = SignIn(lab, "bob");
        var (second, _, _) = SignIn(lab, "bob");
        (first.Device.Contacts!.Own, second.Device.Contacts!.Own).ShouldBe(
            (new UserPresence(3500), new UserPresence(3500)));

        _world.Tell(place, new NetInput.SignOut());
        Pass(5);

        Of(journal, "bob").ShouldBe(Availability.Available);
    }

    [Fact]
    public void A_contact_that_is_added_while_it_runs_is_followed()
    {
        var lab = new SimDeployment(_world);
        var (bob, journal, _) = SignIn(lab, "bob");
        bob.Device.Contacts!.Contacts.Length.ShouldBe(1);

        lab.Switch(new("by-hand", "", (nodes, _) => nodes.Services.Presence.Change(
            "bob", new ContactChange.ContactPut(new("erin@contoso.example", "", [1]), IsNew: true))), on: true);
        Pass(5);

        journal.Entries.OfType<JournalEntry.ContactsChanged>().ShouldHaveSingleItem().IsInStep.ShouldBeTrue();
        bob.Device.Contacts!.Contacts[1].ShouldBe(
            new("erin@contoso.example", "Erin", new UserPresence(15500)));
    }

    [Fact]
    public void A_list_that_is_out_of_step_is_asked_for_anew_and_is_right_then()
    {
        var lab = new SimDeployment(_world);
        Break(lab, "contacts-out-of-step");
        var (bob, journal, _) = SignIn(lab, "bob");

        lab.Switch(new("by-hand", "", (nodes, _) => nodes.Services.Presence.Change(
            "bob", new ContactChange.ContactPut(new("erin@contoso.example", "", [1]), IsNew: true))), on: true);
        Pass(10);

        journal.Entries.OfType<JournalEntry.ContactsChanged>().ShouldHaveSingleItem().IsInStep.ShouldBeFalse();
        bob.Device.Contacts!.Contacts.Select(contact => contact.Name).ShouldBe(["Alice", "Erin"]);
    }

    [Theory]
    // With Digest one request at a time.
    [InlineData("presence-silent", 1, false)]
    [InlineData("presence-notify", 0, true)]
    [InlineData("presence-benotify", 0, true)]
    [InlineData("presence-malformed", 2, false)]
    [InlineData("presence-403", 1, true)]
    [InlineData("presence-resubscribe", 0, true)]
    [InlineData("presence-brief", 0, true)]
    [InlineData("self-404", 1, true)]
    [InlineData("containers-empty", 0, true)]
    [InlineData("publish-wrong-version", 0, true)]
    [InlineData("publish-403", 1, true)]
    [InlineData("contacts-488", 1, false)]
    [InlineData("contacts-503", 1, false)]
    [InlineData("contacts-migrated", 0, true)]
    [InlineData("contacts-empty", 0, true)]
    [InlineData("contacts-2000", 0, true)]
    [InlineData("contacts-out-of-step", 0, true)]
    public void Nothing_of_it_ends_the_registration(string fault, int failures, bool hasContacts)
    {
        var lab = new SimDeployment(_world);
        Break(lab, fault);
        var (phone, journal, _) = SignIn(lab, "alice", seconds: 60);

        phone.Device.AwaitsServices.ShouldBeFalse();
        var shown = journal.Entries.OfType<JournalEntry.ContactsShown>().ShouldHaveSingleItem().Snapshot;
        shown.HasContacts.ShouldBe(hasContacts);
        journal.Entries.OfType<JournalEntry.PresenceFailed>().Count().ShouldBe(failures);
        shown.Contacts.Length.ShouldBe(
            fault == "contacts-2000" ? 2000 : hasContacts && fault is not ("contacts-migrated" or "contacts-empty")
                ? 3 : 0);
        if (hasContacts && fault != "presence-403")
        {
            shown.Contacts.ShouldAllBe(contact => contact.Presence != null);
        }

        Pass(1200);
        phone.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        journal.Entries.OfType<JournalEntry.CycleBegan>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Subscriptions_of_thirty_seconds_go_on_and_a_change_is_seen_after_many_refreshes()
    {
        var lab = new SimDeployment(_world);
        Break(lab, "presence-brief");
        var (_, journal, _) = SignIn(lab, "alice");
        Pass(3600);

        Play(lab, "erin", Availability.Available);

        Of(journal, "erin").ShouldBe(Availability.Available);
        journal.Entries.OfType<JournalEntry.PresenceFailed>().ShouldBeEmpty();
    }

    [Fact]
    public void In_survivable_mode_nothing_is_followed_and_all_of_it_is_back_with_the_user_services()
    {
        var lab = new SimDeployment(_world);
        var (phone, journal, _) = SignIn(lab, "alice");
        Break(lab, "presence-lost");
        Pass(700);
        phone.Device.Survivable.ShouldBe(SurvivableReason.NoUserServices);
        phone.Device.Contacts.ShouldBeNull();

        _ = LabFault.TryFind("presence-lost", out var fault);
        lab.Switch(fault!, on: false);
        Pass(700);

        phone.Device.Survivable.ShouldBe(SurvivableReason.None);
        phone.Device.Contacts!.Contacts.Length.ShouldBe(3);
        phone.Device.Contacts.Own.ShouldBe(new UserPresence(3500));
        journal.Entries.OfType<JournalEntry.ContactsShown>().Count().ShouldBe(2);
    }

    private static Deployment Nobody() => Deployment.Contoso with
    {
        Accounts =
        [
            .. Deployment.Contoso.Accounts.Select(account => account with { Presence = null, Note = "" }),
        ],
    };

    private static Availability? Of(KeepingJournal journal, string user)
    {
        var address = $"{user}@contoso.example";
        var changed = journal.Entries.OfType<JournalEntry.PresenceChanged>()
            .LastOrDefault(entry => entry.Contact.Address == address)?.Contact;
        return (changed ?? journal.Entries.OfType<JournalEntry.ContactsShown>().Last().Snapshot.Contacts
            .Single(contact => contact.Address == address)).Presence?.Availability;
    }

    private static void Break(SimDeployment lab, string name)
    {
        LabFault.TryFind(name, out var fault).ShouldBeTrue();
        lab.Switch(fault!, on: true);
    }

    private void Play(SimDeployment lab, string user, Availability played, string note = "")
    {
        lab.Nodes.Services.Presence.Play(user, played, note).ShouldBeTrue();
        Pass(3);
    }

    private (DeviceNode Phone, KeepingJournal Journal, SimNode Place) SignIn(
        SimDeployment lab, string user, int seconds = 15)
    {
        var host = _world.AddHost($"phone{++_phones}", IpAddress.V4(198, 18, 0, (byte)_phones));
        var account = lab.Nodes.Deployment.Accounts.Single(one => one.User == user);
        var settings = SimulatedPhone.Settings(lab.Nodes.Deployment, _phones, account, host.Addresses[0]) with
        {
            FollowsPresence = true,
        };
        var journal = new KeepingJournal();
        var phone = new DeviceNode(settings, _world.EntropyFor($"phone{_phones}"), journal, memory: null);
        var place = _world.Place(host, $"phone{_phones}", phone);
        _world.PowerOn(place);
        Pass(seconds);
        phone.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        return (phone, journal, place);
    }

    private void Pass(int seconds) => _world.RunTo(_world.Time + TimeSpan.FromSeconds(seconds));
}
