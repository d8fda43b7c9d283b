namespace Dialtone.Lab.Faults;

/// <content>Things that are set wrongly, and stay so until somebody finds them.</content>
internal static partial class LabFaultCatalogue
{
    private static IEnumerable<LabFault> Lasting() =>
    [
        .. DhcpOptions(), .. Records(), .. Certificates(), .. Clocks(), .. Accounts(), .. Refusals(), .. WebSites(),
        .. Goodbyes(),
    ];
}
