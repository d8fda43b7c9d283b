using System.Text;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.UserServices;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.UserServices;

/// <summary>The credentials of Media Relays: asked for, kept to themselves, renewed in time.</summary>
public class RelayCredentialsTests
{
    private static readonly HostName Relay = HostName.Parse("edge1.contoso.example");
    private static readonly TimeSpan Life = TimeSpan.FromHours(8);

    private readonly HomeServer _home = new();
    private readonly DeviceBench _bench = new() { Dhcp = DeviceBench.Option120(DeviceBench.Pool01) };

    public RelayCredentialsTests()
    {
        _bench.Registrar = _home.Answer;
        _bench.Addresses[Relay] = DeviceBench.Found(IpAddress.Parse("192.0.2.41"));
    }

    [Fact]
    public void The_service_that_the_settings_name_is_asked_with_the_proof_of_the_registration()
    {
        _bench.PowerOn();

        var request = _bench.Sent[^1].Message;
        request.Method.ShouldBe(SipMethod.Service);
        Encoding.UTF8.GetString(request.RequestUri).ShouldBe(HomeServer.Mras);
        request.Header("To").ShouldBe($"<{HomeServer.Mras}>");
        request.Header("CSeq").ShouldBe("1 SERVICE");
        request.Header("Content-Type").ShouldBe("application/msrtc-media-relay-auth+xml");
        request.Proves(DeviceBench.Password).ShouldBeTrue();
        MrasRequest.TryRead(request.Body.Span, out var asked, out _).ShouldBeTrue();
        asked!.Credentials.ShouldBe([new("1", "sip:alice@contoso.example", MrasLocation.Intranet, Life)]);
    }

    [Fact]
    public void The_device_has_them_for_as_long_as_the_server_said()
    {
        _home.Minutes = 60;
        _bench.PowerOn();

        var access = _bench.Device.RelayAccess.ShouldNotBeNull();
        access.Credentials.Username.ToArray().ShouldBe(Convert.FromBase64String(HomeServer.Username));
        access.Credentials.Password.ToArray().ShouldBe(Convert.FromBase64String(HomeServer.Password));
        (access.EndsAt - _bench.Now.Monotonic).ShouldBe(TimeSpan.FromHours(1));
        var granted = _bench.Entries<JournalEntry.RelayCredentialsGranted>().ShouldHaveSingleItem();
        granted.Life.ShouldBe(TimeSpan.FromHours(1));
        granted.Relays.ShouldBe([new(MrasLocation.Intranet, Relay, Address: null, 3478, 443)]);
    }

    [Fact]
    public void A_life_beyond_a_day_is_not_believed()
    {
        _home.Minutes = MrasLimits.MinutesMax;
        _bench.PowerOn();

        (_bench.Device.RelayAccess!.EndsAt - _bench.Now.Monotonic).ShouldBe(TimeSpan.FromDays(1));
    }

    [Fact]
    public void Neither_journal_nor_memory_nor_a_text_of_the_device_holds_them()
    {
        _bench.PowerOn();

        string[] secrets =
        [
            HomeServer.Username, HomeServer.Password, "username-of-a-relay", "password-of-a-relay",
            Convert.ToHexString(Convert.FromBase64String(HomeServer.Password)),
        ];
        var written = string.Join('\n', _bench.Journal.Entries) + _bench.Device.RelayAccess
            + Encoding.UTF8.GetString(DeviceMemoryFormat.Write(_bench.Device.Memory!));
        foreach (var secret in secrets)
        {
            written.ShouldNotContain(secret, Case.Insensitive);
        }
    }

    [Fact]
    public void They_are_renewed_between_half_and_three_quarters_of_their_life()
    {
        var moments = Enumerable.Range(1, 40).Select(seed => RenewedAfter((ulong)seed)).ToList();

        moments.ShouldAllBe(after => after >= Life / 2 && after <= Life * 3 / 4);
        moments.Distinct().Count().ShouldBe(moments.Count);
    }

