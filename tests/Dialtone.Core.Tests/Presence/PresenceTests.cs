using System.Text;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Presence;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.Presence;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Presence;

/// <summary>Own presence and the contact list after a registration (S17).</summary>
public class PresenceTests
{
    private readonly PresenceHome _home = new();

    private DeviceBench Bench => _home.Bench;

    [Fact]
    public void S17_Own_presence_is_shown_and_the_contact_list_is_there_with_the_presence_of_each()
    {
        _home.PowerOn();

        Bench.Device.AwaitsServices.ShouldBeFalse();
        var shown = Bench.Device.Contacts.ShouldNotBeNull();
        shown.Own.ShouldBe(new UserPresence(3500));
        shown.Contacts.ShouldBe(
        [
            new("bob@contoso.example", "Bob Builder", new UserPresence(15500)),
            new("carol@contoso.example", "Carol", new UserPresence(15500)),
        ]);
        Bench.Entries<JournalEntry.ContactsShown>().ShouldHaveSingleItem().Snapshot.ShouldBe(shown);
        Bench.Entries<JournalEntry.PresenceFailed>().ShouldBeEmpty();
    }

    [Fact]
    public void Contacts_and_own_data_are_asked_for_at_once_and_then_what_they_lead_to()
    {
        _home.Set(PresenceEvents.RoamingContacts, _ => null);
        _home.Set(PresenceEvents.RoamingSelf, _ => null);
        _home.PowerOn();

        var contacts = _home.Asked(PresenceEvents.RoamingContacts).ShouldHaveSingleItem();
        Encoding.UTF8.GetString(contacts.RequestUri).ShouldBe("sip:alice@contoso.example");
        contacts.Header("Contact").ShouldBe($"<{PresenceHome.Gruu}>");
        contacts.Header("Accept").ShouldBe("application/vnd-microsoft-roaming-contacts+xml");
        contacts.Body.IsEmpty.ShouldBeTrue();
        foreach (var tag in new[] { "ms-ucs", "com.microsoft.autoextend", "ms-benotify", "ms-piggyback-first-notify" })
        {
            contacts.Text().ShouldContain($"\r\nSupported: {tag}\r\n");
        }

        var self = _home.Asked(PresenceEvents.RoamingSelf).ShouldHaveSingleItem();
        RoamingRequest.TryRead(self.Body.Span, out var wanted, out _).ShouldBeTrue();
        wanted.ShouldBe(RoamingRequest.OfPhone);
        _home.Asked(PresenceEvents.Presence).ShouldBeEmpty();
        _home.Asked(PresenceContentTypes.Publish).ShouldBeEmpty();
    }

    [Fact]
    public void Contacts_are_followed_in_one_request_to_oneself()
    {
        _home.PowerOn();

        var batch = _home.Asked(PresenceEvents.Presence).ShouldHaveSingleItem();
        Encoding.UTF8.GetString(batch.RequestUri).ShouldBe("sip:alice@contoso.example");
        batch.Header("Require").ShouldBe("adhoclist, categoryList");
        batch.Header("Content-Type").ShouldBe("application/msrtc-adrl-categorylist+xml");
        batch.Text().ShouldContain("\r\nSupported: eventlist\r\n");
        BatchSubscription.TryRead(batch.Body.Span, out var body, out _).ShouldBeTrue();
        body.ShouldBe(new(
            "alice@contoso.example", 1001, ["bob@contoso.example", "carol@contoso.example"],
            BatchSubscription.OfPhone));
    }

