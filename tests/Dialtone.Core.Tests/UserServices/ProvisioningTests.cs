using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.UserServices;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.UserServices;

/// <summary>The settings of the user, right after the registration (S5, S7, S11).</summary>
public class ProvisioningTests
{
    private static readonly HostName Relay = HostName.Parse("edge1.contoso.example");
    private static readonly IpAddress RelayAddress = IpAddress.Parse("192.0.2.41");

    private readonly HomeServer _home = new();
    private readonly DeviceBench _bench = new() { Dhcp = DeviceBench.Option120(DeviceBench.Pool01) };

    public ProvisioningTests()
    {
        _bench.Registrar = _home.Answer;
        _bench.Addresses[Relay] = DeviceBench.Found(RelayAddress);
    }

    private SipMessage Subscribe => _bench.Sent.Select(each => each.Message)
        .Last(message => message.Method == SipMethod.Subscribe);

    [Fact]
    public void After_the_registration_the_settings_are_asked_for_over_the_same_connection()
    {
        _bench.PowerOn();

        var request = Subscribe;
        Encoding.UTF8.GetString(request.RequestUri).ShouldBe("sip:alice@contoso.example");
        request.Header("To").ShouldBe("<sip:alice@contoso.example>");
        request.Header("From").ShouldStartWith("<sip:alice@contoso.example>;tag=");
        request.Header("From").ShouldEndWith(";epid=c8ca638a15");
        request.Header("CSeq").ShouldBe("1 SUBSCRIBE");
        request.Header("Call-ID").ShouldNotBe(_bench.Sent[0].Message.Header("Call-ID"));
        request.Header("Contact").ShouldBe($"<{HomeServer.Gruu}>");
        request.Header("Event").ShouldBe("vnd-microsoft-provisioning-v2");
        request.Header("Expires").ShouldBe("0");
        request.Header("Accept").ShouldBe("application/vnd-microsoft-roaming-provisioning-v2+xml");
        request.Header("Content-Type").ShouldBe("application/vnd-microsoft-roaming-provisioning-v2+xml");
        request.Header("Proxy-Require").ShouldBe("ms-benotify");
        string[] supported = ["com.microsoft.autoextend", "ms-benotify", "ms-piggyback-first-notify"];
        supported.ShouldAllBe(tag => request.Text().Contains($"\r\nSupported: {tag}\r\n", StringComparison.Ordinal));
        ProvisioningRequest.TryRead(request.Body.Span, out var wanted, out _).ShouldBeTrue();
        wanted!.Groups.ShouldBe(ProvisioningGroupNames.OfPhone);
        request.Proves(DeviceBench.Password).ShouldBeTrue();
        _bench.OpenChannels.ShouldBe(1);
    }

    [Fact]
    public void What_came_is_written_down_by_name()
    {
        _bench.PowerOn();

        var provisioned = _bench.Entries<JournalEntry.Provisioned>().ShouldHaveSingleItem().Settings;
        provisioned.Groups.ShouldBe(["ServerConfiguration", "publicationGrammar"]);
        provisioned.UnaskedGroups.ShouldBe(["publicationGrammar"]);
        provisioned.Bytes.ShouldBe(Encoding.UTF8.GetByteCount(_home.Settings));
        provisioned.By.ShouldBe(SipMethod.Subscribe);
        provisioned.Pool.ShouldBe(DeviceBench.Pool01);
        provisioned.MrasUri.ShouldBe(HomeServer.Mras);
        provisioned.UpdatesUrl.ShouldStartWith("https://pool01.contoso.example/");
        provisioned.Unusable.ShouldBe(["ucMinPinLength"]);
        _bench.Device.AwaitsServices.ShouldBeFalse();
    }

