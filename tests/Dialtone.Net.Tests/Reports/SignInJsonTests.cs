using System.Text.Json;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Phones;
using Dialtone.Reports;
using Dialtone.Wire.Sip;
using static Dialtone.Net.Tests.Reports.Entries;

namespace Dialtone.Net.Tests.Reports;

public class SignInJsonTests
{
    [Fact]
    public void A_sign_in_as_data()
    {
        var json = Write(Sample, signedOut: true, withJournal: false);

        json.GetProperty("schema").GetInt32().ShouldBe(1);
        json.GetProperty("account").GetString().ShouldBe("sip:alice@contoso.example");
        json.GetProperty("profile").GetString().ShouldBe("lync-phone");
        json.GetProperty("startedAt").GetDateTimeOffset().ShouldBe(WallClock);
        json.GetProperty("verdict").GetString().ShouldBe("signed-in-degraded");
        json.GetProperty("milliseconds").GetDouble().ShouldBe(5020);
        json.GetProperty("signedOut").GetBoolean().ShouldBeTrue();
        json.GetProperty("degradations")[0].GetString().ShouldBe("one Front End of pool01 does not answer");
        json.TryGetProperty("failure", out _).ShouldBeFalse();
        json.TryGetProperty("journal", out _).ShouldBeFalse();

        var registrar = json.GetProperty("registrar");
        registrar.EnumerateObject().Select(property => $"{property.Name}={property.Value}").ShouldBe(
        [
            "host=pool01.contoso.example", "port=5061", "transport=TLS", "address=192.0.2.12", "source=internal-srv",
            "mechanism=Digest SHA-256", "expiresSeconds=600",
        ]);
        json.GetProperty("memory").GetProperty("addresses").EnumerateArray().Select(a => a.GetString())
            .ShouldBe(["192.0.2.11", "192.0.2.12"]);

        var steps = json.GetProperty("steps").EnumerateArray().ToList();
        steps.Count.ShouldBe(8);
        steps[3].GetProperty("step").GetString().ShouldBe("Connect");
        steps[3].GetProperty("mark").GetString().ShouldBe("failed");
        steps[3].GetProperty("ok").GetBoolean().ShouldBeFalse();
        steps[3].GetProperty("milliseconds").GetDouble().ShouldBe(5000);
        steps[3].GetProperty("detail").GetString().ShouldBe("192.0.2.11:5061 did not answer");
        steps[7].TryGetProperty("milliseconds", out _).ShouldBeFalse();
    }

