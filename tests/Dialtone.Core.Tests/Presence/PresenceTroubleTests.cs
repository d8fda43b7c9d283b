using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Presence;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.UserServices;
using Dialtone.Wire.Presence;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Presence;

/// <summary>
/// Own presence and the contact list where a server refuses, is silent or says what cannot be read, and where a refresh
/// of the registration changes what there is.
/// </summary>
public class PresenceTroubleTests
{
    private readonly PresenceHome _home = new();

    private DeviceBench Bench => _home.Bench;

    [Theory]
    [InlineData("404 Not Found", ServiceFailureKind.NotThere)]
    [InlineData("488 Not Acceptable Here", ServiceFailureKind.Refused)]
    [InlineData("403 Forbidden", ServiceFailureKind.Refused)]
    [InlineData("503 Service Unavailable", ServiceFailureKind.Unavailable)]
    public void What_is_refused_is_a_degradation_and_is_asked_for_again_later(string status, ServiceFailureKind kind)
    {
        _home.Set(PresenceEvents.RoamingContacts, request => request.Answer(status));
        _home.PowerOn();

        Bench.Device.AwaitsServices.ShouldBeFalse();
        var failed = Bench.Entries<JournalEntry.PresenceFailed>().ShouldHaveSingleItem();
        (failed.What, failed.Failure.Kind).ShouldBe((PresenceRequest.ContactList, kind));
        SignInSummary.Of(Bench.Journal.Entries).Degradations.ShouldContain(new Degradation.PresenceMissing(failed));
        _home.State = "register-action=\"refreshed\"";
        Bench.Pass(TimeSpan.FromMinutes(7));
        _home.Asked(PresenceEvents.RoamingContacts).Count().ShouldBe(1);
        Bench.Pass(TimeSpan.FromMinutes(8));
        _home.Asked(PresenceEvents.RoamingContacts).Count().ShouldBe(2);
        Bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Fact]
    public void Another_name_of_the_endpoint_at_a_refresh_begins_all_of_it_anew_under_that_name()
    {
        // One byte of it was changed on the way.
        const string changed = "sip:alice@contos/.example;opaque=user:epid:test;gruu";
        _home.Named = changed;
        _home.Set(PresenceEvents.RoamingContacts, request => request.Header("Contact") == $"<{changed}>"
            ? request.Answer("400 Bad Request")
            : PresenceHome.Content(request, PresenceContentTypes.RoamingContacts, _home.List.ToBytes(), 28800));
        _home.PowerOn();
        Bench.Device.Contacts!.Contacts.ShouldBeEmpty();

        _home.Named = PresenceHome.Gruu;
        _home.State = "register-action=\"refreshed\"";
        Bench.Pass(TimeSpan.FromSeconds(571));

        Bench.Device.Contacts!.Contacts.Length.ShouldBe(2);
        _home.Asked(PresenceEvents.RoamingContacts).Last().Header("Contact").ShouldBe($"<{PresenceHome.Gruu}>");
        Bench.Entries<JournalEntry.Registered>().Count().ShouldBe(2);
        Bench.Pass(TimeSpan.FromSeconds(571));
        _home.Asked(PresenceEvents.RoamingContacts).Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("Allow-Events: vnd-microsoft-roaming-contact{,vnd-microsoft-roaming-self,presence")]
    [InlineData("Allow-Events: vnd-microsoft-roaming-contacts")]
    [InlineData("Allow-Events: vnd-microsoft-provisioning-v2")]
    public void What_only_a_refresh_offers_is_asked_for_then(string first)
    {
        _home.AllowEvents = first;
        _home.PowerOn();

        _home.AllowEvents = PresenceHome.AllEvents;
        _home.State = "register-action=\"refreshed\"";
        Bench.Pass(TimeSpan.FromSeconds(571));

        var shown = Bench.Device.Contacts.ShouldNotBeNull();
        shown.Contacts.Length.ShouldBe(2);
        shown.Own.ShouldBe(new UserPresence(3500));
    }

    [Fact]
    public void Silence_is_waited_for_no_longer_than_the_time_limit()
    {
        _home.Set(PresenceEvents.RoamingSelf, _ => null);
        _home.PowerOn();
        Bench.Device.AwaitsServices.ShouldBeTrue();

        Bench.Pass(Bench.Settings.Timings.Provisioning);

        Bench.Device.AwaitsServices.ShouldBeFalse();
        Bench.Entries<JournalEntry.PresenceFailed>().ShouldHaveSingleItem().Failure.Kind
            .ShouldBe(ServiceFailureKind.NoAnswer);
        Bench.Device.Contacts!.Contacts.Length.ShouldBe(2);
    }

    [Fact]
    public void Where_all_is_silent_that_is_told_before_what_is_there_is_shown()
    {
        _home.Set(PresenceEvents.RoamingContacts, _ => null);
        _home.Set(PresenceEvents.RoamingSelf, request => request.Answer("200 OK", "Expires: 3600"));
        _home.PowerOn();

        Bench.Pass(TimeSpan.FromSeconds(40));

        Bench.Device.AwaitsServices.ShouldBeFalse();
        Bench.Entries<JournalEntry.PresenceFailed>().Select(entry => entry.Failure.Kind).ShouldBe(
            [ServiceFailureKind.NoContent, ServiceFailureKind.NoAnswer], ignoreOrder: true);
        Bench.Journal.Entries.OfType<JournalEntry>().Last(
            entry => entry is JournalEntry.ContactsShown or JournalEntry.PresenceFailed)
            .ShouldBeOfType<JournalEntry.ContactsShown>();
    }

