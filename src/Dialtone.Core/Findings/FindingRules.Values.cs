using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    /// <summary>The most names or addresses that are told one by one.</summary>
    private const int ToldMax = 6;

    /// <summary>The values that are known: an empty one is not, and its places stay empty.</summary>
    private static ImmutableDictionary<string, string> Values(params ReadOnlySpan<(string Name, string Value)> values)
    {
        var all = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            if (value.Length > 0)
            {
                all[name] = value;
            }
        }

        return all.ToImmutable();
    }

    /// <summary>Each different one once, in order.</summary>
    private static string List<T>(IEnumerable<T> items)
    {
        var all = items.Select(item => $"{item}").Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)
            .ToList();
        return all.Count <= ToldMax ? string.Join(", ", all)
            : $"{string.Join(", ", all.Take(ToldMax))} and {all.Count - ToldMax} more";
    }

    /// <summary><c>1.5 s</c>.</summary>
    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0##} s");

    /// <summary><c>2026-11-26 17:00 UTC</c>.</summary>
    private static string Date(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>00 06 70</c>, shortened where it is long.</summary>
    private static string Hex(IReadOnlyCollection<byte> bytes, int most = 256)
    {
        var text = new StringBuilder(3 * bytes.Count);
        foreach (var one in bytes.Take(most))
        {
            text.Append(text.Length == 0 ? "" : " ").Append(one.ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.Append(bytes.Count > most ? " …" : "").ToString();
    }

    /// <summary><c>0x00,0x06,0x70</c>, as PowerShell takes it.</summary>
    private static string HexList(IEnumerable<byte> bytes) => string.Join(
        ",", bytes.Select(one => string.Create(CultureInfo.InvariantCulture, $"0x{one:x2}")));

    /// <summary><c>_sip._tls.contoso.example. 3600 IN SRV 0 0 443 sip.contoso.example.</c></summary>
    private static string SrvRecord(HostName name, HostName target, ushort port) => name.IsEmpty || target.IsEmpty ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{name}. 3600 IN SRV 0 0 {port} {target}.");

    /// <summary>The service and protocol of an SRV name: <c>_sip._tls</c>.</summary>
    private static string ServiceOf(HostName name)
    {
        var labels = name.Text.Split('.');
        return labels is [['_', ..] service, ['_', ..] protocol, ..] ? $"{service}.{protocol}" : "";
    }

    /// <summary>The port that the targets of an SRV service have as a rule.</summary>
    private static ushort UsualPortOf(string service) => service switch
    {
        "_sip._tls" => 443,
        "_sipinternaltls._tcp" or "_sips._tcp" => 5061,
        _ => 5060,
    };

    /// <summary>The name without its first label, and that label.</summary>
    private static (string Label, string Zone) Split(HostName name)
    {
        var dot = name.Text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (name.Text, "") : (name.Text[..dot], name.Text[(dot + 1)..]);
    }

    /// <summary>
    /// How bad a source that gave nothing is: nothing was found without it, or another source led on.
    /// </summary>
    private static FindingSeverity OfSource(
        JournalView journal, FindingSeverity otherwise = FindingSeverity.Degraded) =>
        journal.Summary is { IsSignedIn: false, End: null or CycleEnd.NothingFound or CycleEnd.NothingResolved }
            ? FindingSeverity.Blocking : otherwise;

    /// <summary>
    /// How bad a failure at a step is: it is the one that sign-in failed by, or another way led farther than this one.
    /// </summary>
    private static FindingSeverity OfStep(JournalView journal, Step step) =>
        !journal.IsSignedIn && step >= ReachedIn(journal) ? FindingSeverity.Blocking : FindingSeverity.Degraded;

    /// <summary>
    /// How bad it is that something took long: it led to a registration all the same, and what came after that failed
    /// for another reason.
    /// </summary>
    private static FindingSeverity OfSlow(JournalView journal) =>
        journal.IsSignedIn ? FindingSeverity.Advice : FindingSeverity.Degraded;

    /// <summary>
    /// How far a sign-in came before it failed. A server that never answered a request of SIP was not reached, and a
    /// proxy that passes nothing on leads no farther than to itself.
    /// </summary>
    private static Step ReachedIn(JournalView journal) => journal.Entries
        .Select(entry => entry switch
        {
            JournalEntry.Resolved { Outcome.Addresses.IsEmpty: true } => Step.Resolve,
            JournalEntry.ConnectFailed => Step.Connect,
            JournalEntry.HandshakeFailed { Why: ChannelEnd.Reset or ChannelEnd.ClosedByPeer
                or ChannelEnd.ClosedDuringHandshake or ChannelEnd.TimedOut } => Step.Connect,
            JournalEntry.HandshakeFailed => Step.Tls,
            JournalEntry.Secured { Verdict: not CertificateVerdict.Good } => Step.Tls,
            JournalEntry.RegisterFailed failed => PassedOn(failed) ? Step.Register : Step.Connect,
            _ => Step.Power,
        })
        .DefaultIfEmpty(Step.Power).Max();

    private static bool PassedOn(JournalEntry.RegisterFailed failed) => failed.Failure switch
    {
        { Status: 0, Kind: RegisterFailureKind.NoAnswer or RegisterFailureKind.ConnectionLost
            or RegisterFailureKind.Malformed or RegisterFailureKind.TlsOnPlainPort } => false,
        { Status: 408 or 504 } => false,
        { Status: >= 500 } => failed.Candidate.Source != CandidateSource.ExternalSrv,
        _ => true,
    };

    private static bool IsMissing(DnsStatus status) => status is DnsStatus.NoSuchName or DnsStatus.NoData;
}
