using System.Management.Automation;
using Dialtone.Core.Transactions;
using Dialtone.PowerShell.Arguments;
using Dialtone.PowerShell.Results;
using Dialtone.Transactions;

namespace Dialtone.PowerShell.Transactions;

/// <summary><c>Test-DialtoneAVEdgeConnectivity</c>: Test-CsAVEdgeConnectivity.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DialtoneAVEdgeConnectivity")]
[OutputType(typeof(TransactionOutput))]
public sealed class TestAVEdgeConnectivityCommand : UserTransactionCommand
{
    /// <summary>The A/V Edge Server.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage =
        "The IP address of the internal side of an A/V Edge Server, to test it in place of those that the Registrar "
        + "names.")]
    [ValidateForm(ArgumentForm.Address)]
    public string? AVEdgeAddress { get; set; }

    /// <summary>Its port for TCP.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Its port for TCP; 443 if left out.")]
    [ValidateRange(1, ushort.MaxValue)]
    public ushort AVEdgeTCPPort { get; set; } = 443;

    /// <summary>Its port for UDP.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Its port for UDP; 3478 if left out.")]
    [ValidateRange(1, ushort.MaxValue)]
    public ushort AVEdgeUDPPort { get; set; } = 3478;

    private protected override TransactionRequest Request() => RequestOf(TransactionKind.AvEdgeConnectivity) with
    {
        AvEdgeAddress = Argument.Address(AVEdgeAddress),
        AvEdgeTcpPort = AVEdgeTCPPort,
        AvEdgeUdpPort = AVEdgeUDPPort,
    };
}
