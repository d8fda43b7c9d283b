using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Presence;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;
using Dialtone.Core.UserServices;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Sip;
using static Dialtone.Core.Tests.Findings.JournalBench;

namespace Dialtone.Core.Tests.Findings;

/// <summary>What is found behind a registration that stands.</summary>
public class ServiceFindingTests
{
    private const string Mras = "sip:edge1.contoso.example@contoso.example;gruu;opaque=srvr:MRAS:1";

    [Theory]
    [InlineData(ServiceFailureKind.NoAnswer, 0, 4101)]
    [InlineData(ServiceFailureKind.NoContent, 200, 4107)]
    [InlineData(ServiceFailureKind.Malformed, 200, 4106)]
    [InlineData(ServiceFailureKind.NotThere, 404, 4103)]
    [InlineData(ServiceFailureKind.Unavailable, 503, 4105)]
    [InlineData(ServiceFailureKind.Refused, 488, 4104)]
    public void Settings_are_missing(ServiceFailureKind kind, int status, int code)
    {
        var failed = new JournalEntry.ProvisioningFailed(
            Instant.Zero, Pool01, new() { Kind = kind, Status = status, Reason = "Said" }, TimeSpan.Zero);
        var found = SignedIn.Add(failed).Found;

        ShouldBe(found, code, "pool01.contoso.example");
        SignedIn.Add(failed with { IsExpected = true }).Findings.Causes.ShouldBeEmpty();
    }

