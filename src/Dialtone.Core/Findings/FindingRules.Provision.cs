using Dialtone.Core.Journal;
using Dialtone.Core.UserServices;
using Catalogue = Dialtone.Core.Findings.FindingCatalogue;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<FindingRule> Provision() => [SettingsMissing, SettingsIncomplete, HomesUnresolved];

    private static IEnumerable<Finding> SettingsMissing(JournalView journal) =>
        journal.Of<JournalEntry.ProvisioningFailed>().Where(failed => !failed.IsExpected)
            .GroupBy(failed => (Definition: OfProvisioning(failed.Failure), failed.Candidate.Host))
            .Select(same => Diagnosed(
                Found(
                    journal, same.Key.Definition, same.Key.Host.Text, same,
                    ("registrar", same.Key.Host.Text),
                    ("answer", AnswerOf(same.First().Failure)),
                    ("reason", ReasonOf(same.First().Failure))),
                same.First().Failure.Diagnostics));

    private static FindingDefinition OfProvisioning(ServiceFailure failure) => failure.Kind switch
    {
        ServiceFailureKind.NoAnswer => Catalogue.ProvisioningNoAnswer,
        ServiceFailureKind.NoContent or ServiceFailureKind.Ended => Catalogue.ProvisioningNoContent,
        ServiceFailureKind.Malformed => Catalogue.ProvisioningMalformed,
        ServiceFailureKind.NotThere => Catalogue.ProvisioningNotThere,
        ServiceFailureKind.Unavailable => Catalogue.ProvisioningUnavailable,
        _ => Catalogue.ProvisioningRefused,
    };

    private static IEnumerable<Finding> SettingsIncomplete(JournalView journal)
    {
        if (journal.Of<JournalEntry.Provisioned>().LastOrDefault() is not { Settings: var settings } provisioned)
        {
            yield break;
        }

        var host = provisioned.Candidate.Host.Text;
        if (settings.ServerConfigurationMissing)
        {
            yield return Found(
                journal, Catalogue.ServerConfigurationMissing, host, [provisioned], ("registrar", host));
        }
        else if (settings.MrasUri.Length == 0)
        {
            yield return Found(
                journal, Catalogue.MediaRelayMissing, host, [provisioned],
                ("pool", settings.Pool?.Text ?? host));
        }

        if (!settings.Unusable.IsEmpty)
        {
            yield return Found(
                journal, Catalogue.SettingUnusable, host, [provisioned],
                ("settings", List(settings.Unusable)), ("pool", settings.Pool?.Text ?? host));
        }
    }

    private static IEnumerable<Finding> HomesUnresolved(JournalView journal) => journal.Of<JournalEntry.Located>()
        .Where(located => located.Step != Step.Relays && located.Outcome.Addresses.IsEmpty)
        .GroupBy(located => located.Name)
        .Select(same => Found(
            journal, Catalogue.HomeUnresolved, same.Key.Text, same,
            ("name", same.Key.Text), ("why", WordsOf(same.First().Outcome.Status))));

    private static string AnswerOf(ServiceFailure failure) =>
        AnswerOf(failure.Status, failure.Reason, failure.Diagnostics);

    private static string ReasonOf(ServiceFailure failure) =>
        failure.Reason.Length > 0 ? failure.Reason : "it does not say more";
}