    [Fact]
    public void A_renewal_replaces_them_and_is_remembered()
    {
        _bench.PowerOn();
        var first = _bench.Device.RelayAccess;
        _home.Relays = HomeServer.Relay("edge2.contoso.example", "intranet");
        _bench.Pass(Life * 3 / 4);

        _bench.Device.RelayAccess.ShouldNotBeNull().ShouldNotBe(first);
        _bench.Entries<JournalEntry.RelayCredentialsGranted>().Count().ShouldBe(2);
        _bench.Device.Memory!.MediaRelays.ShouldHaveSingleItem().Host.Text.ShouldBe("edge2.contoso.example");
        _bench.Effects.OfType<DeviceEffect.SaveMemory>().Count().ShouldBe(3);
    }

    [Fact]
    public void Where_renewal_fails_the_old_ones_hold_to_their_end_and_that_is_said()
    {
        _bench.PowerOn();
        var first = _bench.Device.RelayAccess.ShouldNotBeNull();
        _home.Service = request => _home.Granted(request, "Server Busy");
        _bench.Pass(Life - TimeSpan.FromMinutes(1));

        _bench.Device.RelayAccess.ShouldBe(first);
        var failed = _bench.Entries<JournalEntry.RelayCredentialsFailed>().ToList();
        // Tried again every quarter of an hour at most, for the quarter of the life that is left at least.
        failed.Count.ShouldBeInRange(8, 40);
        failed.ShouldAllBe(entry => entry.Left > TimeSpan.Zero && entry.Failure.Reason == "Server Busy");
        _bench.Pass(TimeSpan.FromMinutes(1));
        _bench.Device.RelayAccess.ShouldBeNull();
        _bench.Entries<JournalEntry.RelayCredentialsLapsed>().ShouldHaveSingleItem();
        _bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);

        _home.Service = request => _home.Granted(request);
        _bench.Pass(TimeSpan.FromMinutes(15));
        _bench.Device.RelayAccess.ShouldNotBeNull();
        _bench.Entries<JournalEntry.RelayCredentialsLapsed>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Where_the_settings_are_not_to_be_had_the_service_known_from_before_is_asked()
    {
        _bench.PowerOn();
        _home.Subscribe = request => request.Answer("503 Service Unavailable");
        _bench.Pass(Life * 3 / 4);

        _bench.Entries<JournalEntry.ProvisioningFailed>().ShouldNotBeEmpty();
        _bench.Entries<JournalEntry.RelayCredentialsGranted>().Count().ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData("Request Malformed")]
    [InlineData("Forbidden")]
    [InlineData("Version Mismatch")]
    [InlineData("no such phrase")]
    public void A_200_that_says_no_is_a_no(string reason)
    {
        _home.Service = request => _home.Granted(request, reason);
        _bench.PowerOn();

        var failed = _bench.Entries<JournalEntry.RelayCredentialsFailed>().ShouldHaveSingleItem();
        failed.Failure.ShouldBe(new ServiceFailure { Kind = ServiceFailureKind.NotGranted, Reason = reason });
        failed.Left.ShouldBeNull();
        failed.MrasUri.ShouldBe(HomeServer.Mras);
        _bench.Device.RelayAccess.ShouldBeNull();
        _bench.Device.AwaitsServices.ShouldBeFalse();
    }

    [Theory]
    [InlineData("", ServiceFailureKind.NoContent)]
    [InlineData("nonsense", ServiceFailureKind.Malformed)]
    [InlineData("<response reasonPhrase=\"OK\"/>", ServiceFailureKind.NotGranted)]
    [InlineData(
        "<response reasonPhrase=\"OK\"><credentialsResponse credentialsRequestID=\"1\"/></response>",
        ServiceFailureKind.Malformed)]
    public void An_answer_without_credentials_is_a_failure(string body, ServiceFailureKind kind)
    {
        _home.Service = request => request.AnswerWith(body, "200 OK");
        _bench.PowerOn();

        _bench.Entries<JournalEntry.RelayCredentialsFailed>().ShouldHaveSingleItem().Failure.Kind.ShouldBe(kind);
    }