    [Fact]
    public void A_desk_phone_is_published_with_the_instances_and_versions_of_its_keys()
    {
        _home.Self = _home.Self with
        {
            Categories = new("alice@contoso.example",
                [new("state") { Instance = 1015850552, Container = 3, Version = 7 }]),
        };
        _home.PowerOn();

        PublishRequest.TryRead(_home.Asked(PresenceContentTypes.Publish).Single().Body.Span, out var publish, out _)
            .ShouldBeTrue();
        publish!.Publications.Select(one => (one.Category, one.Instance, one.Container, one.Version, one.Expiry))
            .ShouldBe(
            [
                ("device", 3368706954, 2, 0, CategoryExpiry.Endpoint),
                ("state", 1015850552, 2, 0, CategoryExpiry.Endpoint),
                ("state", 1015850552, 3, 7, CategoryExpiry.Endpoint),
            ]);
        publish.Publications[0].Content.ShouldBe(new CategoryContent.Device(
            "34d859db-6585-5f91-a3b4-de853c15347d", "sip:alice@contoso.example", "Dialtone",
            CategoryContent.Device.OfDeskPhone));
        publish.Publications[1].Content.ShouldBeOfType<CategoryContent.State>().DeviceKind.ShouldBe("deskphone");
        _home.Asked(PresenceContentTypes.SetContainerMembers).ShouldBeEmpty();
        _home.Asked(PresenceContentTypes.SetSubscribers).ShouldBeEmpty();
    }

    [Fact]
    public void Containers_get_their_usual_members_and_subscribers_are_acknowledged_once()
    {
        _home.Self = _home.Self with
        {
            Containers = [new(200, 4, [])],
            Subscribers = [new("bob@contoso.example", "Bob", false), new("dave@contoso.example", "Dave", true)],
        };
        _home.Made = _home.Self;
        _home.PowerOn();
        Bench.Pass(TimeSpan.FromSeconds(5));

        ContainerChanges.TryRead(
            _home.Asked(PresenceContentTypes.SetContainerMembers).ShouldHaveSingleItem().Body.Span, out var changes,
            out _).ShouldBeTrue();
        changes.ShouldBe(new(
            [new(200, 4, ContainerMember.SameEnterprise), new(100, 0, ContainerMember.Federated)]));
        SubscriberAcknowledgement.TryRead(
            _home.Asked(PresenceContentTypes.SetSubscribers).ShouldHaveSingleItem().Body.Span, out var known, out _)
            .ShouldBeTrue();
        known.ShouldBe(new(["bob@contoso.example"]));
    }

