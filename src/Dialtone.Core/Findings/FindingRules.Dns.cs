using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static readonly TimeSpan SlowDns = TimeSpan.FromSeconds(1);

    private static IEnumerable<FindingRule> Dns() =>
        [DnsTrouble, DnsAnswerOfAnotherName, DnsOneServerFails, DnsEdnsRefused, DnsSlow, DnsDomainUnknown];

    /// <summary>
    /// Every question that was put to DNS, in order; what memory or a given address answered is none.
    /// </summary>
    private static IEnumerable<DnsLookupSeen> LookupsOf(JournalView journal) => journal.Entries
        .Select(entry => entry switch
        {
            JournalEntry.DnsSeen seen => new DnsLookupSeen(
                seen, seen.Question.Name.Host, seen.Question.Type == DnsType.Naptr ? "NAPTR" : "SRV", seen.Outcome),
            JournalEntry.Resolved { FromMemory: false, Candidate: var candidate } resolved
                when candidate.Address is null => new(resolved, candidate.Host, "A", resolved.Outcome),
            JournalEntry.Located located => new(located, located.Name, "A", located.Outcome),
            JournalEntry.WebCalled { Outcome.Addresses: { } outcome } called =>
                new(called, called.Outcome.Url.Host, "A", outcome),
            _ => default,
        })
        .Where(seen => seen.Entry is not null
            && seen.Outcome.Status is not (DnsStatus.NotAsked or DnsStatus.NotAwaited));

    private static ImmutableDictionary<string, string> ValuesOf(
        JournalView journal, DnsLookupSeen seen, EndPointAddress? server) => Known(journal).SetItems(Values(
            ("name", seen.Name.Text),
            ("type", seen.Type),
            ("server", server is { } asked ? Told(asked) : ""),
            ("serverAddress", server is { } same ? $"{same.Address}" : ""),
            ("record", RecordFor(journal, seen))));

    // Port 53 goes without saying.
    private static string Told(EndPointAddress server) => server.Port == 53 ? $"{server.Address}" : $"{server}";

    private static string RecordFor(JournalView journal, DnsLookupSeen seen)
    {
        var service = ServiceOf(seen.Name);
        return service.Length > 0 ? SrvRecord(seen.Name, RegistrarOf(journal), UsualPortOf(service)) : "";
    }

    /// <summary>
    /// The server that a lookup was spoilt by: the one that answers for it, or the first that was tried.
    /// </summary>
    private static EndPointAddress? ServerOf(DnsLookupSeen seen) =>
        seen.Outcome.Server ?? (seen.Outcome.Tries.IsEmpty ? null : seen.Outcome.Tries[0].Server);

    // One finding for each kind of trouble: of everything that was asked, or of the names that it is about.
    private static IEnumerable<Finding> DnsTrouble(JournalView journal)
    {
        var lookups = LookupsOf(journal).ToList();
        foreach (var kind in lookups.Where(seen => SignInSummary.IsServerTrouble(seen.Outcome.Status))
            .GroupBy(TroubleOf))
        {
            var isAll = kind.Key != FindingCatalogue.DnsTargetNoHost
                && !lookups.Exists(seen => seen.IsAnswered && !seen.Outcome.FromCache);
            foreach (var about in kind.GroupBy(seen => isAll ? "" : seen.Name.Text))
            {
                var first = about.FirstOrDefault(seen => !seen.Outcome.Tries.IsEmpty, about.First());
                yield return new(kind.Key, [.. about.Select(seen => seen.Entry)])
                {
                    Subject = about.Key,
                    Severity = OfSource(journal),
                    Values = ValuesOf(journal, first, ServerOf(first)).SetItems(TroubleValues(about, first)),
                };
            }
        }
    }

    private static FindingDefinition TroubleOf(DnsLookupSeen seen)
    {
        var tries = seen.Outcome.Tries;
        return seen.Outcome.Status switch
        {
            DnsStatus.NoServer => FindingCatalogue.NoDnsServerHere,
            DnsStatus.Refused => FindingCatalogue.DnsServerRefused,
            DnsStatus.ServerFailure when tries.Any(each => each.IsReferral) => FindingCatalogue.DnsServerLame,
            DnsStatus.ServerFailure => FindingCatalogue.DnsServerFailure,
            DnsStatus.Malformed when tries.Any(each => each.Fault?.Kind == DnsFaultKind.EndsEarly) =>
                FindingCatalogue.DnsAnswerCutShort,
            DnsStatus.Malformed when tries.Any(each => each.Fault is not null) => FindingCatalogue.DnsAnswerUnreadable,
            DnsStatus.Malformed when !seen.Outcome.Aliases.IsEmpty => FindingCatalogue.DnsAliasLoop,
            DnsStatus.Malformed when seen.Type == "SRV" && seen.Outcome.Server is not null =>
                FindingCatalogue.DnsTargetNoHost,
            DnsStatus.Malformed => FindingCatalogue.DnsAnswerUnreadable,
            _ when tries.Any(each => each.OverTcp) => FindingCatalogue.DnsTcpBlocked,
            DnsStatus.TimedOut when tries.Any(each => each.Ignored > 0) => FindingCatalogue.DnsAnswersNotOurs,
            DnsStatus.Unreachable => FindingCatalogue.DnsServerUnreachable,
            _ => FindingCatalogue.DnsServerSilent,
        };
    }

    private static ImmutableDictionary<string, string> TroubleValues(
        IEnumerable<DnsLookupSeen> about, DnsLookupSeen first)
    {
        var tries = about.SelectMany(seen => seen.Outcome.Tries).ToList();
        var servers = List(tries.Select(each => Told(each.Server)));
        var fault = tries.Select(each => each.Fault).FirstOrDefault(each => each is not null);
        return Values(
            ("servers", servers.Length > 0 ? servers : "none was heard of"),
            ("code", CodeOf(tries)),
            ("fault", fault is { } kind ? Words(kind) : "they do not answer the question"),
            ("length", fault is { } at ? $"{at.Offset}" : ""),
            ("aliases", string.Join(" → ", first.Outcome.Aliases)));
    }

    private static string CodeOf(IEnumerable<DnsTry> tries) =>
        tries.FirstOrDefault(each => each.Status == DnsStatus.ServerFailure)?.Code switch
        {
            DnsResponseCode.FormatError => "FORMERR",
            DnsResponseCode.NotImplemented => "NOTIMP",
            DnsResponseCode.BadVersion => "BADVERS",
            _ => "SERVFAIL",
        };

    private static string Words(DnsFault fault) => fault.Kind switch
    {
        DnsFaultKind.EndsEarly => $"they end in the middle, at byte {fault.Offset}",
        DnsFaultKind.PointerNotBackwards or DnsFaultKind.TooManyPointers or DnsFaultKind.NameTooLong
            or DnsFaultKind.UnknownLabelKind => $"no name at byte {fault.Offset}",
        DnsFaultKind.DataLengthWrong => $"a record of the wrong length at byte {fault.Offset}",
        _ => $"{fault}",
    };

    private static IEnumerable<Finding> DnsAnswerOfAnotherName(JournalView journal)
    {
        var all = LookupsOf(journal).ToList();
        var seen = all.FindAll(each => IsMissing(each.Outcome.Status)
            && each.Outcome.Tries.Any(one => one.ForeignRecords > 0));
        return seen.Count == 0 ? [] :
        [
            new(FindingCatalogue.DnsAnswerOfAnotherName, [.. seen.Select(each => each.Entry)])
            {
                Subject = all.Exists(each => each.Outcome.Status == DnsStatus.Answered) ? seen[0].Name.Text : "",
                Severity = OfSource(journal),
                Values = ValuesOf(journal, seen[0], ServerOf(seen[0])),
            },
        ];
    }

    // A server that was passed over for a quicker one is not yet one that fails.
    private static IEnumerable<Finding> DnsOneServerFails(JournalView journal)
    {
        var lookups = LookupsOf(journal).ToList();
        var useful = lookups.SelectMany(seen => seen.Outcome.Tries)
            .Where(each => each.Status is DnsStatus.Answered or DnsStatus.NoSuchName or DnsStatus.NoData)
            .Select(each => each.Server).ToHashSet();
        var failed = lookups.Where(seen => seen.IsAnswered)
            .SelectMany(seen => seen.Outcome.Tries.Select(each => (Seen: seen, Try: each)))
            .Where(each => SignInSummary.IsServerTrouble(each.Try.Status) && !useful.Contains(each.Try.Server));
        foreach (var server in failed.GroupBy(each => each.Try.Server))
        {
            var (seen, one) = server.First();
            yield return new(
                FindingCatalogue.DnsOneServerFails, [.. server.Select(each => each.Seen.Entry).Distinct()])
            {
                Subject = $"{server.Key}",
                Severity = FindingSeverity.Degraded,
                Values = ValuesOf(journal, seen, server.Key).SetItem("trouble", one.Status switch
                {
                    DnsStatus.TimedOut => "does not answer",
                    DnsStatus.Unreachable => "is not reached",
                    DnsStatus.Refused => "refuses to answer",
                    DnsStatus.Malformed => "answers what cannot be read",
                    _ => "fails",
                }),
            };
        }
    }

    private static IEnumerable<Finding> DnsEdnsRefused(JournalView journal)
    {
        var seen = LookupsOf(journal).Where(each => each.IsAnswered && each.Outcome.Tries.Any(
            one => one.Code is DnsResponseCode.FormatError or DnsResponseCode.NotImplemented
                or DnsResponseCode.BadVersion && one.Server == each.Outcome.Server)).ToList();
        return seen.Count == 0 ? [] :
        [
            new(FindingCatalogue.DnsEdnsRefused, [.. seen.Select(each => each.Entry)])
            {
                Subject = $"{seen[0].Outcome.Server}",
                Values = ValuesOf(journal, seen[0], seen[0].Outcome.Server),
            },
        ];
    }

    private static IEnumerable<Finding> DnsSlow(JournalView journal)
    {
        var slow = LookupsOf(journal).Where(each => each is { IsAnswered: true, Outcome.FromCache: false }
            && each.Outcome.Tries.Any(one => one.Took >= SlowDns && one.Server == each.Outcome.Server)).ToList();
        if (slow.Count > 0)
        {
            var longest = slow.SelectMany(each => each.Outcome.Tries).Max(one => one.Took);
            yield return new(FindingCatalogue.DnsSlow, [.. slow.Select(each => each.Entry)])
            {
                Subject = $"{slow[0].Outcome.Server}",
                Severity = OfSlow(journal),
                Values = ValuesOf(journal, slow[0], slow[0].Outcome.Server).SetItem("took", Seconds(longest)),
            };
        }
    }

    // Neither a service nor a host: where only services are asked for, that there is none says nothing of the domain.
    private static IEnumerable<Finding> DnsDomainUnknown(JournalView journal)
    {
        var below = LookupsOf(journal)
            .Where(each => !journal.Domain.IsEmpty && each.Name.IsWithin(journal.Domain)).ToList();
        var unknown = below.FindAll(each => each.Outcome.Status == DnsStatus.NoSuchName);
        if (unknown.Exists(each => each.Type == "SRV") && unknown.Exists(IsNamedHost)
            && unknown.Count == below.Count)
        {
            yield return new(FindingCatalogue.DnsDomainUnknown, [.. unknown.Select(each => each.Entry)])
            {
                Severity = OfSource(journal),
                Values = ValuesOf(journal, unknown[0], ServerOf(unknown[0])),
            };
        }
    }

    // Somebody named it, so that it ought to be there.
    private static bool IsNamedHost(DnsLookupSeen seen) => seen.Entry is JournalEntry.Resolved resolved
        && resolved.Candidate.Source is not (Candidates.CandidateSource.UsualName or Candidates.CandidateSource.Dns);
}
