using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static readonly TimeSpan ExpiresSoon = TimeSpan.FromDays(14);

    // Certificates that were issued together are wrong together; of a day or more between them that is not likely.
    private static readonly TimeSpan IssuedApart = TimeSpan.FromDays(1);

    private static IEnumerable<FindingRule> Tls() =>
        [BadCertificates, DeviceClockWrong, FailedHandshakes, TlsOnTcpPort, PathMtu, TlsExpiresSoon];

    private static IEnumerable<Finding> BadCertificates(JournalView journal) =>
        from secured in journal.Of<JournalEntry.Secured>()
        where secured.Verdict != CertificateVerdict.Good
        group secured by (secured.Candidate.Host, Definition: DefinitionOf(secured)) into bad
        select OfCertificate(bad.Key.Definition, journal, [.. bad]);

    private static FindingDefinition DefinitionOf(JournalEntry.Secured secured) => secured.Verdict switch
    {
        CertificateVerdict.NameMismatch => FindingCatalogue.TlsNameMismatch,
        CertificateVerdict.Expired => FindingCatalogue.TlsExpired,
        CertificateVerdict.NotYetValid => FindingCatalogue.TlsNotYetValid,
        CertificateVerdict.WrongUse => FindingCatalogue.TlsWrongUse,
        CertificateVerdict.WeakKey => FindingCatalogue.TlsWeakKey,
        _ => secured.Facts switch
        {
            { Trust: ChainTrust.Incomplete } => FindingCatalogue.TlsChainIncomplete,
            { Trust: ChainTrust.Broken } => FindingCatalogue.TlsChainBroken,
            { Chain: [var only] } when only.Subject == only.Issuer => FindingCatalogue.TlsSelfSigned,
            _ => FindingCatalogue.TlsUntrustedRoot,
        },
    };

    private static Finding OfCertificate(
        FindingDefinition definition, JournalView journal, ImmutableArray<JournalEntry.Secured> secured)
    {
        var first = secured[0];
        var expected = first.Candidate.CertificateNames;
        var wrong = WrongOf(first);
        var top = first.Facts.Chain is [.., var last] ? last : null;
        return Of(definition, journal,
            [.. secured.Select(each => new ReachedAddress(each, each.Candidate, each.Remote, ReachState.Reached))],
            ("expected", expected[0].Text),
            ("names", first.Facts.Chain is [var leaf, ..] ? NamesOf(leaf) : "nobody"),
            ("subject", wrong?.Subject ?? first.Candidate.Host.Text),
            ("issuer", top?.Issuer ?? "nobody"),
            ("notBefore", wrong is null ? "" : Date(wrong.NotBefore)),
            ("notAfter", wrong is null ? "" : Date(wrong.NotAfter)),
            ("key", wrong is null ? "" : $"{wrong.KeyAlgorithm} of {wrong.KeyBits} bits"),
            ("clock", Date(first.WallClock)));
    }

    private static string NamesOf(CertificateFacts leaf) =>
        leaf.DnsNames.Count > 0 ? List(leaf.DnsNames) : leaf.Subject;

    /// <summary>
    /// The certificate of the chain that the verdict is about; the server's own where it is not of one.
    /// </summary>
    private static CertificateFacts? WrongOf(JournalEntry.Secured secured)
    {
        var problems = CertificateJudge.Judge(secured.Facts, secured.Candidate.CertificateNames, secured.WallClock)
            .Problems;
        var index = problems.FirstOrDefault(problem => problem.Verdict == secured.Verdict).ChainIndex;
        return index < secured.Facts.Chain.Count ? secured.Facts.Chain[index] : null;
    }

    /// <summary>
    /// Whether it is this machine's clock that is wrong: every certificate that was seen is wrong by the same side, and
    /// they were issued apart, or Registrars and Web Services have nothing to do with each other.
    /// </summary>
    private static IEnumerable<Finding> DeviceClockWrong(JournalView journal)
    {
        var seen = ShownOf(journal).ToList();
        foreach (var isEarly in (ReadOnlySpan<bool>)[true, false])
        {
            var wrong = seen.SelectMany(each => each.Facts.Chain.Where(one => IsOutside(one, each.Clock, isEarly)))
                .DistinctBy(one => one.Thumbprint).ToList();
            var ends = wrong.ConvertAll(one => isEarly ? one.NotBefore : one.NotAfter);
            if (wrong.Count >= 2 && seen.TrueForAll(each => each.Facts.Chain.Any(
                    one => IsOutside(one, each.Clock, isEarly)))
                && (ends.Max() - ends.Min() >= IssuedApart || seen.DistinctBy(each => each.IsWeb).Skip(1).Any()))
            {
                return [ClockWrong(journal, seen, isEarly ? $"{Date(ends.Max())} or later"
                    : $"{Date(ends.Min())} or earlier")];
            }
        }

        return [];
    }

    private static Finding ClockWrong(JournalView journal, List<ShownChain> seen, string between) =>
        new(FindingCatalogue.DeviceClockWrong, [.. seen.Select(each => each.Entry).Distinct()])
        {
            Severity = journal.IsSignedIn ? FindingSeverity.Degraded : FindingSeverity.Blocking,
            Values = Values(
                ("clock", Date(seen[0].Clock)), ("domain", journal.Domain.Text), ("between", between)),
        };

    /// <summary>Every chain of certificates that a server showed, with the clock that it was judged by.</summary>
    private static IEnumerable<ShownChain> ShownOf(JournalView journal)
    {
        DateTimeOffset? clock = null;
        foreach (var entry in journal.Entries)
        {
            if (entry is JournalEntry.Secured secured)
            {
                clock = secured.WallClock;
                yield return new(entry, secured.Facts, secured.WallClock, IsWeb: false);
            }
            else if (entry is JournalEntry.WebCalled { Outcome: var call })
            {
                foreach (var each in call.Tries.Where(each => each.Tls is not null))
                {
                    yield return new(entry, each.Tls!, each.WallClock, IsWeb: true);
                }

                if (call.Tls is { } facts && clock is { } now)
                {
                    yield return new(entry, facts, now, IsWeb: true);
                }
            }
        }
    }

    private static bool IsOutside(CertificateFacts certificate, DateTimeOffset clock, bool isEarly) =>
        isEarly ? clock < certificate.NotBefore : clock > certificate.NotAfter;

    private static IEnumerable<Finding> FailedHandshakes(JournalView journal)
    {
        var helped = HelpedBySmallSegments(journal).Select(each => each.Remote).ToHashSet();
        return
            from failed in journal.Of<JournalEntry.HandshakeFailed>()
            let definition = DefinitionOf(failed)
            where definition is not null
                && !(definition == FindingCatalogue.TlsSilent && helped.Contains(failed.Remote))
            group failed by (failed.Candidate.Host, Definition: definition) into bad
            let first = bad.First()
            select Of(bad.Key.Definition, journal,
                [.. bad.Select(each => new ReachedAddress(each, each.Candidate, each.Remote, ReachState.Other))],
                ("expected", first.Candidate.TlsName.Text), ("alert", AlertOf(first)));
    }

    private static FindingDefinition? DefinitionOf(JournalEntry.HandshakeFailed failed) => failed.Why switch
    {
        ChannelEnd.NotTls => FindingCatalogue.PlainSipOnTlsPort,
        ChannelEnd.TimedOut => FindingCatalogue.TlsSilent,
        ChannelEnd.TlsNotAgreed => FindingCatalogue.TlsNoCommonVersion,
        ChannelEnd.TlsAlert => FindingCatalogue.TlsAlert,
        ChannelEnd.TlsFailed or ChannelEnd.Failed => FindingCatalogue.TlsFailedHere,
        _ => null,
    };

    private static string AlertOf(JournalEntry.HandshakeFailed failed) =>
        failed.Detail.Length > 0 ? failed.Detail : "without a word";

    private static IEnumerable<Finding> TlsOnTcpPort(JournalView journal) =>
        from failed in journal.Of<JournalEntry.RegisterFailed>()
        where failed.Failure.Kind == RegisterFailureKind.TlsOnPlainPort
        group failed by failed.Candidate.Host into host
        select Of(FindingCatalogue.TlsOnTcpPort, journal,
            [.. host.Select(each => new ReachedAddress(each, each.Candidate, each.Remote, ReachState.Other))]);

    private static IEnumerable<JournalEntry.Secured> HelpedBySmallSegments(JournalView journal)
    {
        var small = journal.Of<JournalEntry.SmallSegments>().ToList();
        return journal.Of<JournalEntry.Secured>().Where(secured => small.Exists(
            each => each.Remote == secured.Remote && each.At <= secured.At));
    }

    private static IEnumerable<Finding> PathMtu(JournalView journal) =>
        from secured in HelpedBySmallSegments(journal)
        group secured by secured.Candidate.Host into host
        select Of(FindingCatalogue.PathMtu, journal,
            [.. host.Select(each => new ReachedAddress(each, each.Candidate, each.Remote, ReachState.Reached))]);

    private static IEnumerable<Finding> TlsExpiresSoon(JournalView journal) =>
        from secured in journal.Of<JournalEntry.Secured>()
        where secured.Verdict == CertificateVerdict.Good && secured.Facts.Chain.Count > 0
            && secured.Facts.Chain.Min(each => each.NotAfter) - secured.WallClock < ExpiresSoon
        group secured by secured.Candidate.Host into host
        let first = host.First()
        let soonest = first.Facts.Chain.MinBy(each => each.NotAfter)!
        select Of(FindingCatalogue.TlsExpiresSoon, journal,
            [.. host.Select(each => new ReachedAddress(each, each.Candidate, each.Remote, ReachState.Reached))],
            ("notAfter", Date(soonest.NotAfter)), ("subject", soonest.Subject));
}