    [Fact]
    public void A_service_that_is_silent_or_not_there_ends_nothing()
    {
        _home.Service = _ => null;
        _bench.PowerOn();
        _bench.Pass(TimeSpan.FromSeconds(32));
        _bench.Entries<JournalEntry.RelayCredentialsFailed>().Single().Failure.Kind
            .ShouldBe(ServiceFailureKind.NoAnswer);
        _home.Service = request => request.Answer("404 Not Found");
        _bench.Pass(TimeSpan.FromMinutes(15));

        _bench.Entries<JournalEntry.RelayCredentialsFailed>().Select(entry => entry.Failure.Kind)
            .ShouldContain(ServiceFailureKind.NotThere);
        _bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        // The home was told all the same, and is remembered.
        _bench.Device.Memory!.Home.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("sip:a@b.example;x=&quot;y z&quot;")]
    [InlineData("sip:a@b.example;x=&lt;y&gt;")]
    [InlineData("sip:a@b.example;x=y&#13;&#10;z")]
    [InlineData("sip:a@b.example;x=&#xE9;")]
    public void An_address_of_the_service_that_may_not_stand_in_a_request_is_not_written(string uri)
    {
        _home.MrasUri = uri;
        _bench.PowerOn();

        _bench.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        _bench.Sent.ShouldNotContain(each => each.Message.Method == SipMethod.Service);
        _bench.Device.AwaitsServices.ShouldBeFalse();
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("nonsense", 1)]
    public void No_address_of_the_service_is_no_fault_there_are_no_relays_and_nonsense_says_nothing(
        string uri, int relays)
    {
        _home.MrasUri = uri;
        var bench = new DeviceBench
        {
            Memory = DeviceBench.Remembered(DeviceBench.Pool01, DeviceBench.FrontEnd1) with
            {
                MediaRelays = [new(Relay, [], DeviceBench.WallClock, 3478, 443)],
            },
        };
        bench.Registrar = _home.Answer;
        bench.PowerOn();

        bench.Entries<JournalEntry.RelayCredentialsFailed>().ShouldBeEmpty();
        bench.Device.Memory!.MediaRelays.Length.ShouldBe(relays);
    }

    [Fact]
    public void A_relay_that_is_named_by_its_address_is_not_looked_up()
    {
        _home.Relays = "<mediaRelay><directIPAddress>192.0.2.41</directIPAddress><udpPort>3478</udpPort></mediaRelay>"
            + "<mediaRelay><directIPAddress>2001:db8::41</directIPAddress><udpPort>3478</udpPort></mediaRelay>";
        _bench.PowerOn();

        var relay = _bench.Device.Memory!.MediaRelays.ShouldHaveSingleItem();
        relay.Addresses.ShouldBe([IpAddress.Parse("192.0.2.41")]);
        _bench.Entries<JournalEntry.Located>().ShouldBeEmpty();
        DeviceMemoryFormat.TryRead(DeviceMemoryFormat.Write(_bench.Device.Memory), out _, out var fault)
            .ShouldBeTrue(fault.ToString());
    }

    [Fact]
    public void They_outlive_a_lost_registration_and_not_the_device()
    {
        _bench.PowerOn();
        _bench.Pass(TimeSpan.FromMinutes(1));
        var first = _bench.Device.RelayAccess.ShouldNotBeNull();
        _home.Service = _ => null;
        _bench.Give(new DeviceInput.ChannelEnded(_bench.Channel, Net.ChannelEnd.Reset, "", Tls: null));
        _bench.Device.RelayAccess.ShouldBe(first);
        _bench.Give(new DeviceInput.SignOut());

        _bench.Device.RelayAccess.ShouldBeNull();
    }

    private TimeSpan RenewedAfter(ulong seed)
    {
        var bench = new DeviceBench { Dhcp = DeviceBench.Option120(DeviceBench.Pool01), Seed = seed };
        bench.Registrar = _home.Answer;
        bench.PowerOn();
        bench.Pass(Life * 3 / 4);
        var granted = bench.Entries<JournalEntry.RelayCredentialsGranted>().ToList();
        granted.Count.ShouldBe(2);
        return granted[1].At - granted[0].At;
    }
}