    public static TheoryData<JournalEntry, CycleEnd, string, string, int?> Failures => new()
    {
        { Dns(Core.Discovery.SrvService.InternalTls, Core.Discovery.DnsStatus.Refused), CycleEnd.NothingFound, "DNS",
            "refused", null },
        { Resolved(Core.Discovery.DnsStatus.NoSuchName), CycleEnd.NothingResolved, "Resolve", "no-such-name", null },
        { ConnectFailed(ChannelEnd.TimedOut), CycleEnd.EveryCandidateFailed, "Connect", "timed-out", null },
        { Secured(CertificateVerdict.Expired), CycleEnd.EveryCandidateFailed, "TLS", "expired", null },
        { HandshakeFailed(ChannelEnd.NotTls), CycleEnd.EveryCandidateFailed, "TLS", "not-tls", null },
        { RegisterFailed(RegisterFailureKind.Forbidden, 403), CycleEnd.Refused, "Register", "forbidden", 403 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_as_data(JournalEntry cause, CycleEnd why, string step, string kind, int? status)
    {
        if (cause is JournalEntry.RegisterFailed failed)
        {
            cause = failed with { Failure = failed.Failure with { Reason = "Forbidden" } };
        }

        var journal = (JournalEntry[])[PoweredOn(), CycleBegan(Core.Candidates.Cycle.Scratch), cause, CycleFailed(why)];
        var json = Write(journal, signedOut: null, withJournal: true);

        json.GetProperty("verdict").GetString().ShouldBe("not-signed-in");
        json.TryGetProperty("registrar", out _).ShouldBeFalse();
        json.TryGetProperty("memory", out _).ShouldBeFalse();
        json.TryGetProperty("signedOut", out _).ShouldBeFalse();
        json.GetProperty("journal").GetArrayLength().ShouldBe(4);
        var failure = json.GetProperty("failure");
        failure.GetProperty("step").GetString().ShouldBe(step);
        failure.GetProperty("end").GetString().ShouldBe(why switch
        {
            CycleEnd.NothingFound => "nothing-found",
            CycleEnd.NothingResolved => "nothing-resolved",
            CycleEnd.Refused => "refused",
            _ => "every-candidate-failed",
        });
        failure.GetProperty("kind").GetString().ShouldBe(kind);
        failure.GetProperty("reason").GetString().ShouldStartWith($"Failed at {step}: ");
        failure.GetProperty("forThePerson").GetString().ShouldBe(
            why == CycleEnd.Refused ? Sentences.Refused : Sentences.UnableToContact);
        failure.TryGetProperty("status", out var code).ShouldBe(status is not null);
        if (status is not null)
        {
            code.GetInt32().ShouldBe(status.Value);
        }
    }

    [Fact]
    public void Survivable_mode_as_data()
    {
        var registered = Sample.OfType<JournalEntry.Registered>().First() with
        {
            Grants = new()
            {
                PresenceState = new(RegisterAction.Added, ClusterType.Central, false, true),
                OffersProvisioning = true,
                Gruu = "sip:alice@contoso.example;opaque=user:epid:x;gruu",
            },
        };
        var limited = Limited(SurvivableReason.OnBackup, Pool02) with { At = registered.At };
        var json = Write([PoweredOn(), registered, limited], signedOut: null, withJournal: false);

        json.GetProperty("verdict").GetString().ShouldBe("signed-in-limited");
        var mode = json.GetProperty("survivableMode");
        mode.GetProperty("why").GetString().ShouldBe("on-backup");
        mode.GetProperty("primary").GetString().ShouldBe("pool02.contoso.example");
        mode.GetProperty("forThePerson").GetString().ShouldBe(Sentences.LimitedFunctionality);
        mode.GetProperty("reason").GetString().ShouldStartWith("pool01.contoso.example stands in for ");
        var registrar = json.GetProperty("registrar");
        registrar.GetProperty("registerAction").GetString().ShouldBe("added");
        registrar.GetProperty("primaryCluster").GetString().ShouldBe("central");
        registrar.GetProperty("connectedToPrimary").GetBoolean().ShouldBeFalse();
        registrar.GetProperty("userServices").GetBoolean().ShouldBeFalse();
        registrar.GetProperty("offersProvisioning").GetBoolean().ShouldBeTrue();
        registrar.TryGetProperty("remoteUser", out _).ShouldBeFalse();
        JournalText.Of(registered).ShouldEndWith(
            ", binding added, central cluster, not connected to primary, user services unavailable, provisioning, "
                + "GRUU sip:alice@contoso.example;opaque=user:epid:x;gruu");
        JournalText.Of(limited).ShouldEndWith("OnBackup, for pool02.contoso.example");
    }

    [Fact]
    public void A_backup_that_waits_as_data()
    {
        var idle = Idle(503, neverSignedIn: true);
        JournalEntry[] journal =
        [
            PoweredOn(), CycleBegan(Core.Candidates.Cycle.Scratch),
            new JournalEntry.RegisterFailed(At(1), idle.Backup, Remote2, idle.Failure, TimeSpan.Zero), idle,
            CycleFailed(CycleEnd.EveryCandidateFailed),
        ];
        var failure = Write(journal, signedOut: null, withJournal: false).GetProperty("failure");

        failure.GetProperty("kind").GetString().ShouldBe("backup-idle");
        failure.GetProperty("status").GetInt32().ShouldBe(503);
        failure.GetProperty("backup").GetString().ShouldBe("pool02.contoso.example");
        failure.GetProperty("primary").GetString().ShouldBe("pool01.contoso.example");
        failure.GetProperty("neverSignedIn").GetBoolean().ShouldBeTrue();
        JournalText.Of(idle).ShouldContain("pool02.contoso.example:5061 over TLS");
        JournalText.Of(idle).ShouldEndWith("cannot serve now (503 Service Unavailable), never signed in");
    }

    [Fact]
    public void What_a_Registrar_of_standard_SIP_gives_is_data_and_a_line()
    {
        var registered = Sample.OfType<JournalEntry.Registered>().First() with
        {
            Grants = new()
            {
                Outbound = true,
                FlowTimer = TimeSpan.FromSeconds(120),
                ServiceRoute = ["sip:edge.contoso.example;lr"],
                PublicGruu = "sip:alice@contoso.example;gr=1",
            },
        };
        var registrar = Write([PoweredOn(), registered], signedOut: null, withJournal: false).GetProperty("registrar");

        registrar.GetProperty("outbound").GetBoolean().ShouldBeTrue();
        registrar.GetProperty("flowTimerSeconds").GetInt32().ShouldBe(120);
        registrar.GetProperty("serviceRoute")[0].GetString().ShouldBe("sip:edge.contoso.example;lr");
        registrar.GetProperty("publicGruu").GetString().ShouldBe("sip:alice@contoso.example;gr=1");
        registrar.TryGetProperty("path", out _).ShouldBeFalse();
        JournalText.Of(registered).ShouldEndWith(
            "600 s, outbound, Flow-Timer 120 s, Service-Route [sip:edge.contoso.example;lr], "
                + "GRUU sip:alice@contoso.example;gr=1");
    }

    [Theory]
    [InlineData(SignInVerdict.SignedIn, "signed-in")]
    [InlineData(SignInVerdict.SignedInDegraded, "signed-in-degraded")]
    [InlineData(SignInVerdict.NotSignedIn, "not-signed-in")]
    [InlineData(SignInVerdict.Undecided, "undecided")]
    public void Verdicts_have_names_that_stay(SignInVerdict verdict, string name) =>
        SignInJson.VerdictName(verdict).ShouldBe(name);

    [Fact]
    public void The_journal_in_text_has_a_line_for_every_entry()
    {
        var lines = Sample.Select(JournalText.Of).ToList();
        lines[0].ShouldBe("+0.000s PoweredOn: sip:alice@contoso.example as lync-phone, remembers nothing");
        lines[3].ShouldBe("+0.003s DnsSeen: _sipinternaltls._tcp answered; 192.0.2.53:53 Answered in 0 ms");
        lines[9].ShouldBe("+5.004s ConnectFailed: 192.0.2.11:5061 TimedOut after 5 s");
        lines[13].ShouldBe(
            "+5.020s Registered: pool01.contoso.example:5061 over TLS (internal DNS SRV) at 192.0.2.12:5061, Digest "
                + "SHA-256, 600 s");
        lines.ShouldAllBe(line => line.IndexOf('\n') < 0);
    }

    private static JsonElement Write(IReadOnlyList<JournalEntry> journal, bool? signedOut, bool withJournal)
    {
        AddressOfRecord.TryParse("alice@contoso.example", out var account).ShouldBeTrue();
        var report = new SignInReport(account, "lync-phone", WallClock, SignInSummary.Of(journal), [.. journal]);
        using var output = new MemoryStream();
        SignInJson.Write(report, signedOut, withJournal, output);
        using var document = JsonDocument.Parse(output.ToArray());
        return document.RootElement.Clone();
    }
}
