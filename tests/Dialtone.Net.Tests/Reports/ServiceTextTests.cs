using System.Text.Json;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.SignIn;
using Dialtone.Core.UserServices;
using Dialtone.Phones;
using Dialtone.Reports;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Sip;
using static Dialtone.Net.Tests.Reports.Entries;

namespace Dialtone.Net.Tests.Reports;

/// <summary>How settings and Media Relays are said: in the walk, in the last sentence, and as data.</summary>
public class ServiceTextTests
{
    private const string Mras = "sip:mras01.contoso.example@contoso.example;gruu;opaque=srvr:MRAS:test";
    private static readonly HostName Relay = HostName.Parse("edge1.contoso.example");
    private static readonly TimeSpan Took = TimeSpan.FromMilliseconds(7);

    private static readonly ProvisionedSettings Settings = new()
    {
        Groups = ["ServerConfiguration", "ucPolicy", "other"],
        UnaskedGroups = ["other"],
        Bytes = 51_234,
        Pool = Pool01,
        MrasUri = Mras,
        UpdatesUrl = "https://pool01.contoso.example/ucdevice.upx",
        Unusable = ["ucMinPinLength"],
    };

    [Fact]
    public void What_came_is_said_with_its_size_and_what_a_phone_makes_of_it()
    {
        Lines(Provisioned(Settings)).ShouldBe([" ✓ Settings 7 ms    3 groups, 51 kB; home pool01.contoso.example"]);
        Lines(Provisioned(Settings with { Registrars = [Pool01, Pool02], By = SipMethod.BeNotify, MrasUri = "" }))
            .ShouldBe([" ✓ Settings 7 ms    3 groups, 51 kB, by BENOTIFY; home pool01.contoso.example, then "
                + "pool02.contoso.example; no Media Relays"]);
        Lines(Provisioned(Settings with { Groups = ["ucPolicy"], Bytes = 99, ServerConfigurationMissing = true }))
            .ShouldBe([" ✗ Settings 7 ms    1 group, 1 kB: without ServerConfiguration, which names pool and Media "
                + "Relays"]);
        Text(Provisioned(Settings)).ShouldContain("groups [ServerConfiguration, ucPolicy, other], unasked [other], "
            + $"unusable [ucMinPinLength]; MRAS {Mras}; updates https://pool01.contoso.example/ucdevice.upx");
    }

    [Theory]
    [InlineData(ServiceFailureKind.NoAnswer, 0, "did not answer")]
    [InlineData(ServiceFailureKind.NoContent, 0, "answered and sent no content")]
    [InlineData(ServiceFailureKind.Malformed, 0, "sent what cannot be read (Reason)")]
    [InlineData(ServiceFailureKind.NotThere, 404, "does not do this (404 Reason)")]
    [InlineData(ServiceFailureKind.Unavailable, 503, "cannot do this now (503 Reason)")]
    [InlineData(ServiceFailureKind.Refused, 488, "refused (488 Reason)")]
    [InlineData(ServiceFailureKind.CredentialRejected, 401,
        "refused the proof that it had accepted of REGISTER (401 Reason)")]
    [InlineData(ServiceFailureKind.NothingUsableOffered, 401,
        "asks for a proof that this device does not have (401 Reason)")]
    [InlineData(ServiceFailureKind.TooManyRounds, 401, "asks again and again and never decides (401 Reason)")]
    [InlineData(ServiceFailureKind.ServerNotProved, 200,
        "answered without knowing this user's password (its rspauth is wrong): it is not trusted")]
    [InlineData(ServiceFailureKind.NotGranted, 0, "said no: Reason")]
    [InlineData(ServiceFailureKind.AddressUnusable, 0, "cannot be asked: its address is none that can be written")]
    [InlineData(ServiceFailureKind.Ended, 0, "ended the subscription")]
    public void Every_failure_has_its_words(ServiceFailureKind kind, int status, string words)
    {
        var failure = new ServiceFailure { Kind = kind, Status = status, Reason = "Reason" };
        Lines(NotProvisioned(failure)).ShouldBe([$" ✗ Settings 7 ms    pool01.contoso.example {words}"]);
        Lines(NotGranted(failure)).ShouldBe([$" ✗ Relays   7 ms    mras01.contoso.example {words}"]);
        Lines(NotProvisioned(failure with { Diagnostics = "2104;x" })).ShouldBe(
            [$" ✗ Settings 7 ms    pool01.contoso.example {words}; it says: 2104;x"]);
    }