    [Fact]
    public void S11_Memory_is_saved_a_second_time_with_the_home_and_the_relays_and_their_addresses()
    {
        _home.More = HomeServer.Registrars("pool01.contoso.example", "pool02.contoso.example");
        _bench.PowerOn();

        var saved = _bench.Effects.OfType<DeviceEffect.SaveMemory>().ToList();
        saved.Count.ShouldBe(2);
        saved[0].Memory.Home.ShouldBeEmpty();
        saved[1].Memory.ShouldBe(_bench.Device.Memory);
        saved[1].Memory.Home.ShouldBe(
        [
            Home(DeviceBench.Pool01, DeviceBench.FrontEnd1, DeviceBench.FrontEnd2),
            Home(DeviceBench.Pool02, DeviceBench.Balancer),
        ]);
        saved[1].Memory.MediaRelays.ShouldBe([new(Relay, [RelayAddress], DeviceBench.WallClock, 3478, 443)]);
        saved[1].Memory.Registrar.ShouldBe(saved[0].Memory.Registrar);
        // Its addresses are known from the registration.
        _bench.Effects.OfType<DeviceEffect.AskAddresses>().Select(ask => ask.Name)
            .ShouldBe([DeviceBench.Pool01, DeviceBench.Pool02, Relay]);
    }

    [Fact]
    public void S7_The_pool_alone_is_the_primary_and_what_a_redirect_named_stays_behind_it()
    {
        var backup = Home(DeviceBench.Pool02, DeviceBench.Balancer) with { NamedBy = RegistrarNaming.Redirect };
        var old = Home(DeviceBench.Domain.Under("pool09"), DeviceBench.Balancer);
        var bench = new DeviceBench
        {
            Dhcp = DeviceBench.Option120(DeviceBench.Pool01),
            Memory = DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.FrontEnd1) with { Home = [old, backup] },
        };
        bench.Registrar = _home.Answer;
        bench.PowerOn();

