using System.Globalization;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Journal;
using Dialtone.Core.UserServices;
using Dialtone.Wire.Mras;
using Catalogue = Dialtone.Core.Findings.FindingCatalogue;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    /// <summary>Credentials that hold for less are brief: eight hours are usual.</summary>
    private static readonly TimeSpan RelayLifeLeast = TimeSpan.FromMinutes(30);

    private static IEnumerable<FindingRule> Relays() =>
        [RelayCredentialsMissing, RelayCredentialsOdd, RelaysUnresolved, RelaysUnusable, RelayCredentialsLapsed];

    private static IEnumerable<Finding> RelayCredentialsMissing(JournalView journal) =>
        journal.Of<JournalEntry.RelayCredentialsFailed>()
            .GroupBy(failed => (Definition: DefinitionOf(failed.Failure), failed.MrasUri))
            .Select(same => Diagnosed(
                Found(
                    journal, same.Key.Definition, same.Key.MrasUri, same,
                    ("mras", same.Key.MrasUri),
                    ("answer", AnswerOf(same.First().Failure)),
                    ("reason", ReasonOf(same.First().Failure))),
                same.First().Failure.Diagnostics));

    private static FindingDefinition DefinitionOf(ServiceFailure failure) => failure.Kind switch
    {
        ServiceFailureKind.NoAnswer => Catalogue.MrasNoAnswer,
        ServiceFailureKind.NotThere => Catalogue.MrasNotThere,
        ServiceFailureKind.Unavailable when failure.Status is 408 or 504 => Catalogue.MrasUnreachable,
        ServiceFailureKind.Malformed or ServiceFailureKind.NoContent => Catalogue.MrasMalformed,
        ServiceFailureKind.AddressUnusable => Catalogue.MrasAddressUnusable,
        ServiceFailureKind.NotGranted => OfReason(MrasReasons.Of(failure.Reason)),
        _ => Catalogue.MrasRefused,
    };

    private static FindingDefinition OfReason(MrasReason reason) => reason switch
    {
        MrasReason.RequestMalformed => Catalogue.MrasRequestMalformed,
        MrasReason.RequestTooLarge => Catalogue.MrasRequestTooLarge,
        MrasReason.NotSupported => Catalogue.MrasNotSupported,
        MrasReason.ServerBusy => Catalogue.MrasBusy,
        MrasReason.TimeOut => Catalogue.MrasTimeOut,
        MrasReason.Forbidden => Catalogue.MrasForbidden,
        MrasReason.InternalServerError => Catalogue.MrasInternalError,
        MrasReason.VersionMismatch => Catalogue.MrasVersionMismatch,
        _ => Catalogue.MrasOtherFailure,
    };

    private static IEnumerable<Finding> RelayCredentialsOdd(JournalView journal)
    {
        if (journal.Of<JournalEntry.RelayCredentialsGranted>().FirstOrDefault() is not { } granted)
        {
            yield break;
        }

        var mras = MrasOf(journal);
        if (granted.Relays.IsEmpty)
        {
            yield return Found(journal, Catalogue.MrasNoRelays, mras, [granted], ("mras", mras));
        }

        var (isOver, life) = (granted.LeftByToken <= TimeSpan.Zero, granted.Life);
        if (isOver || life < RelayLifeLeast)
        {
            yield return Found(
                journal, isOver ? Catalogue.MrasCredentialsExpired : Catalogue.MrasCredentialsBrief, mras, [granted],
                ("mras", mras), ("life", Seconds(life)));
        }
    }

    private static IEnumerable<Finding> RelaysUnresolved(JournalView journal) => journal.Of<JournalEntry.Located>()
        .Where(located => located.Step == Step.Relays && located.Outcome.Addresses.IsEmpty)
        .GroupBy(located => located.Name)
        .Select(same => Found(
            journal, Catalogue.RelayUnresolved, same.Key.Text, same,
            ("relay", same.Key.Text), ("why", WordsOf(same.First().Outcome.Status))));

    /// <summary>Each relay by its name, over all its addresses and both transports.</summary>
    private static IEnumerable<Finding> RelaysUnusable(JournalView journal) =>
        journal.Of<JournalEntry.RelayChecked>()
            .GroupBy(check => check.Outcome.Target.Host.IsEmpty
                ? $"{check.Outcome.Target.EndPoint.Address}" : check.Outcome.Target.Host.Text)
            .SelectMany(relay => RelayUnusable(journal, relay.Key, [.. relay]));

    private static IEnumerable<Finding> RelayUnusable(
        JournalView journal, string relay, IReadOnlyList<JournalEntry.RelayChecked> checks)
    {
        var isReached = checks.Select(check => check.Outcome.Target.Transport).Distinct()
            .ToDictionary(transport => transport, transport => checks.Any(
                check => check.Outcome.Target.Transport == transport && IsReached(check.Outcome.Status)));
        return checks.Where(check => !check.Outcome.IsGood)
            .GroupBy(check => DefinitionOf(journal, check.Outcome, isReached))
            .Where(same => same.Key is not null)
            .Select(same => Found(
                journal, same.Key!, relay, same,
                ("relay", relay),
                ("where", List(same.Select(check => PlaceOf(check.Outcome.Target)))),
                ("addresses", List(checks.Select(check => check.Outcome.Target.EndPoint.Address))),
                ("answer", AnswerOf(same.First().Outcome)),
                ("realm", same.First().Outcome.Realm.Length > 0 ? same.First().Outcome.Realm : "none"),
                ("detail", same.First().Outcome.Detail is { Length: > 0 } detail ? detail : "it cannot be read"),
                ("life", journal.Of<JournalEntry.RelayCredentialsGranted>().LastOrDefault() is { } granted
                    ? Seconds(granted.Life) : "some time")));
    }

    private static FindingDefinition? DefinitionOf(
        JournalView journal, RelayOutcome outcome, Dictionary<RelayTransport, bool> isReached) =>
        outcome.Status switch
        {
            RelayStatus.CredentialsRefused => outcome.Code switch
            {
                430 => Catalogue.RelayCredentialsStale,
                438 => Catalogue.RelayStaleNonce,
                _ when IsOtherRealm(journal, outcome) => Catalogue.RelayWrongRealm,
                _ => Catalogue.RelayWrongKey,
            },
            RelayStatus.Unproved => Catalogue.RelayUnproved,
            RelayStatus.NotARelay => Catalogue.NotARelay,
            RelayStatus.Declined => Catalogue.RelayDeclined,
            RelayStatus.Unavailable => Catalogue.RelayNotAskable,
            RelayStatus.Closed => Catalogue.RelayClosed,
            _ when isReached.GetValueOrDefault(Other(outcome.Target.Transport)) =>
                isReached[outcome.Target.Transport] ? null
                    : outcome.Target.Transport == RelayTransport.Udp
                        ? Catalogue.RelayUdpClosed : Catalogue.RelayTcpClosed,
            RelayStatus.Refused => Catalogue.RelayRefused,
            RelayStatus.Unreachable => Catalogue.RelayUnreachable,
            _ => Catalogue.RelaySilent,
        };

    // A realm that is not that of the deployment's other relays, or of the domain that its name lies in.
    private static bool IsOtherRealm(JournalView journal, RelayOutcome outcome) => outcome.Realm.Length > 0
        && !outcome.Target.Host.IsEmpty
        && !outcome.Target.Host.Text.EndsWith(outcome.Realm, StringComparison.OrdinalIgnoreCase)
        && !journal.Domain.Text.Equals(outcome.Realm, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Finding> RelayCredentialsLapsed(JournalView journal)
    {
        if (journal.Of<JournalEntry.RelayCredentialsLapsed>().FirstOrDefault() is { } lapsed)
        {
            yield return Found(journal, Catalogue.RelayCredentialsLapsed, MrasOf(journal), [lapsed]);
        }
    }

    private static bool IsReached(RelayStatus status) => status is not (RelayStatus.Refused or RelayStatus.Unreachable
        or RelayStatus.Silent or RelayStatus.Closed or RelayStatus.Unavailable);

    private static RelayTransport Other(RelayTransport transport) =>
        transport == RelayTransport.Udp ? RelayTransport.Tcp : RelayTransport.Udp;

    private static string PlaceOf(RelayTarget target) =>
        $"{(target.Transport == RelayTransport.Udp ? "UDP" : "TCP")} {target.EndPoint}";

    private static string AnswerOf(RelayOutcome outcome) => outcome.Code is { } code
        ? string.Create(CultureInfo.InvariantCulture, $"{code} {outcome.Reason}").TrimEnd() : outcome.Detail;

    private static string MrasOf(JournalView journal) =>
        journal.Of<JournalEntry.Provisioned>().LastOrDefault()?.Settings.MrasUri ?? "";

    private static string WordsOf(DnsStatus status) => status switch
    {
        DnsStatus.NoSuchName => "does not exist (NXDOMAIN)",
        DnsStatus.NoData => "has no address record",
        DnsStatus.ServerFailure => "could not be looked up: the DNS server failed (SERVFAIL)",
        DnsStatus.Refused => "could not be looked up: the DNS server refused (REFUSED)",
        DnsStatus.Malformed => "could not be looked up: the DNS answer cannot be read",
        DnsStatus.NoServer => "could not be looked up: no DNS server is configured",
        _ => "could not be looked up: no DNS server answered",
    };
}
