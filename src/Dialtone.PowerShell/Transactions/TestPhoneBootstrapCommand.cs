using System.Management.Automation;
using System.Security;
using Dialtone.Core.Transactions;
using Dialtone.PowerShell.Arguments;
using Dialtone.PowerShell.Logs;
using Dialtone.PowerShell.Results;
using Dialtone.Transactions;

namespace Dialtone.PowerShell.Transactions;

/// <summary><c>Test-DialtonePhoneBootstrap</c>: Test-CsPhoneBootstrap.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DialtonePhoneBootstrap")]
[OutputType(typeof(TransactionOutput))]
public sealed class TestPhoneBootstrapCommand : TransactionCommand
{
    /// <summary>The number.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, HelpMessage =
        "The phone number (+14255550100) or the extension that is typed at the phone.")]
    [Alias("PhoneOrExtension", "ph")]
    [ValidateForm(ArgumentForm.PhoneNumber)]
    public string PhoneOrExt { get; set; } = "";

    /// <summary>Its PIN.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, HelpMessage =
        "The PIN of that number: a SecureString, so that it does not stay in the history, or a String.")]
    [PinArgument]
    public SecureString PIN { get; set; } = new();

    /// <summary>The certificate provisioning service.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage =
        "The certificate provisioning service, and no other; that of DHCP option 43 if left out.")]
    [Alias("twsu")]
    [ValidateForm(ArgumentForm.SecureUrl)]
    public string? TargetUri { get; set; }

    /// <summary>Who it must be.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage =
        "Who number and PIN must belong to: sip:alice@contoso.example. If it is somebody else, it is a failure.")]
    [Alias("ua")]
    [ValidateForm(ArgumentForm.SipAddress)]
    public string? UserSipAddress { get; set; }

    private protected override TransactionRequest Request()
    {
        var user = UserSipAddress is { } address ? Argument.User(address) : null;
        return new(
            TransactionKind.PhoneBootstrap,
            Phone(user ?? TransactionRequest.Nobody, Argument.Credential(PhoneOrExt, PIN), []))
        {
            User = user,
            TargetUri = Argument.Url(TargetUri),
        };
    }

    private protected override ActivityLog Log(TransactionRequest request) =>
        new(request, $"{RegistrarAuthentication.ClientCertificate}", PIN.Length);
}
