using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.SignIn;
using Dialtone.Phones;

namespace Dialtone.Reports;

/// <summary>
/// A sign-in as data. The number in <c>schema</c> changes only when a field changes its meaning or goes; fields are
/// added without it.
/// </summary>
public static class SignInJson
{
    /// <summary>The version of this form.</summary>
    public const int Schema = 1;

    internal static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        // The output is read by programs and people, never put into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="signedOut">
    /// Whether the phone signed out again and the Registrar confirmed it; <c>null</c> if it did not try.
    /// </param>
    /// <param name="withJournal">Whether the journal is written too.</param>
    /// <param name="output">Where to.</param>
    public static void Write(SignInReport report, bool? signedOut, bool withJournal, Stream output)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        WriteContent(json, report, signedOut, withJournal);
        json.WriteEndObject();
    }

    internal static void WriteContent(
        Utf8JsonWriter json, SignInReport report, bool? signedOut, bool withJournal)
    {
        json.WriteNumber("schema", Schema);
        json.WriteString("account", report.Account.Uri);
        json.WriteString("profile", report.Profile);
        json.WriteString("startedAt", report.StartedAt);
        json.WriteString("verdict", VerdictName(report.Summary.Verdict));
        json.WriteNumber("milliseconds", Milliseconds(report.Summary.Took));
        WriteRegistration(json, report.Summary);
        WriteSurvivable(json, report.Summary);
        WriteFailure(json, report.Summary);
        WriteTexts(json, "degradations", Sentences.Degradations(report.Summary));
        LyncdiscoverJson.Write(json, report.Journal);
        CertificateJson.Write(json, report.Journal);
        ServiceJson.Write(json, report.Journal);
        PresenceJson.Write(json, report.Journal);
        RootJson.Write(json, report.Journal.OfType<JournalEntry.RootsLearned>().LastOrDefault()?.Roots);
        WriteSteps(json, report.Journal, everything: false);
        WriteMemory(json, report.Journal.OfType<JournalEntry.MemorySaved>().LastOrDefault()?.Memory);
        if (signedOut is { } confirmed)
        {
            json.WriteBoolean("signedOut", confirmed);
        }

        if (withJournal)
        {
            WriteTexts(json, "journal", report.Journal.Select(JournalText.Of));
        }
    }

    /// <summary>The name of a verdict in data.</summary>
    public static string VerdictName(SignInVerdict verdict) => verdict switch
    {
        SignInVerdict.SignedIn => "signed-in",
        SignInVerdict.SignedInDegraded => "signed-in-degraded",
        SignInVerdict.SignedInLimited => "signed-in-limited",
        SignInVerdict.NotSignedIn => "not-signed-in",
        _ => "undecided",
    };

    /// <summary>Writes what is remembered, under the name <c>memory</c>; nothing where there is none.</summary>
    public static void WriteMemory(Utf8JsonWriter json, DeviceMemory? memory)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (memory is null)
        {
            return;
        }

        json.WriteStartObject("memory");
        json.WriteString("account", memory.Account);
        json.WriteString("profile", memory.Profile);
        json.WriteString("registrar", memory.Registrar.Host.Text);
        json.WriteString("transport", Words.Of(memory.Registrar.Transport));
        json.WriteNumber("port", memory.Registrar.Port);
        WriteTexts(json, "addresses", memory.RegistrarAddresses.Select(a => a.ToString()));
        WriteTexts(json, "knownRegistrars", memory.KnownRegistrars.Select(r => r.Host.Text));
        json.WriteStartArray("home");
        foreach (var registrar in memory.Home)
        {
            WriteHome(json, registrar);
        }

        json.WriteEndArray();
        json.WriteStartArray("mediaRelays");
        foreach (var relay in memory.MediaRelays)
        {
            WriteRelay(json, relay);
        }

        json.WriteEndArray();
        json.WriteString("savedAt", memory.SavedAt);
        json.WriteEndObject();
    }

    private static void WriteHome(Utf8JsonWriter json, RememberedRegistrar home)
    {
        json.WriteStartObject();
        json.WriteString("host", home.Registrar.Host.Text);
        json.WriteString("transport", Words.Of(home.Registrar.Transport));
        json.WriteNumber("port", home.Registrar.Port);
        WriteTexts(json, "addresses", home.Addresses.Select(a => a.ToString()));
        json.WriteString("namedBy", DataNames.Of(home.NamedBy));
        json.WriteString("learnedAt", home.LearnedAt);
        if (home.Until is { } until)
        {
            json.WriteString("until", until);
        }

        json.WriteEndObject();
    }

    private static void WriteRelay(Utf8JsonWriter json, RememberedRelay relay)
    {
        json.WriteStartObject();
        json.WriteString("host", relay.Host.Text);
        if (relay.UdpPort is { } udp)
        {
            json.WriteNumber("udpPort", udp);
        }

        if (relay.TcpPort is { } tcp)
        {
            json.WriteNumber("tcpPort", tcp);
        }

        WriteTexts(json, "addresses", relay.Addresses.Select(a => a.ToString()));
        json.WriteString("learnedAt", relay.LearnedAt);
        json.WriteEndObject();
    }

    private static void WriteRegistration(Utf8JsonWriter json, SignInSummary summary)
    {
        if (summary.Registered is not { } registered)
        {
            return;
        }

        json.WriteStartObject("registrar");
        json.WriteString("host", registered.Candidate.Host.Text);
        json.WriteNumber("port", registered.Candidate.Port);
        json.WriteString("transport", Words.Of(registered.Candidate.Transport));
        json.WriteString("address", registered.Remote.Address.ToString());
        json.WriteString("source", DataNames.Of(registered.Candidate.Source));
        json.WriteString("mechanism", registered.Mechanism);
        json.WriteNumber("expiresSeconds", (long)registered.Expires.TotalSeconds);
        WriteGrants(json, registered.Grants ?? new());
        json.WriteEndObject();
    }

    private static void WriteSurvivable(Utf8JsonWriter json, SignInSummary summary)
    {
        if (summary.Survivable is not { } survivable)
        {
            return;
        }

        json.WriteStartObject("survivableMode");
        json.WriteString("why", DataNames.Of(survivable.Why));
        if (!survivable.Primary.IsEmpty)
        {
            json.WriteString("primary", survivable.Primary.Text);
        }

        json.WriteString("reason", Words.Of(survivable));
        json.WriteString("forThePerson", Sentences.ForThePerson(summary));
        json.WriteEndObject();
    }

    // Only what was given: a Registrar of Lync gives other things than one of standard SIP.
    private static void WriteGrants(Utf8JsonWriter json, RegistrationGrants grants)
    {
        if (grants.PresenceState is { } state)
        {
            json.WriteString("registerAction", DataNames.Of(state.Action));
            json.WriteString("primaryCluster", DataNames.Of(state.PrimaryCluster));
            if (state.IsConnectedToPrimary is { } primary)
            {
                json.WriteBoolean("connectedToPrimary", primary);
            }

            json.WriteBoolean("userServices", !state.UserServicesUnavailable);
        }

        if (grants.RemoteUser)
        {
            json.WriteBoolean("remoteUser", value: true);
        }

        if (grants.OffersProvisioning)
        {
            json.WriteBoolean("offersProvisioning", value: true);
        }

        if (grants is { OffersContacts: true } or { OffersOwnPresence: true })
        {
            json.WriteBoolean("offersContacts", grants.OffersContacts);
            json.WriteBoolean("offersOwnPresence", grants.OffersOwnPresence);
            json.WriteBoolean("offersBatchedPresence", grants.OffersBatchedPresence);
        }

        WriteGiven(json, "gruu", grants.Gruu);
        if (grants.Outbound)
        {
            json.WriteBoolean("outbound", value: true);
        }

        if (grants.FlowTimer is { } timer)
        {
            json.WriteNumber("flowTimerSeconds", (long)timer.TotalSeconds);
        }

        WriteGiven(json, "serviceRoute", grants.ServiceRoute);
        WriteGiven(json, "path", grants.Path);
        WriteGiven(json, "publicGruu", grants.PublicGruu);
        WriteGiven(json, "temporaryGruu", grants.TemporaryGruu);
    }

    private static void WriteGiven(Utf8JsonWriter json, string name, ImmutableArray<string> uris)
    {
        if (!uris.IsEmpty)
        {
            WriteTexts(json, name, uris);
        }
    }

    private static void WriteGiven(Utf8JsonWriter json, string name, string uri)
    {
        if (uri.Length > 0)
        {
            json.WriteString(name, uri);
        }
    }

    private static void WriteFailure(Utf8JsonWriter json, SignInSummary summary)
    {
        if (summary.Verdict != SignInVerdict.NotSignedIn)
        {
            return;
        }

        json.WriteStartObject("failure");
        json.WriteString("step", Words.Of(summary.FailedAt ?? Step.Connect));
        json.WriteString("end", DataNames.Of(summary.End ?? CycleEnd.EveryCandidateFailed));
        json.WriteString("reason", Sentences.FailedBecause(summary));
        json.WriteString("forThePerson", Sentences.ForThePerson(summary));
        if (KindOf(summary.Cause) is { } kind)
        {
            json.WriteString("kind", kind);
        }

        if (summary.Cause is JournalEntry.RegisterFailed { Failure.Status: var status })
        {
            json.WriteNumber("status", status);
        }
        else if (summary.Cause is JournalEntry.BackupIdle idle)
        {
            json.WriteNumber("status", idle.Failure.Status);
            json.WriteString("backup", idle.Backup.Host.Text);
            json.WriteString("primary", idle.Primary.Host.Text);
            json.WriteBoolean("neverSignedIn", idle.NeverSignedIn);
        }

        json.WriteEndObject();
    }

    internal static string? KindOf(JournalEntry? cause) => cause switch
    {
        JournalEntry.DnsSeen e => DataNames.Of(e.Outcome.Status),
        JournalEntry.DhcpSeen e => DataNames.Of(e.Outcome.Status),
        JournalEntry.Dhcp6Seen e => DataNames.Of(e.Outcome.Status),
        JournalEntry.Resolved e => DataNames.Of(e.Outcome.Status),
        JournalEntry.ConnectFailed e => DataNames.Of(e.Why),
        JournalEntry.HandshakeFailed e => DataNames.Of(e.Why),
        JournalEntry.Secured e => DataNames.Of(e.Verdict),
        JournalEntry.RegisterFailed e => DataNames.Of(e.Failure.Kind),
        JournalEntry.SignatureRefused e => $"signature-{DataNames.Of(e.Fault)}",
        JournalEntry.ChannelLost e => DataNames.Of(e.Why),
        JournalEntry.LyncdiscoverSeen e => DataNames.Of(e.Outcome.Status),
        JournalEntry.SchemePassedOver e => DataNames.Of(e.Why),
        JournalEntry.CertificateFailed e => DataNames.Of(e.Failure.Kind),
        JournalEntry.BackupIdle => DataNames.Of(BackOffReason.BackupIdle),
        JournalEntry.Redirected => DataNames.Of(RegisterFailureKind.RedirectUnusable),
        _ => null,
    };

    internal static void WriteSteps(Utf8JsonWriter json, IEnumerable<JournalEntry> journal, bool everything)
    {
        var walk = new Walk(everything);
        json.WriteStartArray("steps");
        foreach (var line in journal.SelectMany(walk.Add).Where(line => line.Step != Step.Wait))
        {
            json.WriteStartObject();
            json.WriteString("step", Words.Of(line.Step));
            json.WriteString("mark", line.Mark switch
            {
                WalkMark.Done => "done",
                WalkMark.Failed => "failed",
                _ => "note",
            });
            json.WriteBoolean("ok", line.Mark != WalkMark.Failed);
            if (line.Took is { } took)
            {
                json.WriteNumber("milliseconds", Milliseconds(took));
            }

            json.WriteString("detail", line.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
