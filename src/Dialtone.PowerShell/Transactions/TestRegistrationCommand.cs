using System.Management.Automation;
using Dialtone.Core.Transactions;
using Dialtone.PowerShell.Results;
using Dialtone.Transactions;

namespace Dialtone.PowerShell.Transactions;

/// <summary><c>Test-DialtoneRegistration</c>: Test-CsRegistration.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DialtoneRegistration")]
[OutputType(typeof(TransactionOutput))]
public sealed class TestRegistrationCommand : UserTransactionCommand
{
    private protected override TransactionRequest Request() => RequestOf(TransactionKind.Registration);
}