        bench.Device.Memory!.Home.ShouldBe(
            [Home(DeviceBench.Pool01, DeviceBench.FrontEnd1, DeviceBench.FrontEnd2), backup]);
    }

    [Fact]
    public void S7_A_remote_device_has_no_home_but_the_access_proxy_and_asks_for_outer_relays()
    {
        _home.Grants = ["ms-user-logon-data: RemoteUser"];
        _bench.PowerOn();

        _bench.Device.Memory!.Home.ShouldBeEmpty();
        _bench.Entries<JournalEntry.Provisioned>().Single().Settings.UpdatesUrl.ShouldStartWith("https://web.");
        _bench.Sent[^1].Message.Text().ShouldContain("<location>internet</location>");
    }

    [Fact]
    public void A_Registrar_that_does_not_offer_settings_is_not_asked()
    {
        _home.AllowEvents = "Allow-Events: presence";
        _bench.PowerOn();

        _bench.Sent.ShouldAllBe(each => each.Message.Method == SipMethod.Register);
        _bench.Effects.OfType<DeviceEffect.SaveMemory>().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("NOTIFY", SipMethod.Notify)]
    [InlineData("BENOTIFY", SipMethod.BeNotify)]
    public void Settings_may_come_in_a_notice_after_the_response(string method, SipMethod by)
    {
        _home.Subscribe = request => request.Answer("200 OK");
        _bench.PowerOn();
        _bench.Device.AwaitsServices.ShouldBeTrue();
        _bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        _bench.Give(Notice(method, ""));
        _bench.Device.AwaitsServices.ShouldBeTrue();

        _bench.Give(Notice(method, _home.Settings));

        _bench.Entries<JournalEntry.Provisioned>().ShouldHaveSingleItem().Settings.By.ShouldBe(by);
        _bench.Device.AwaitsServices.ShouldBeFalse();
        _bench.Device.Memory!.MediaRelays.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_notice_may_overtake_its_response_and_both_may_come_twice()
    {
        _home.Subscribe = _ => null;
        _home.Service = _ => null;
        _bench.PowerOn();
        var subscribe = Subscribe;
        _bench.Give(Notice("BENOTIFY", _home.Settings));
        _bench.Give(Notice("BENOTIFY", _home.Settings));
        _bench.Give(Response(_home.Provisioned(subscribe)));
        _bench.Give(Response(_home.Provisioned(subscribe)));
        var service = _bench.Sent[^1].Message;
        _bench.Give(Response(_home.Granted(service)));
        _bench.Give(Response(_home.Granted(service)));

        _bench.Entries<JournalEntry.Provisioned>().ShouldHaveSingleItem();
        _bench.Entries<JournalEntry.RelayCredentialsGranted>().ShouldHaveSingleItem();
        _bench.Effects.OfType<DeviceEffect.SaveMemory>().Count().ShouldBe(2);
    }

    [Fact]
    public void A_notice_of_another_conversation_is_not_taken_for_the_answer()
    {
        _home.Subscribe = request => request.Answer("200 OK");
        _bench.PowerOn();
        _bench.Give(new DeviceInput.SipRequest(
            _bench.Channel, HomeServer.Notice("BENOTIFY", _bench.Sent[0].Message, _home.Settings)));

        _bench.Entries<JournalEntry.Provisioned>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("404 Not Found", ServiceFailureKind.NotThere)]
    [InlineData("489 Bad Event", ServiceFailureKind.NotThere)]
    [InlineData("488 Not Acceptable Here", ServiceFailureKind.Refused)]
    [InlineData("403 Forbidden", ServiceFailureKind.Refused)]
    [InlineData("302 Moved", ServiceFailureKind.Refused)]
    [InlineData("480 Temporarily Unavailable", ServiceFailureKind.Unavailable)]
    [InlineData("503 Service Unavailable", ServiceFailureKind.Unavailable)]
    public void A_refusal_leaves_the_device_signed_in_with_what_it_remembers(string status, ServiceFailureKind kind)
    {
        var bench = Remembering();
        _home.Subscribe = request => request.Answer(status, "ms-diagnostics: 2104;reason=\"No\"");
        bench.PowerOn();

        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        bench.Device.AwaitsServices.ShouldBeFalse();
        var failed = bench.Entries<JournalEntry.ProvisioningFailed>().ShouldHaveSingleItem();
        failed.Failure.ShouldBe(new ServiceFailure
        {
            Kind = kind,
            Status = int.Parse(status[..3], System.Globalization.CultureInfo.InvariantCulture),
            Reason = status[4..],
            Diagnostics = "2104;reason=\"No\"",
        });
        failed.IsExpected.ShouldBeFalse();
        ShouldRememberAsBefore(bench);
    }

    [Theory]
    [InlineData(false, ServiceFailureKind.NoAnswer)]
    [InlineData(true, ServiceFailureKind.NoContent)]
    public void Silence_ends_after_the_time_of_a_transaction(bool answers, ServiceFailureKind kind)
    {
        var bench = Remembering();
        _home.Subscribe = request => answers ? request.Answer("200 OK") : null;
        bench.PowerOn();
        bench.Pass(TimeSpan.FromSeconds(31));
        bench.Device.AwaitsServices.ShouldBeTrue();
        bench.Pass(TimeSpan.FromSeconds(1));

        bench.Device.AwaitsServices.ShouldBeFalse();
        bench.Entries<JournalEntry.ProvisioningFailed>().ShouldHaveSingleItem().Failure.Kind.ShouldBe(kind);
        ShouldRememberAsBefore(bench);
    }

    [Fact]
    public void A_transaction_that_timed_out_is_no_answer()
    {
        _home.Subscribe = _ => null;
        _bench.PowerOn();
        _bench.Give(new DeviceInput.SipTimedOut(_bench.Channel, SipMethod.Subscribe));

        _bench.Entries<JournalEntry.ProvisioningFailed>().Single().Failure.Kind.ShouldBe(ServiceFailureKind.NoAnswer);
        _bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("<provisionGroupList")]
    [InlineData("<other/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><provisionGroupList/>")]
    public void What_cannot_be_read_is_a_failure_with_its_evidence(string body)
    {
        var bench = Remembering();
        _home.Subscribe = request => request.AnswerWith(body, "200 OK");
        bench.PowerOn();

        var failure = bench.Entries<JournalEntry.ProvisioningFailed>().ShouldHaveSingleItem().Failure;
        failure.Kind.ShouldBe(ServiceFailureKind.Malformed);
        failure.Reason.ShouldNotBeEmpty();
        bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        ShouldRememberAsBefore(bench);
    }

    [Fact]
    public void A_mebibyte_of_settings_is_read()
    {
        var filler = new string('x', 1_040_000);
        _home.More = $"<other xmlns=\"urn:other\">{filler}</other>";
        _bench.PowerOn();

        _bench.Entries<JournalEntry.Provisioned>().Single().Settings.Bytes.ShouldBeGreaterThan(1_040_000);
        _bench.Device.Memory!.Home.ShouldHaveSingleItem();
    }

    [Fact]
    public void Settings_without_ServerConfiguration_say_nothing_of_home_and_relays()
    {
        var bench = Remembering();
        _home.Subscribe = request => request.AnswerWith(
            "<provisionGroupList><provisionGroup name=\"ucPolicy\"/></provisionGroupList>", "200 OK");
        bench.PowerOn();

        bench.Entries<JournalEntry.Provisioned>().Single().Settings.ServerConfigurationMissing.ShouldBeTrue();
        bench.Device.Memory!.Home.ShouldBe(Remembered.Home);
        bench.Device.Memory.MediaRelays.ShouldBe(Remembered.MediaRelays);
    }

    [Fact]
    public void In_survivable_mode_nothing_else_is_expected()
    {
        _home.Grants =
        [
            "presence-state: register-action=\"added\";is-connected-to-primary=\"no\";user-services-state=unavailable",
        ];
        _home.Subscribe = request => request.Answer("404 Not Found");
        _bench.PowerOn();

        _bench.Entries<JournalEntry.ProvisioningFailed>().ShouldHaveSingleItem().IsExpected.ShouldBeTrue();
    }

    [Fact]
    public void A_challenge_is_answered_as_that_of_the_registration_is()
    {
        var renewed = SipScript.Challenge.Replace("n1", "n2", StringComparison.Ordinal);
        _home.Subscribe = request => request.Proof().Nonce == "n2" && request.Proves(DeviceBench.Password)
            ? _home.Provisioned(request) : request.Answer("401 Unauthorized", renewed);
        _bench.PowerOn();

        Subscribe.Header("CSeq").ShouldBe("2 SUBSCRIBE");
        _bench.Entries<JournalEntry.Provisioned>().ShouldHaveSingleItem();
        _bench.Entries<JournalEntry.Challenged>().Count().ShouldBe(2);
    }

    [Fact]
    public void A_refused_proof_is_no_end_of_the_registration()
    {
        _home.Subscribe = request => request.Answer("401 Unauthorized", SipScript.Challenge);
        _bench.PowerOn();

        var failure = _bench.Entries<JournalEntry.ProvisioningFailed>().ShouldHaveSingleItem().Failure;
        failure.Kind.ShouldBe(ServiceFailureKind.CredentialRejected);
        _bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        _bench.Pass(TimeSpan.FromSeconds(570));
        _bench.Entries<JournalEntry.Registered>().Select(entry => entry.Refresh).ShouldBe([false, true]);
    }

    [Fact]
    public void A_server_that_does_not_know_the_secret_is_not_believed()
    {
        _home.Subscribe = request => _home.Provisioned(request).Replace(
            "Expires: 0", "Authentication-Info: qop=auth, rspauth=\"00\", cnonce=\"c\", nc=00000002",
            StringComparison.Ordinal);
        _bench.PowerOn();

        _bench.Entries<JournalEntry.ProvisioningFailed>().ShouldHaveSingleItem().Failure.Kind
            .ShouldBe(ServiceFailureKind.ServerNotProved);
    }

    [Fact]
    public void A_REGISTER_goes_first_and_what_it_overtook_is_asked_again()
    {
        _home.Subscribe = _ => null;
        _home.Register = request =>
            _home.Registered(request).Replace("expires=600", "expires=10", StringComparison.Ordinal);
        _bench.PowerOn();
        var overtaken = Subscribe;
        _home.Register = _ => null;
        _bench.Pass(TimeSpan.FromSeconds(5));
        var refresh = _bench.Sent[^1].Message;
        refresh.Method.ShouldBe(SipMethod.Register);
        _bench.Give(Response(_home.Provisioned(overtaken)));
        _bench.Device.AwaitsServices.ShouldBeTrue();
        _home.Subscribe = request => _home.Provisioned(request);
        _bench.Give(Response(_home.Registered(refresh)));

        Subscribe.Header("CSeq").ShouldBe("2 SUBSCRIBE");
        _bench.Entries<JournalEntry.Provisioned>().ShouldHaveSingleItem();
        _bench.Entries<JournalEntry.ProvisioningFailed>().ShouldBeEmpty();
    }

    [Fact]
    public void A_lost_registration_takes_what_was_asked_with_it()
    {
        _home.Subscribe = _ => null;
        _bench.PowerOn();
        _bench.Give(new DeviceInput.ChannelEnded(_bench.Channel, Net.ChannelEnd.Reset, "", Tls: null));

        _bench.Device.AwaitsServices.ShouldBeFalse();
        _home.Subscribe = request => _home.Provisioned(request);
        _bench.PassUntil(DevicePhase.SignedIn);
        _bench.Entries<JournalEntry.Provisioned>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_person_who_signs_out_does_not_wait_for_it()
    {
        _home.Subscribe = _ => null;
        _bench.PowerOn();
        _bench.Give(new DeviceInput.SignOut());

        _bench.Device.Phase.ShouldBe(DevicePhase.Off);
        _bench.Entries<JournalEntry.SignedOut>().Single().Confirmed.ShouldBeTrue();
    }

    [Fact]
    public void Settings_that_were_not_to_be_had_are_asked_for_again()
    {
        _home.Subscribe = request => request.Answer("503 Service Unavailable");
        _bench.PowerOn();
        _home.Subscribe = request => _home.Provisioned(request);
        _bench.Pass(TimeSpan.FromMinutes(7.4));
        _bench.Entries<JournalEntry.Provisioned>().ShouldBeEmpty();
        _bench.Pass(TimeSpan.FromMinutes(7.6));

        _bench.Entries<JournalEntry.Provisioned>().ShouldHaveSingleItem();
        _bench.Device.Memory!.Home.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_name_without_an_answer_keeps_the_addresses_of_before()
    {
        var bench = Remembering();
        bench.Addresses[Relay] = DeviceBench.Found();
        _home.Relays = HomeServer.Relay("edge1.contoso.example", "intranet")
            + HomeServer.Relay("edge2.contoso.example", "intranet", "<udpPort>3478</udpPort>");
        bench.Addresses[HostName.Parse("edge2.contoso.example")] = null;
        bench.PowerOn();
        bench.Device.AwaitsServices.ShouldBeTrue();
        bench.Pass(TimeSpan.FromSeconds(32));

        bench.Device.AwaitsServices.ShouldBeFalse();
        bench.Device.Memory!.MediaRelays.ShouldBe(
        [
            new(Relay, [RelayAddress], DeviceBench.WallClock, 3478, 443),
            new(HostName.Parse("edge2.contoso.example"), [], DeviceBench.WallClock, 3478, TcpPort: null),
        ]);
    }

    private static DeviceMemory Remembered { get; } =
        DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.FrontEnd1) with
        {
            Home = [Home(DeviceBench.Pool01, DeviceBench.FrontEnd1, DeviceBench.FrontEnd2)],
            MediaRelays = [new(Relay, [RelayAddress], DeviceBench.WallClock.AddDays(-1), 3478, 443)],
        };

    private static RememberedRegistrar Home(HostName name, params ReadOnlySpan<IpAddress> addresses) => new(
        new KnownRegistrar(name, SipTransport.Tls, 5061), [.. addresses], DeviceBench.WallClock,
        RegistrarNaming.Provisioning);

    private static void ShouldRememberAsBefore(DeviceBench bench)
    {
        bench.Effects.OfType<DeviceEffect.SaveMemory>().Count().ShouldBe(1);
        bench.Device.Memory!.Home.ShouldBe(Remembered.Home);
        bench.Device.Memory.MediaRelays.ShouldBe(Remembered.MediaRelays);
    }

    private DeviceBench Remembering()
    {
        var bench = new DeviceBench { Memory = Remembered };
        bench.Registrar = _home.Answer;
        bench.Addresses[Relay] = DeviceBench.Found(RelayAddress);
        return bench;
    }

    private DeviceInput.SipRequest Notice(string method, string body) =>
        new(_bench.Channel, HomeServer.Notice(method, Subscribe, body));

    private DeviceInput.SipResponse Response(string text) => new(_bench.Channel, SipScript.Read(text));
}
