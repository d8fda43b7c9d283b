using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Rehearsal;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Reports;

/// <summary>How a rehearsal is said in English.</summary>
public static class RehearsalText
{
    /// <summary>By default a backup takes the users of a pool that has been dead for so long.</summary>
    private static readonly TimeSpan FailureDetection = TimeSpan.FromSeconds(300);

    /// <summary>What is dead, as the head of a row.</summary>
    public static string Of(Outage outage)
    {
        ArgumentNullException.ThrowIfNull(outage);
        return outage is { Kind: OutageKind.FrontEnd, Addresses: [var address, ..] }
            ? address.ToString() : Of(outage.Kind);
    }

    /// <summary>The same as a title: <c>DNS dead</c>.</summary>
    public static string TitleOf(Outage outage)
    {
        var dead = Of(outage);
        var what = outage.Kind == OutageKind.Certificate ? "expired" : "dead";
        return $"{char.ToUpperInvariant(dead[0])}{dead[1..]} {what}";
    }

    private static string Of(OutageKind kind) => kind switch
    {
        OutageKind.Nothing => "nothing",
        OutageKind.Dns => "DNS",
        OutageKind.Dhcp => "DHCP",
        OutageKind.DnsAndDhcp => "DNS and DHCP",
        OutageKind.PrimaryPool => "primary pool",
        OutageKind.AccessProxy => "access proxy",
        OutageKind.Certificate => "certificate",
        OutageKind.AllButBackup => "all but backup",
        _ => kind.ToString(),
    };

    /// <summary>Which way a sign-in went, whole.</summary>
    /// <param name="path">The way; <c>null</c> where nothing was registered.</param>
    public static string Of(SignInPath? path) => path is null ? "not signed in"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{path.Host}:{path.Port} over {Words.Of(path.Transport)}, from {Words.Of(path.Source)}, ")
            + $"{path.Cycle} cycle{(path.IsLimited ? ", on the backup" : "")}";

    /// <summary>Which way a sign-in goes, in a few words: <c>pool01, internal SRV</c>. TLS is not said.</summary>
    /// <param name="path">The way; <c>null</c> where nothing was registered.</param>
    /// <param name="domain">The SIP domain, below which hosts are called by what stands before it.</param>
    public static string BriefOf(SignInPath? path, HostName domain)
    {
        if (path is null)
        {
            return "not signed in";
        }

        var below = "." + domain;
        var host = path.Host.Text.EndsWith(below, StringComparison.Ordinal)
            ? path.Host.Text[..^below.Length] : path.Host.Text;
        var transport = path.Transport == SipTransport.Tls ? "" : " " + Words.Of(path.Transport);
        var source = path.Source switch
        {
            CandidateSource.InternalSrv => "internal SRV",
            CandidateSource.ExternalSrv => "external SRV",
            CandidateSource.Known => "known",
            CandidateSource.Redirect => "redirect",
            CandidateSource.Dhcp => "DHCP",
            CandidateSource.Target => "as given",
            var other => Words.Of(other),
        };
        return $"{host}{transport}, {source}";
    }

    /// <summary>What a sign-in lives on: whose word named the Registrar and its address, and how old that is.</summary>
    public static ImmutableArray<string> DataOf(RehearsedSignIn signIn, DeviceMemory? memory, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(signIn);
        if (signIn.Registered is not { } registered)
        {
            return [];
        }

        var by = registered.Candidate;
        var home = memory?.Home.FirstOrDefault(each => each.Registrar.Host == by.Host);
        var savedAt = memory is null ? "" : MemoryExplanation.Age(memory.SavedAt, now);
        var name = (by.Source, home) switch
        {
            (CandidateSource.Known or CandidateSource.Memory, { } own) =>
                $"{by.Host}, named by {Words.Of(own.NamedBy)} {MemoryExplanation.Age(own.LearnedAt, now)}",
            (CandidateSource.Known or CandidateSource.Memory, _) =>
                $"{by.Host}, remembered from the registration of {savedAt}",
            (CandidateSource.Redirect, _) => $"{by.Host}, from a redirect",
            _ => $"{by.Host}, from {Words.Of(by.Source)}",
        };
        var resolved = signIn.Journal.OfType<JournalEntry.Resolved>()
            .LastOrDefault(entry => entry.Candidate.Equals(by));
        var since = home is { Addresses.IsEmpty: false } named && named.Addresses.Contains(registered.Remote.Address)
            ? MemoryExplanation.Age(named.LearnedAt, now) : savedAt;
        var address = resolved is { FromMemory: true }
            ? $"{registered.Remote.Address}, remembered {since}"
            : by.Address is not null ? $"{registered.Remote.Address}, from {Words.Of(by.Source)}"
            : $"{registered.Remote.Address}, from DNS";
        return [name, address];
    }

