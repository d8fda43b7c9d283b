using System.Management.Automation;
using Dialtone.Core.Transactions;
using Dialtone.PowerShell.Arguments;
using Dialtone.PowerShell.Logs;
using Dialtone.PowerShell.Results;
using Dialtone.Transactions;

namespace Dialtone.PowerShell.Transactions;

/// <summary><c>Test-DialtoneClientAuth</c>: Test-CsClientAuth and Test-CsClientAuthentication.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DialtoneClientAuth")]
[OutputType(typeof(TransactionOutput))]
public sealed class TestClientAuthCommand : TransactionCommand
{
    /// <summary>The user's login.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, HelpMessage =
        "The user's login and password, as Get-Credential gives it.")]
    [Alias("uc")]
    [Credential]
    public PSCredential UserCredential { get; set; } = PSCredential.Empty;

    /// <summary>The user.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, HelpMessage =
        "Who signs in: sip:alice@contoso.example.")]
    [Alias("ua")]
    [ValidateForm(ArgumentForm.SipAddress)]
    public string UserSipAddress { get; set; } = "";

    /// <summary>The certificate provisioning service.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage =
        "The certificate provisioning service, and no other: "
        + "https://pool01.contoso.example/CertProv/CertProvisioningService.svc.")]
    [Alias("tu")]
    [ValidateForm(ArgumentForm.SecureUrl)]
    public string? TargetUri { get; set; }

    /// <summary>Not here.</summary>
    [Parameter(HelpMessage = "Refused: there is no Live ID any more.")]
    public SwitchParameter LiveIdAuthentication { get; set; }

    private protected override TransactionRequest Request()
    {
        if (LiveIdAuthentication)
        {
            Refuse(nameof(LiveIdAuthentication), Refusal.LiveId);
        }

        var user = Argument.User(UserSipAddress);
        return new(TransactionKind.ClientAuth, Phone(user, Argument.Credential(UserCredential), []))
        {
            TargetUri = Argument.Url(TargetUri),
        };
    }

    private protected override ActivityLog Log(TransactionRequest request) =>
        new(request, $"{RegistrarAuthentication.ClientCertificate}");
}
