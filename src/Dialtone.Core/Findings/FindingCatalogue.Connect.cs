using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>21xx: connecting.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT2101.</summary>
    public static FindingDefinition ConnectRefused => field ??= new(
        new(2101), "connect-refused", Step.Connect, FindingSeverity.Blocking,
        "{registrar} refuses connections at {address}",
        "The machine at that address is there and nobody listens on the port: the service is stopped, or the port is "
            + "another one.",
        [
            new(Audience.ServerAdministrator,
                "Start the Front End service on the server at {address}, and see that it listens on that port.",
                "Get-CsWindowsService -ComputerName {registrar}"),
        ]);

    private static IEnumerable<FindingDefinition> Connect()
    {
        yield return ConnectRefused;
    }
}
