using Dialtone.Core.Certificates;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Catalogue = Dialtone.Core.Findings.FindingCatalogue;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<FindingRule> Roots() => [RootsMissing, RootsForeign];

    private static IEnumerable<Finding> RootsMissing(JournalView journal) =>
        journal.Of<JournalEntry.RootsNotLearned>()
            .GroupBy(missing => (missing.Failure.Kind, Host: HostOf(missing.Failure.Url)))
            .Select(same => Found(
                journal, DefinitionOf(same.Key.Kind), same.Key.Host, same,
                ("host", same.Key.Host),
                ("url", same.First().Failure.Url),
                ("answer", AnswerOf(same.First().Failure)),
                ("reason", same.First().Failure.Detail.Length > 0 ? same.First().Failure.Detail
                    : "there is no root among the certificates")));

    private static FindingDefinition DefinitionOf(RootChainFailureKind kind) =>
        kind is RootChainFailureKind.Malformed or RootChainFailureKind.NoRoot
            ? Catalogue.RootChainUnusable : Catalogue.RootChainMissing;

    private static string AnswerOf(RootChainFailure failure) => failure switch
    {
        { Kind: RootChainFailureKind.TooLate } => "did not answer in time",
        { Outcome: { HttpStatus: > 0 } outcome } => $"answers {outcome.HttpStatus} {outcome.Reason}".TrimEnd(),
        { Outcome: { Status: not WebStatus.NoAnswer } outcome } => $"is not reached: {WordsOf(outcome)}",
        _ => "does not answer",
    };

    /// <summary>Roots were learned, and a server of the deployment leads to none of them.</summary>
    private static IEnumerable<Finding> RootsForeign(JournalView journal)
    {
        if (journal.Of<JournalEntry.RootsLearned>().LastOrDefault() is not { } learned)
        {
            yield break;
        }

        var untrusted = journal.Entries.SkipWhile(entry => !ReferenceEquals(entry, learned))
            .FirstOrDefault(entry => entry is JournalEntry.Secured { Verdict: CertificateVerdict.Untrusted }
                or JournalEntry.WebCalled { Outcome.Judgement.Verdict: CertificateVerdict.Untrusted });
        if (untrusted is not null)
        {
            yield return Found(
                journal, Catalogue.RootChainForeign, HostOf(learned.Roots.From), [learned, untrusted],
                ("roots", List(learned.Roots.Roots.Select(root => root.Subject))));
        }
    }
}