    [Fact]
    public void What_cannot_be_read_is_a_fault_with_its_place()
    {
        _home.Set(PresenceEvents.RoamingContacts, request => PresenceHome.Content(
            request, PresenceContentTypes.RoamingContacts, "<contactList deltaNum='x'/>"u8.ToArray(), 3600));
        _home.PowerOn();

        var failure = Bench.Entries<JournalEntry.PresenceFailed>().ShouldHaveSingleItem().Failure;
        (failure.Kind, failure.Reason).ShouldBe(
            (ServiceFailureKind.Malformed, "InvalidValue deltaNum at byte 1"));
    }

    [Fact]
    public void A_list_that_could_not_be_read_is_asked_for_again_in_its_dialog_whatever_comes_meanwhile()
    {
        _home.Set(PresenceEvents.RoamingContacts, request => PresenceHome.Content(
            request, PresenceContentTypes.RoamingContacts, "<contactList"u8.ToArray(), 28800));
        _home.PowerOn();
        _home.State = "register-action=\"refreshed\"";
        _home.Set(PresenceEvents.RoamingContacts, request => PresenceHome.Content(
            request, PresenceContentTypes.RoamingContacts, _home.List.ToBytes(), 28800));
        var subscribe = _home.Asked(PresenceEvents.RoamingContacts).Single();
        Bench.Pass(TimeSpan.FromMinutes(5));
        _home.Notify(subscribe, PresenceContentTypes.RoamingContacts, "<contactDelta"u8.ToArray());

        Bench.Pass(TimeSpan.FromMinutes(10));

        _home.Asked(PresenceEvents.RoamingContacts).Last().Header("Call-ID").ShouldBe(subscribe.Header("Call-ID"));
        Bench.Device.Contacts!.Contacts.Length.ShouldBe(2);
    }

    [Fact]
    public void A_proxy_that_does_not_know_ms_benotify_is_asked_without_it()
    {
        _home.Set(PresenceEvents.RoamingContacts, request => request.Has("Proxy-Require")
            ? request.Answer("420 Bad Extension", "Unsupported: ms-benotify")
            : PresenceHome.Content(request, PresenceContentTypes.RoamingContacts, _home.List.ToBytes(), 3600));
        _home.PowerOn();

        Bench.Device.Contacts!.Contacts.Length.ShouldBe(2);
        _home.Asked(PresenceEvents.RoamingContacts).Last().Text().ShouldNotContain("benotify");
    }

    [Fact]
    public void A_subscription_that_the_server_knows_no_more_is_made_anew()
    {
        _home.Expires = 300;
        _home.PowerOn();
        _home.Set(PresenceEvents.RoamingContacts, request => request.Header("To").Contains("tag=")
            ? request.Answer("481 Call/Transaction Does Not Exist")
            : PresenceHome.Content(request, PresenceContentTypes.RoamingContacts, _home.List.ToBytes(), 300));

        Bench.Pass(TimeSpan.FromSeconds(275));

        var asked = _home.Asked(PresenceEvents.RoamingContacts).ToArray();
        asked.Length.ShouldBe(3);
        asked[2].Header("Call-ID").ShouldNotBe(asked[0].Header("Call-ID"));
    }

    [Fact]
    public void In_survivable_mode_nothing_is_asked_for_until_the_user_services_are_there_again()
    {
        _home.State = "register-action=\"added\"; user-services-state=unavailable";
        _home.PowerOn();
        Bench.Device.Survivable.ShouldBe(SurvivableReason.NoUserServices);
        Bench.Device.Contacts.ShouldBeNull();
        Bench.Device.AwaitsServices.ShouldBeFalse();
        Bench.Sent.ShouldHaveSingleItem();

        _home.State = "register-action=\"refreshed\"";
        Bench.Pass(TimeSpan.FromSeconds(571));

        Bench.Device.Survivable.ShouldBe(SurvivableReason.None);
        Bench.Device.Contacts!.Contacts.Length.ShouldBe(2);
    }

    [Fact]
    public void What_was_followed_is_dropped_as_survivable_mode_begins_and_with_the_registration()
    {
        _home.PowerOn();
        _home.State = "register-action=\"refreshed\"; user-services-state=unavailable";
        Bench.Pass(TimeSpan.FromSeconds(571));
        Bench.Device.Contacts.ShouldBeNull();

        _home.State = "register-action=\"refreshed\"";
        Bench.Pass(TimeSpan.FromSeconds(571));
        Bench.Device.Contacts.ShouldNotBeNull();
        Bench.Give(new DeviceInput.SignOut());
        Bench.Device.Contacts.ShouldBeNull();
        // All of it ends with the registration: nothing is withdrawn.
        Bench.Sent[^1].Message.Method.ShouldBe(SipMethod.Register);
    }

    [Fact]
    public void While_a_REGISTER_is_out_nothing_else_is_sent()
    {
        _home.Expires = 600;
        _home.PowerOn();
        _home.Set("", _ => null);
        Bench.Pass(TimeSpan.FromSeconds(575));
        Bench.Sent[^1].Message.Method.ShouldBe(SipMethod.Register);
        Bench.Entries<JournalEntry.PresenceFailed>().ShouldBeEmpty();
    }
}