    [Fact]
    public void Every_kind_of_failure_is_in_the_table_above() =>
        Enum.GetValues<ServiceFailureKind>().Length.ShouldBe(13);

    [Fact]
    public void In_survivable_mode_none_are_expected()
    {
        var failed = NotProvisioned(new() { Kind = ServiceFailureKind.NotThere }) with { IsExpected = true };

        Lines(failed).ShouldBe([" · Settings 7 ms    none, as is to be expected: pool01.contoso.example has no user "
            + "services now (survivable mode)"]);
        SignInSummary.Of([.. Registered, failed]).Verdict.ShouldBe(SignInVerdict.SignedIn);
    }

    [Fact]
    public void Relays_are_said_with_their_ports_and_how_long_the_credentials_hold()
    {
        Lines(Granted()).ShouldBe(
            [" ✓ Relays   7 ms    credentials for 480 min: edge1.contoso.example (UDP 3478, TCP 443), "
                + "192.0.2.42 (UDP 3478)"]
        );
        Lines(NotGranted(new() { Kind = ServiceFailureKind.NoAnswer }, TimeSpan.FromHours(2))).ShouldBe(
            [" ✗ Relays   7 ms    mras01.contoso.example did not answer; the credentials of before hold for another "
                + "120 min"]);
        Lines(new JournalEntry.RelayCredentialsLapsed(At(6))).ShouldBe(
            [" ✗ Relays           the credentials have lapsed: no call from here gets through a relay"]);
        Lines(Located(FrontEnd1)).ShouldBe([" ✓ Relays   1 ms    edge1.contoso.example → 192.0.2.11"]);
        Lines(Located()).ShouldBe([" ✗ Relays   1 ms    edge1.contoso.example does not exist (NXDOMAIN)"]);
    }

    [Fact]
    public void The_second_save_says_what_it_holds_besides()
    {
        var memory = Entries.Memory with
        {
            Home = [new(new(Pool01, SipTransport.Tls, 5061), [], WallClock, RegistrarNaming.Provisioning)],
            MediaRelays = [new(Relay, [], WallClock, 3478, 443)],
        };

        Lines(new JournalEntry.MemorySaved(At(6), memory)).ShouldBe([" ✓ Remember         Registrar "
            + "pool01.contoso.example (2 addresses), home pool01.contoso.example, 1 Media Relay"]);
    }

    [Fact]
    public void What_is_missing_makes_a_sign_in_degraded()
    {
        var failure = new ServiceFailure { Kind = ServiceFailureKind.NoAnswer };

        Sentence(NotProvisioned(failure)).ShouldBe(
            "Signed in after 5.0 s, degraded: no settings of the user: pool01.contoso.example did not answer.");
        Sentence(NotGranted(failure)).ShouldBe("Signed in after 5.0 s, degraded: no credentials for Media Relays: "
            + "mras01.contoso.example did not answer.");
        Sentence(Provisioned(Settings with { ServerConfigurationMissing = true })).ShouldBe(
            "Signed in after 5.0 s, degraded: the settings of the user came without ServerConfiguration.");
        Sentence(Located()).ShouldBe(
            "Signed in after 5.0 s, degraded: edge1.contoso.example does not exist (NXDOMAIN).");
        Sentence(Provisioned(Settings), Granted(), Located(FrontEnd1)).ShouldBe("Signed in after 5.0 s.");
    }

    [Fact]
    public void What_fails_after_a_later_registration_is_not_of_this_sign_in() =>
        Sentence(CycleBegan(Cycle.Known), NotProvisioned(new() { Kind = ServiceFailureKind.NoAnswer }))
            .ShouldBe("Signed in after 5.0 s.");

