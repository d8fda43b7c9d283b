using System.Management.Automation;
using Dialtone.Core.Transactions;
using Dialtone.PowerShell.Arguments;
using Dialtone.PowerShell.Logs;
using Dialtone.Transactions;

namespace Dialtone.PowerShell.Transactions;

/// <summary>What the transactions of one user share that a server could run too.</summary>
public abstract class UserTransactionCommand : TransactionCommand
{
    /// <inheritdoc/>
    [Parameter(ParameterSetName = ClientPlatform, Position = 2, ValueFromPipelineByPropertyName = true, HelpMessage =
        "The pool to sign in with, and no other: neither DHCP nor DNS is asked for one. Left out, it is discovered as "
        + "a phone does it, which is tested then too.")]
    [Parameter(ParameterSetName = ServerPlatform, Mandatory = true, Position = 2,
        ValueFromPipelineByPropertyName = true)]
    [Alias("t")]
    [ValidateForm(ArgumentForm.HostName)]
    public override string? TargetFqdn { get; set; }

    /// <summary>The user's login.</summary>
    [Parameter(ParameterSetName = ClientPlatform, Mandatory = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The user's login and password, as Get-Credential gives it.")]
    [Alias("uc")]
    [Credential]
    public PSCredential UserCredential { get; set; } = PSCredential.Empty;

    /// <summary>The user.</summary>
    [Parameter(ParameterSetName = ClientPlatform, Mandatory = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Who signs in: sip:alice@contoso.example.")]
    [Parameter(ParameterSetName = ServerPlatform, ValueFromPipelineByPropertyName = true)]
    [Alias("ua")]
    [ValidateForm(ArgumentForm.SipAddress)]
    public string UserSipAddress { get; set; } = "";

    /// <summary>How the user proves to be one.</summary>
    [Parameter(HelpMessage = "How the user proves to be one: Negotiate (Kerberos, or else NTLM) or ClientCertificate; "
        + "all that the device has, if left out. TrustedServer and LiveID are refused.")]
    [Alias("ath")]
    public RegistrarAuthentication? Authentication { get; set; }

    /// <summary>The transaction, with the user who was given.</summary>
    private protected TransactionRequest RequestOf(TransactionKind kind)
    {
        switch (Authentication)
        {
            case RegistrarAuthentication.LiveID:
                Refuse(nameof(Authentication), Refusal.LiveId);
                break;
            case RegistrarAuthentication.TrustedServer:
            case var _ when ParameterSetName == ServerPlatform:
                Refuse(ServerPlatform, Refusal.Server);
                break;
        }

        return new(
            kind, Phone(
                Argument.User(UserSipAddress), Argument.Credential(UserCredential), Argument.Schemes(Authentication)));
    }

    private protected override ActivityLog Log(TransactionRequest request) =>
        new(request, Authentication is { } chosen ? $"{chosen}" : "IWA");
}