    [Fact]
    public void Settings_are_incomplete()
    {
        ShouldBe(
            Provided(settings => settings with { MrasUri = "" }).Found, 4102, "Set-CsRegistrar",
            FindingSeverity.Advice);
        ShouldBe(
            Provided(settings => settings with { MrasUri = "", ServerConfigurationMissing = true }).Found, 4108,
            "ServerConfiguration");
        ShouldBe(
            Provided(settings => settings with { Unusable = ["ucMinMediaPort"] }).Found, 4109, "ucMinMediaPort",
            FindingSeverity.Advice);
        ShouldBe(
            SignedIn.Add(new JournalEntry.Located(
                Instant.Zero, Step.Provision, DeviceBench.Pool02, Answer(DnsStatus.NoSuchName))).Found,
            4110, "pool02.contoso.example, a Registrar of the user's home, does not exist (NXDOMAIN)");
        Provided(settings => settings).Findings.Causes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ServiceFailureKind.NoAnswer, 0, "", 4201)]
    [InlineData(ServiceFailureKind.NotThere, 404, "Not Found", 4202)]
    [InlineData(ServiceFailureKind.Unavailable, 504, "Server time-out", 4203)]
    [InlineData(ServiceFailureKind.Unavailable, 503, "Service Unavailable", 4204)]
    [InlineData(ServiceFailureKind.NotGranted, 200, "Forbidden", 4205)]
    [InlineData(ServiceFailureKind.NotGranted, 200, "Server Busy", 4206)]
    [InlineData(ServiceFailureKind.NotGranted, 200, "Request Malformed", 4207)]
    [InlineData(ServiceFailureKind.NotGranted, 200, "Request Too Large", 4208)]
    [InlineData(ServiceFailureKind.NotGranted, 200, "Not Supported", 4209)]
    [InlineData(ServiceFailureKind.NotGranted, 200, "Time Out", 4210)]
    [InlineData(ServiceFailureKind.NotGranted, 200, "Internal Server Error", 4211)]
    [InlineData(ServiceFailureKind.NotGranted, 200, "Other Failure", 4212)]
    [InlineData(ServiceFailureKind.NotGranted, 200, "Out Of Luck", 4212)]
    [InlineData(ServiceFailureKind.NotGranted, 200, "Version Mismatch", 4213)]
    [InlineData(ServiceFailureKind.Malformed, 200, "", 4214)]
    [InlineData(ServiceFailureKind.AddressUnusable, 0, "", 4218)]
    public void Credentials_for_relays_are_missing(ServiceFailureKind kind, int status, string reason, int code) =>
        ShouldBe(
            SignedIn.Add(new JournalEntry.RelayCredentialsFailed(
                Instant.Zero, Mras, new() { Kind = kind, Status = status, Reason = reason }, null,
                TimeSpan.Zero)).Found,
            code, code == 4204 ? "503" : "edge1.contoso.example");

    [Theory]
    [InlineData(480, 480, 0)]
    [InlineData(5, 5, 4217)]
    [InlineData(480, -5, 4216)]
    public void Credentials_hold_for_too_short_a_time(int life, int byToken, int code)
    {
        var findings = Granted(Provided(settings => settings), life, byToken).Findings;

        if (code == 0)
        {
            findings.Causes.ShouldBeEmpty();
        }
        else
        {
            findings.Causes.ShouldHaveSingleItem().Code.ShouldBe(new FindingCode((ushort)code));
        }
    }

    [Theory]
    [InlineData(RelayStatus.Refused, RelayStatus.Refused, null, 4221)]
    [InlineData(RelayStatus.Silent, RelayStatus.Silent, null, 4222)]
    [InlineData(RelayStatus.Unreachable, RelayStatus.Unreachable, null, 4230)]
    [InlineData(RelayStatus.Silent, RelayStatus.Allocated, null, 4223)]
    [InlineData(RelayStatus.Allocated, RelayStatus.Refused, null, 4224)]
    [InlineData(RelayStatus.Allocated, RelayStatus.Closed, null, 4229)]
    [InlineData(RelayStatus.CredentialsRefused, RelayStatus.CredentialsRefused, 431, 4225)]
    [InlineData(RelayStatus.CredentialsRefused, RelayStatus.CredentialsRefused, 436, 4225)]
    [InlineData(RelayStatus.CredentialsRefused, RelayStatus.CredentialsRefused, 430, 4226)]
    [InlineData(RelayStatus.CredentialsRefused, RelayStatus.CredentialsRefused, 438, 4231)]
    [InlineData(RelayStatus.NotARelay, RelayStatus.NotARelay, null, 4232)]
    [InlineData(RelayStatus.Declined, RelayStatus.Declined, 600, 4233)]
    [InlineData(RelayStatus.Unproved, RelayStatus.Unproved, null, 4234)]
    [InlineData(RelayStatus.Unavailable, RelayStatus.Unavailable, null, 4236)]
    public void A_relay_is_of_no_use(RelayStatus udp, RelayStatus tcp, int? error, int code)
    {
        var bench = Granted(Provided(settings => settings), 480, 480)
            .Add(Checked(RelayTransport.Udp, udp, error)).Add(Checked(RelayTransport.Tcp, tcp, error));

        ShouldBe(bench.Found, code, "edge1.contoso.example");
    }

    [Fact]
    public void Credentials_that_lapsed_and_answers_without_a_relay_are_named()
    {
        Granted(Provided(settings => settings), 480, 480).Add(new JournalEntry.RelayCredentialsLapsed(Instant.Zero))
            .Found.Definition.ShouldBe(FindingCatalogue.RelayCredentialsLapsed);
        Provided(settings => settings).Add(new JournalEntry.RelayCredentialsGranted(
                Instant.Zero, [], TimeSpan.FromHours(8), TimeSpan.Zero)
            {
                LeftByToken = TimeSpan.FromHours(8),
            })
            .Found.Definition.ShouldBe(FindingCatalogue.MrasNoRelays);
    }

    [Fact]
    public void A_relay_without_an_address_is_named()
    {
        var found = Granted(Provided(settings => settings), 480, 480)
            .Add(new JournalEntry.Located(Instant.Zero, Step.Relays, Relay, Answer(DnsStatus.NoSuchName))).Found;
        ShouldBe(found, 4228, "edge1.contoso.example");
    }

    [Fact]
    public void Credentials_that_are_over_explain_that_a_relay_finds_them_so()
    {
        var findings = Granted(Provided(settings => settings), 480, -5)
            .Add(Checked(RelayTransport.Udp, RelayStatus.CredentialsRefused, 430)).Findings;

        findings.Causes.ShouldHaveSingleItem().Definition.ShouldBe(FindingCatalogue.MrasCredentialsExpired);
        findings.Consequences.ShouldHaveSingleItem().Finding.Definition
            .ShouldBe(FindingCatalogue.RelayCredentialsStale);
    }

    [Theory]
    [InlineData(PresenceRequest.ContactList, ServiceFailureKind.NoAnswer, 0, 4301)]
    [InlineData(PresenceRequest.ContactList, ServiceFailureKind.Unavailable, 503, 4302)]
    [InlineData(PresenceRequest.Subscribers, ServiceFailureKind.Refused, 403, 4303)]
    [InlineData(PresenceRequest.OwnPresence, ServiceFailureKind.NotThere, 404, 4304)]
    [InlineData(PresenceRequest.OwnPresence, ServiceFailureKind.Malformed, 200, 4305)]
    [InlineData(PresenceRequest.ContactList, ServiceFailureKind.Refused, 488, 4306)]
    [InlineData(PresenceRequest.Publication, ServiceFailureKind.Refused, 403, 4308)]
    [InlineData(PresenceRequest.Publication, ServiceFailureKind.Refused, 409, 4309)]
    [InlineData(PresenceRequest.ContactPresence, ServiceFailureKind.NoContent, 200, 4310)]
    [InlineData(PresenceRequest.ContactPresence, ServiceFailureKind.Refused, 403, 4311)]
    public void Contacts_or_presence_are_missing(PresenceRequest what, ServiceFailureKind kind, int status, int code) =>
        ShouldBe(
            SignedIn.Add(new JournalEntry.PresenceFailed(
                Instant.Zero, Pool01, what, new() { Kind = kind, Status = status, Reason = "Said" },
                TimeSpan.Zero)).Found,
            code, "pool01.contoso.example");

    [Theory]
    [InlineData(SurvivableReason.OnBackup, 5102)]
    [InlineData(SurvivableReason.NoUserServices, 5103)]
    public void Having_less_explains_what_is_missing(SurvivableReason why, int code)
    {
        var findings = SignedIn
            .Add(new JournalEntry.SurvivableModeBegan(Instant.Zero, Pool01, why, default, ""))
            .Add(new JournalEntry.PresenceFailed(
                Instant.Zero, Pool01, PresenceRequest.ContactList, new() { Kind = ServiceFailureKind.NoAnswer },
                TimeSpan.Zero)).Findings;

        ShouldBe(findings.Causes.ShouldHaveSingleItem(), code, "pool01.contoso.example");
        findings.Consequences.ShouldHaveSingleItem().Finding.Definition.ShouldBe(FindingCatalogue.PresenceNoAnswer);
    }

    [Fact]
    public void Memory_and_the_end_of_a_registration_have_findings()
    {
        var memory = Pool01 with { Source = CandidateSource.Memory };
        ShouldBe(new JournalBench().Attempt(memory).SignIn(memory).Found, 5101, "dialtone dhcp ask");
        ShouldBe(SignedIn.Add(new JournalEntry.MemorySetAside(Instant.Zero, "torn")).Found, 5104, "torn");
        ShouldBe(SignedIn.Add(new JournalEntry.SaveFailed(Instant.Zero, "no room")).Found, 5105, "no room");
        ShouldBe(
            SignedIn.Add(new JournalEntry.ChannelLost(Instant.Zero, Pool01, ChannelEnd.Reset, "")).Found, 5106,
            "resets the connection");
        ShouldBe(SignedIn.Add(new JournalEntry.SignedOut(Instant.Zero, false)).Found, 6101, "did not confirm");
        SignedIn.Add(new JournalEntry.SignedOut(Instant.Zero, true)).Findings.Causes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RegistrationEventKind.Unregistered, 6102, "MaxEndpointsPerUser")]
    [InlineData(RegistrationEventKind.Rejected, 6103, "Set-CsUser")]
    [InlineData(RegistrationEventKind.Deactivated, 6104, "another Registrar")]
    public void A_notice_that_ends_a_registration_has_a_finding(RegistrationEventKind kind, int code, string told) =>
        ShouldBe(
            SignedIn.Add(new JournalEntry.RegistrationNotice(Instant.Zero, Pool01, new(true, kind), null, "")).Found,
            code, told, kind == RegistrationEventKind.Deactivated ? FindingSeverity.Advice : FindingSeverity.Degraded);

    private static JournalBench SignedIn => new JournalBench().Attempt(Pool01).SignIn();

    private static void ShouldBe(
        Finding found, int code, string told, FindingSeverity severity = FindingSeverity.Degraded)
    {
        found.Code.ShouldBe(new FindingCode((ushort)code));
        found.Severity.ShouldBe(severity);
        Texts.ShouldTell(found, told);
    }

    private static JournalBench Provided(Func<ProvisionedSettings, ProvisionedSettings> change) =>
        SignedIn.Add(new JournalEntry.Provisioned(
            Instant.Zero, Pool01, change(new() { Groups = ["ServerConfiguration"], MrasUri = Mras }), TimeSpan.Zero));

    private static JournalBench Granted(JournalBench bench, int minutes, int minutesByToken) =>
        bench.Add(new JournalEntry.RelayCredentialsGranted(
            Instant.Zero, [new MediaRelayOffer(null, Relay, null, 3478, 443)], TimeSpan.FromMinutes(minutes),
            TimeSpan.Zero)
        {
            LeftByToken = TimeSpan.FromMinutes(minutesByToken),
        });

    private static HostName Relay => HostName.Parse("edge1.contoso.example");

    private static JournalEntry.RelayChecked Checked(RelayTransport transport, RelayStatus status, int? code) =>
        new(Instant.Zero, new RelayOutcome
        {
            Target = new(
                Relay, new(IpAddress.Parse("192.0.2.30"), (ushort)(transport == RelayTransport.Udp ? 3478 : 443)),
                transport, RelayDialect.AvEdge),
            Status = status,
            Step = RelayStep.Prove,
            Code = code,
            Reason = "Said",
            Realm = "contoso.example",
        });
}
