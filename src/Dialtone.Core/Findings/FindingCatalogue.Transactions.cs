using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>What synthetic transactions find that no phone looks for.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT4312.</summary>
    public static FindingDefinition PresenceNotNotified => field ??= new(
        new(4312), "presence-not-notified", Step.Contacts, FindingSeverity.Blocking,
        "What {publisher} published was not told to {subscriber} within {waited}",
        "The Registrar took the publication, and the subscription stood; the notification between them did not come. "
            + "Nobody is told where what others see did not change: a user who is busy, or wants no disturbance, stays "
            + "so whatever one more phone publishes.",
        [
            ForTester(
                "{publisher} was shown as {shown}: take a publisher who is signed in nowhere else and has set no "
                    + "status, such as a test user.",
                "dialtone test presence --publisher sip:USER@DOMAIN --subscriber {subscriber}"),
            ForServers(
                "See that the Front End service of both users' pools runs, and that the two pools replicate.",
                "Get-CsWindowsService -ComputerName {registrar}; Get-CsManagementStoreReplicationStatus"),
            ForServers(
                "See that {subscriber} is not blocked by {publisher}, and that presence is not kept to contacts alone.",
                "Get-CsPrivacyConfiguration"),
        ])
    {
        Source = "MS-PRES section 3.7",
    };

    private static IEnumerable<FindingDefinition> Synthetic() => [PresenceNotNotified];
}