    [Fact]
    public void Wrong_versions_are_put_right_once()
    {
        var fault = new PublishFault(PublishFault.WrongDelta, [new(2, 9)]);
        _home.Set(PresenceContentTypes.Publish, request => request.AnswerWith(
            Encoding.UTF8.GetString(fault.ToBytes()), "409 Conflict",
            $"Content-Type: {PresenceContentTypes.Fault}"));
        _home.PowerOn();
        Bench.Pass(TimeSpan.FromMinutes(1));

        var tries = _home.Asked(PresenceContentTypes.Publish).ToArray();
        tries.Length.ShouldBe(2);
        PublishRequest.TryRead(tries[1].Body.Span, out var second, out _).ShouldBeTrue();
        second!.Publications.Select(one => one.Version).ShouldBe([0U, 9U, 0U]);
        var failed = Bench.Entries<JournalEntry.PresenceFailed>().ShouldHaveSingleItem();
        (failed.What, failed.Failure.Status).ShouldBe((PresenceRequest.Publication, 409));
        Bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void Content_that_comes_in_a_notice_behind_the_response_will_do()
    {
        _home.Set(PresenceEvents.RoamingContacts, request => request.Answer("200 OK", "Expires: 3600"));
        _home.PowerOn();
        Bench.Device.AwaitsServices.ShouldBeTrue();
        var subscribe = _home.Asked(PresenceEvents.RoamingContacts).Single();

        _home.Notify(subscribe, PresenceContentTypes.RoamingContacts, _home.List.ToBytes(), "NOTIFY");

        Bench.Device.AwaitsServices.ShouldBeFalse();
        Bench.Device.Contacts!.Contacts.Length.ShouldBe(2);
    }

    [Fact]
    public void A_change_of_presence_is_told()
    {
        _home.PowerOn();
        var batch = _home.Asked(PresenceEvents.Presence).Single();
        var told = PresenceHome.Of("BOB@contoso.example", 6500, "Bob Builder", "In a\ncall");

        _home.Notify(batch, PresenceContentTypes.Categories, told.ToBytes());
        _home.Notify(batch, PresenceContentTypes.Categories, told.ToBytes());
        _home.Notify(
            batch, PresenceContentTypes.Categories, PresenceHome.Of("stranger@contoso.example", 3500).ToBytes());

        Bench.Entries<JournalEntry.PresenceChanged>().ShouldHaveSingleItem().Contact.ShouldBe(
            new("bob@contoso.example", "Bob Builder", new UserPresence(6500, "", "In a call")));
    }

    [Fact]
    public void A_category_that_has_no_instance_any_more_is_gone_and_one_that_is_not_named_stays()
    {
        _home.PowerOn();
        var batch = _home.Asked(PresenceEvents.Presence).Single();
        _home.Notify(
            batch, PresenceContentTypes.Categories, PresenceHome.Of("bob@contoso.example", 6500, "B", "x").ToBytes());

        _home.Notify(batch, PresenceContentTypes.Categories,
            new CategoryDocument("bob@contoso.example", [new("note")]).ToBytes());

        Bench.Device.Contacts!.Contacts[0].ShouldBe(new("bob@contoso.example", "B", new UserPresence(6500)));
    }

    [Fact]
    public void Own_presence_that_changes_later_is_told()
    {
        _home.PowerOn();

        _home.Notify(
            _home.Asked(PresenceEvents.RoamingSelf).Single(), PresenceContentTypes.RoamingSelf,
            PresenceHome.Own(9500).ToBytes());

        Bench.Entries<JournalEntry.OwnPresenceChanged>().ShouldHaveSingleItem().Presence.ShouldBe(
            new UserPresence(9500));
    }

    [Fact]
    public void Who_is_added_to_the_list_is_followed_and_who_is_deleted_is_not()
    {
        _home.PowerOn();
        var delta = new ContactDelta
        {
            Delta = 413,
            Previous = 412,
            Changes =
            [
                new ContactChange.ContactPut(new("dave@contoso.example", "", [1]), IsNew: true),
                new ContactChange.ContactDeleted("bob@contoso.example"),
            ],
        };

        _home.Notify(
            _home.Asked(PresenceEvents.RoamingContacts).Single(), PresenceContentTypes.RoamingContacts,
            delta.ToBytes());

        Bench.Entries<JournalEntry.ContactsChanged>().ShouldHaveSingleItem().IsInStep.ShouldBeTrue();
        PresenceHome.ContactsOf(_home.Asked(PresenceEvents.Presence).Last()).ShouldBe(["dave@contoso.example"]);
        Bench.Device.Contacts!.Contacts.Select(contact => contact.Address).ShouldBe(
            ["carol@contoso.example", "dave@contoso.example"]);
    }

    [Fact]
    public void A_change_of_another_state_makes_the_phone_ask_for_the_list_anew_but_not_at_the_speed_of_the_network()
    {
        _home.PowerOn();
        var subscribe = _home.Asked(PresenceEvents.RoamingContacts).Single();
        var delta = new ContactDelta { Delta = 500, Previous = 499 };

        for (var i = 0; i < 5; i++)
        {
            _home.Notify(subscribe, PresenceContentTypes.RoamingContacts, delta.ToBytes());
        }

        _home.Asked(PresenceEvents.RoamingContacts).Count().ShouldBe(1);
        Bench.Pass(TimeSpan.FromSeconds(2));

        var again = _home.Asked(PresenceEvents.RoamingContacts).ToArray();
        again.Length.ShouldBe(2);
        again[1].Header("Call-ID").ShouldBe(subscribe.Header("Call-ID"));
        again[1].Header("To").ShouldBe("<sip:alice@contoso.example>;tag=srv");
        Encoding.UTF8.GetString(again[1].RequestUri).ShouldBe("sip:fe1.contoso.example:5061;transport=tls");
        again[1].Header("CSeq").ShouldBe("2 SUBSCRIBE");
    }

    [Fact]
    public void Subscriptions_are_refreshed_in_time_and_every_notice_restarts_their_time()
    {
        _home.Expires = 300;
        _home.PowerOn();
        Bench.Pass(TimeSpan.FromSeconds(200));
        _home.Notify(
            _home.Asked(PresenceEvents.Presence).Single(), PresenceContentTypes.Categories,
            PresenceHome.Of("bob@contoso.example", 3500).ToBytes(), state: "active");

        Bench.Pass(TimeSpan.FromSeconds(100));
        _home.Asked(PresenceEvents.RoamingContacts).Count().ShouldBe(2);
        _home.Asked(PresenceEvents.RoamingSelf).Count().ShouldBe(2);
        _home.Asked(PresenceEvents.Presence).Count().ShouldBe(1);

        Bench.Pass(TimeSpan.FromSeconds(180));
        _home.Asked(PresenceEvents.Presence).Count().ShouldBe(2);
        _home.Asked(PresenceContentTypes.Publish).Count().ShouldBe(1);
        Bench.Entries<JournalEntry.PresenceFailed>().ShouldBeEmpty();
    }

    [Fact]
    public void Contacts_of_another_pool_are_asked_for_there_together_and_each_once()
    {
        _home.List = _home.List with
        {
            Contacts = [.. Enumerable.Range(0, 60).Select(i => new Contact($"user{i}@contoso.example", "", [1]))],
        };
        _home.Set(PresenceEvents.Presence, Elsewhere);
        _home.PowerOn();
        Bench.Pass(TimeSpan.FromSeconds(1));

        var asked = _home.Asked(PresenceEvents.Presence)
            .Select(message => Encoding.UTF8.GetString(message.RequestUri)).ToArray();
        asked[0].ShouldBe("sip:alice@contoso.example");
        asked.Count(uri => uri == "sip:pool02.contoso.example").ShouldBe(1);
        // One by one, where no pool is named: not more than 25 in a second.
        asked.Length.ShouldBeInRange(20, 28);
        Bench.Pass(TimeSpan.FromSeconds(3));
        _home.Asked(PresenceEvents.Presence).Count().ShouldBe(1 + 1 + 30);

        static string Elsewhere(SipMessage request)
        {
            var list = new RlmiList("alice@contoso.example", 0, false,
            [
                .. PresenceHome.ContactsOf(request).Select((contact, i) => new RlmiResource(
                    contact, RlmiState.Resubscribe, "", i % 2 == 0 ? "pool02.contoso.example" : "")),
            ]);
            return PresenceHome.Content(request, PresenceContentTypes.Rlmi, list.ToBytes(), 3600);
        }
    }

    [Fact]
    public void Two_thousand_contacts_are_followed_in_batches()
    {
        _home.List = _home.List with
        {
            Contacts = [.. Enumerable.Range(0, 2000).Select(i => new Contact($"user{i}@contoso.example", "", [1]))],
        };
        _home.PowerOn();

        _home.Asked(PresenceEvents.Presence).Count().ShouldBe(8);
        Bench.Device.AwaitsServices.ShouldBeFalse();
        Bench.Device.Contacts!.Contacts.Length.ShouldBe(2000);
        Bench.Device.Contacts.Contacts.ShouldAllBe(contact => contact.Presence != null);
    }

    [Fact]
    public void Without_batches_contacts_are_followed_one_by_one()
    {
        _home.Supported = "Supported: gruu-10";
        _home.PowerOn();
        Bench.Pass(TimeSpan.FromSeconds(1));

        _home.Asked(PresenceEvents.Presence).Select(message => Encoding.UTF8.GetString(message.RequestUri))
            .ShouldBe(["sip:bob@contoso.example", "sip:carol@contoso.example"]);
    }

    [Fact]
    public void A_list_that_Exchange_keeps_is_said_to_be_there()
    {
        _home.List = new() { IsMigrated = true };
        _home.PowerOn();

        (Bench.Device.Contacts!.HasContacts, Bench.Device.Contacts.IsMigrated).ShouldBe((true, true));
        _home.Asked(PresenceEvents.Presence).ShouldBeEmpty();
    }

    [Fact]
    public void A_phone_that_follows_nothing_asks_for_nothing()
    {
        var home = new PresenceHome();
        var bench = new DeviceBench
        {
            Dhcp = DeviceBench.Option120(DeviceBench.Pool01),
            Registrar = home.Bench.Registrar,
        };
        bench.PowerOn();

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Sent.ShouldHaveSingleItem();
        bench.Device.Contacts.ShouldBeNull();
    }

    [Fact]
    public void What_is_not_offered_is_not_asked_for()
    {
        _home.AllowEvents = "Allow-Events: presence";
        _home.PowerOn();

        Bench.Sent.ShouldHaveSingleItem();
        Bench.Device.Contacts.ShouldBeNull();
    }

    [Fact]
    public void Who_is_watched_is_followed_beside_the_contacts_and_each_notice_is_written_down()
    {
        var home = Watching("sip:dave@contoso.example");
        home.List = home.List with { Contacts = [] };
        home.PowerOn();

        var asked = home.Asked(PresenceEvents.Presence).ShouldHaveSingleItem();
        PresenceHome.ContactsOf(asked).ShouldBe(["dave@contoso.example"]);
        home.Bench.Entries<JournalEntry.PresenceNotified>().ShouldHaveSingleItem().Account.ShouldBe(
            "sip:dave@contoso.example");

        // What they are told of is no change to what is shown, and is a notice all the same.
        home.Notify(asked, PresenceContentTypes.Categories, PresenceHome.Of("dave@contoso.example", 15500).ToBytes());
        home.Notify(asked, PresenceContentTypes.Categories, PresenceHome.Of("carol@contoso.example", 3500).ToBytes());
        home.Bench.Entries<JournalEntry.PresenceNotified>().Count().ShouldBe(2);
        home.Bench.Device.Contacts!.Contacts.ShouldBeEmpty();
    }

    [Fact]
    public void A_contact_that_is_watched_too_is_asked_for_once() =>
        Watching("sip:bob@contoso.example").PowerOn().Asked(PresenceEvents.Presence)
            .SelectMany(each => PresenceHome.ContactsOf(each))
            .ShouldBe(["bob@contoso.example", "carol@contoso.example"], ignoreOrder: true);

    [Theory]
    [InlineData(18500, 0)] // nobody is there: that the phone is changes what others see
    [InlineData(3500, 2)] // another endpoint is: a call does
    [InlineData(9500, 0)] // the user wants no disturbance, and a phone does not change it
    public void What_is_to_be_seen_is_a_call_where_the_user_is_available_already(uint shown, int calls)
    {
        var home = new PresenceHome(settings => settings with { PublishesVisibly = true });
        home.Self = home.Self with { Categories = PresenceHome.Own(shown).Categories };
        home.PowerOn();

        PublishRequest.TryRead(
            home.Asked(PresenceContentTypes.Publish).ShouldHaveSingleItem().Body.Span, out var published, out _)
            .ShouldBeTrue();
        published!.Publications.ShouldAllBe(each => each.Expiry == CategoryExpiry.Endpoint);
        published.Publications.Select(each => each.Content).OfType<CategoryContent.State>()
            .Count(state => state is { Kind: StateKind.Phone, Number: 6500, Activity.Token: "on-the-phone" })
            .ShouldBe(calls);
    }

    private static PresenceHome Watching(string account)
    {
        AddressOfRecord.TryParse(account, out var watched).ShouldBeTrue();
        return new(settings => settings with { Watched = watched });
    }
}
