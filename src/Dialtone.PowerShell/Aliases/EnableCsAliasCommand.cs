using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Dialtone.PowerShell.Aliases;

/// <summary>
/// <c>Enable-DialtoneCsAlias</c>: the names of the cmdlets of Skype for Business Server for those of this module. Only
/// on request, since they would hide Microsoft's.
/// </summary>
[Cmdlet(VerbsLifecycle.Enable, "DialtoneCsAlias")]
public sealed class EnableCsAliasCommand : PSCmdlet
{
    private static readonly (string Alias, string Cmdlet)[] All =
    [
        ("Test-CsClientAuth", "Test-DialtoneClientAuth"),
        ("Test-CsClientAuthentication", "Test-DialtoneClientAuth"),
        ("Test-CsRegistration", "Test-DialtoneRegistration"),
        ("Test-CsPhoneBootstrap", "Test-DialtonePhoneBootstrap"),
        ("Test-CsPresence", "Test-DialtonePresence"),
        ("Test-CsAVEdgeConnectivity", "Test-DialtoneAVEdgeConnectivity"),
    ];

    /// <summary>Whether what has the name is hidden.</summary>
    [Parameter(HelpMessage = "Hides cmdlets that have these names already.")]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var (alias, cmdlet) in All)
        {
            var there = InvokeCommand.GetCommand(alias, CommandTypes.All);
            if (there is not null and not AliasInfo && !Force)
            {
                WriteError(new(
                    new PSInvalidOperationException($"{alias} is there already, and would be hidden: -Force does it."),
                    "NameTaken", ErrorCategory.ResourceExists, alias));
                continue;
            }

            _ = InvokeCommand.InvokeScript(
                $@"Set-Alias {alias} Dialtone\{cmdlet} -Scope Global -Force", useNewScope: true,
                PipelineResultTypes.None, input: null);
        }
    }
}