    /// <summary>What else there is to say of a row, each in a sentence.</summary>
    public static ImmutableArray<string> NotesOf(RehearsalRow row, RehearsalReport report)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(report);
        var notes = ImmutableArray.CreateBuilder<string>();
        var data = DataOf(row.Device, report.Memory, report.At);
        if (!data.IsEmpty)
        {
            notes.Add($"lives on {string.Join("; ", data)}");
        }

        if (row.Device.Registered is { } registered)
        {
            notes.Add(LastsOf(row, registered, report));
        }
        else
        {
            notes.Add(WhyNot(row.Device.Summary));
        }

        if (row.NewDevice.Path is null && row.Device.Path is not null)
        {
            notes.Add($"a new phone: {WhyNot(row.NewDevice.Summary)}");
        }

        AddStay(row, notes);
        AddCaveats(row, report, notes);
        return notes.ToImmutable();
    }

    private static void AddStay(RehearsalRow row, ImmutableArray<string>.Builder notes)
    {
        if (row.SignedIn is { IsKept: true })
        {
            notes.Add("a phone that is signed in stays so and renews its registration over the connection it has");
        }
        else if (row.SignedIn is { Path: { } path } stay)
        {
            notes.Add($"a phone that is signed in is registered again {Words.Of(stay.Took)} after it has noticed: "
                + Of(path));
        }
        else if (row.SignedIn is not null)
        {
            notes.Add("a phone that is signed in loses its registration");
        }
    }

    private static string LastsOf(RehearsalRow row, JournalEntry.Registered registered, RehearsalReport report)
    {
        var stands = $"lasts: registered for {Words.Of(registered.Expires)} at a time, renewed over its connection";
        if (row.Device.Path is { IsLimited: true })
        {
            return $"on the backup, calls without presence, contacts and conferences, until the primary is back; it "
                + $"takes users once the primary has been dead for a time (by default {Words.Of(FailureDetection)}), "
                + "and before that a phone waits";
        }

        var until = report.Memory?.Home
            .FirstOrDefault(home => home.Registrar.Host == registered.Candidate.Host)?.Until;
        return registered.Candidate.Source is CandidateSource.Known or CandidateSource.Memory
            ? until is { } end
                ? string.Create(CultureInfo.InvariantCulture, $"{stands}; what named it is believed until {end:u}")
                : $"{stands}; what is remembered has no end"
            : stands;
    }

    private static string WhyNot(SignInSummary summary) => Sentences.FailedBecause(summary).TrimEnd('.');

    private static void AddCaveats(RehearsalRow row, RehearsalReport report, ImmutableArray<string>.Builder notes)
    {
        if (!row.Outage.IsSeen)
        {
            notes.Add(row.Outage.Kind == OutageKind.AccessProxy
                ? "DNS names no access proxy: this changes nothing"
                : "the pool stands behind the access proxy and cannot be seen from here: this row tells nothing");
        }

        if (row.Outage is { Kind: OutageKind.PrimaryPool or OutageKind.AllButBackup } && report.Table.Backup is null)
        {
            notes.Add("no backup pool is known; if there is one, nobody has named it to this phone");
        }

        if (row.Outage.CertificatesEnd is { } end)
        {
            notes.Add(string.Create(
                CultureInfo.InvariantCulture, $"as it will be after {end:yyyy-MM-dd}, when a certificate ends"));
        }

        if (row.RefusingDiffers)
        {
            notes.Add("it would go another way if what is dead refused connections in place of keeping silent");
        }

        foreach (var unseen in row.Device.Unseen.Concat(row.NewDevice.Unseen).Distinct())
        {
            notes.Add($"not looked at, taken to keep silent: {unseen}");
        }
    }
}