    [Fact]
    public void Data_has_what_came()
    {
        var data = Data(Provisioned(Settings), Granted());

        data.GetProperty("provisioning").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal)
            .ShouldBe("{\"received\":true,\"bytes\":51234,\"by\":\"response\","
                + "\"groups\":[\"ServerConfiguration\",\"ucPolicy\",\"other\"],\"unaskedGroups\":[\"other\"],"
                + "\"unusable\":[\"ucMinPinLength\"],\"serverConfiguration\":true,"
                + $"\"pool\":\"pool01.contoso.example\",\"registrars\":[],\"mras\":\"{Mras}\","
                + "\"updates\":\"https://pool01.contoso.example/ucdevice.upx\",\"milliseconds\":7}");
        data.GetProperty("mediaRelays").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal)
            .ShouldBe("{\"credentials\":true,\"lifeSeconds\":28800,\"relays\":["
                + "{\"host\":\"edge1.contoso.example\",\"location\":\"intranet\",\"udpPort\":3478,\"tcpPort\":443},"
                + "{\"host\":\"192.0.2.42\",\"udpPort\":3478}],\"checks\":[],\"milliseconds\":7}");
        var check = Data(Granted(), Checked()).GetProperty("mediaRelays").GetProperty("checks")[0];
        check.GetProperty("status").GetString().ShouldBe("silent");
    }

    [Fact]
    public void Data_has_why_nothing_came()
    {
        var failure = new ServiceFailure { Kind = ServiceFailureKind.NotThere, Status = 404, Reason = "Not Found" };
        var data = Data(NotProvisioned(failure), NotGranted(failure));

        var provisioning = data.GetProperty("provisioning");
        provisioning.GetProperty("received").GetBoolean().ShouldBeFalse();
        provisioning.GetProperty("expected").GetBoolean().ShouldBeFalse();
        provisioning.GetProperty("kind").GetString().ShouldBe("not-there");
        provisioning.GetProperty("status").GetInt32().ShouldBe(404);
        data.GetProperty("mediaRelays").GetProperty("credentials").GetBoolean().ShouldBeFalse();
        data.GetProperty("mediaRelays").GetProperty("mras").GetString().ShouldBe(Mras);
        Data().TryGetProperty("provisioning", out _).ShouldBeFalse();
    }

    private static JournalEntry[] Registered { get; } = [PoweredOn(), Entries.Registered()];

    private static JournalEntry.Provisioned Provisioned(ProvisionedSettings settings) =>
        new(At(5.03), Tls, settings, Took);

    private static JournalEntry.ProvisioningFailed NotProvisioned(ServiceFailure failure) =>
        new(At(5.03), Tls, failure, Took);

    private static JournalEntry.RelayCredentialsFailed NotGranted(ServiceFailure failure, TimeSpan? left = null) =>
        new(At(5.04), Mras, failure, left, Took);

    private static JournalEntry.RelayCredentialsGranted Granted() => new(
        At(5.04),
        [
            new MediaRelayOffer(MrasLocation.Intranet, Relay, Address: null, 3478, 443),
            new MediaRelayOffer(Location: null, Host: null, IpAddress.Parse("192.0.2.42"), 3478, TcpPort: null),
        ],
        TimeSpan.FromHours(8), Took);

    private static JournalEntry.Located Located(params ReadOnlySpan<IpAddress> addresses) => new(
        At(5.05), Step.Relays, Relay, new DnsOutcome
        {
            Status = addresses.IsEmpty ? DnsStatus.NoSuchName : DnsStatus.Answered,
            Name = Relay,
            Addresses = [.. addresses],
            Took = TimeSpan.FromMilliseconds(1),
        });

    [Fact]
    public void A_relay_that_fails_in_the_same_way_by_UDP_and_TCP_is_said_once()
    {
        JournalEntry.RelayChecked Checked(RelayTransport transport, ushort port) => new(At(5.06), new RelayOutcome
        {
            Target = new(Relay, new(FrontEnd1, port), transport, RelayDialect.AvEdge),
            Status = RelayStatus.Silent,
            Step = RelayStep.Ask,
            Detail = "no word",
        });

        Sentence(Checked(RelayTransport.Udp, 3478), Checked(RelayTransport.Tcp, 443)).ShouldBe(
            "Signed in after 5.0 s, degraded: edge1.contoso.example, UDP 192.0.2.11:3478 and TCP 192.0.2.11:443: "
            + "no word.");
    }

    private static string Sentence(params ReadOnlySpan<JournalEntry> behind) =>
        Sentences.SignedIn(SignInSummary.Of([.. Registered, .. behind]));

    private static string Text(JournalEntry entry) => JournalText.Of(entry);

    private static JsonElement Data(params ReadOnlySpan<JournalEntry> behind)
    {
        JournalEntry[] journal = [.. Registered, .. behind];
        AddressOfRecord.TryParse("sip:alice@contoso.example", out var account).ShouldBeTrue();
        using var stream = new MemoryStream();
        SignInJson.Write(
            new SignInReport(account!, "lync-phone", WallClock, SignInSummary.Of(journal), [.. journal]),
            signedOut: null, withJournal: false, stream);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    private static JournalEntry.RelayChecked Checked() => new(Granted().At, new()
    {
        Target = new(Relay, new(IpAddress.Parse("192.0.2.41"), 3478), RelayTransport.Udp, RelayDialect.AvEdge),
        Status = RelayStatus.Silent,
        Step = RelayStep.Ask,
    });
}
