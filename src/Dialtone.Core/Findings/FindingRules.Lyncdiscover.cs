using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<FindingRule> Lyncdiscover() => [LyncdiscoverFailed];

    private static IEnumerable<Finding> LyncdiscoverFailed(JournalView journal)
    {
        if (journal.Of<JournalEntry.LyncdiscoverSeen>().LastOrDefault() is not { } seen)
        {
            return [];
        }

        return seen.Outcome.Status switch
        {
            LyncdiscoverStatus.Found => [],
            LyncdiscoverStatus.NotThere => [Of(FindingCatalogue.LyncdiscoverNotThere, journal, seen)],
            LyncdiscoverStatus.TimedOut => [Of(FindingCatalogue.LyncdiscoverTimedOut, journal, seen)],

            // Each way failed; the one that came farthest tells most.
            _ => seen.Outcome.Failures.OrderByDescending(failure => failure.Kind).Take(1).Select(
                failure => Of(DefinitionOf(failure.Kind), journal, seen, failure)),
        };
    }

    private static Finding Of(
        FindingDefinition definition, JournalView journal, JournalEntry.LyncdiscoverSeen seen,
        LyncdiscoverFailure? failure = null) => new(definition, [seen])
        {
            Severity = OfSource(journal),
            Values = Values(
                ("domain", journal.Domain.Text),
                ("user", journal.Account),
                ("url", failure?.Url ?? ""),
                ("took", Seconds(seen.Outcome.Took)),
                ("status", failure?.Call is { HttpStatus: > 0 } call ? $"{call.HttpStatus} {call.Reason}".Trim()
                    : "no HTTP status"),
                ("fault", failure?.Call is { } called ? FaultOf(called) : "it does not answer")),
        };

    private static FindingDefinition DefinitionOf(LyncdiscoverFailureKind kind) => kind switch
    {
        LyncdiscoverFailureKind.NotReached => FindingCatalogue.LyncdiscoverNotReached,
        LyncdiscoverFailureKind.Refused => FindingCatalogue.LyncdiscoverRefused,
        LyncdiscoverFailureKind.Malformed => FindingCatalogue.LyncdiscoverUnreadable,
        LyncdiscoverFailureKind.LeadsNowhere => FindingCatalogue.LyncdiscoverLeadsNowhere,
        LyncdiscoverFailureKind.NotFollowed => FindingCatalogue.LyncdiscoverNotFollowed,
        LyncdiscoverFailureKind.TooManyRedirects => FindingCatalogue.LyncdiscoverLoop,
        LyncdiscoverFailureKind.UserUnknown => FindingCatalogue.LyncdiscoverUserUnknown,
        _ => FindingCatalogue.LyncdiscoverTicket,
    };

    private static string FaultOf(WebOutcome call) => call.Status switch
    {
        WebStatus.NotResolved => "its name has no address",
        WebStatus.NotConnected => $"no connection to {List(call.Tries.Select(each => each.Remote))}",
        WebStatus.NotSecured => "the TLS handshake failed",
        WebStatus.NotTrusted => $"its certificate is not to be trusted ({call.Judgement?.Verdict})",
        WebStatus.Lost => "the connection ended before the answer",
        _ => "no answer in time",
    };
}
