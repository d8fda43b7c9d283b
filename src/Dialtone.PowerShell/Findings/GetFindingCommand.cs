using System.Management.Automation;
using Dialtone.Core.Findings;
using Dialtone.PowerShell.Results;

namespace Dialtone.PowerShell.Findings;

/// <summary><c>Get-DialtoneFinding</c>: what a code stands for, and what to do about it.</summary>
[Cmdlet(VerbsCommon.Get, "DialtoneFinding")]
[OutputType(typeof(FindingOutput))]
public sealed class GetFindingCommand : PSCmdlet
{
    /// <summary>Codes or names.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage =
        "The codes or the names of findings, such as DT1101 or dhcp-no-answer; with wildcards. All if left out.")]
    [SupportsWildcards]
    public string[] Code { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var wanted in Code)
        {
            var pattern = WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase);
            var found = FindingCatalogue.TryFind(wanted, out var one) ? [one] : FindingCatalogue.All
                .Where(each => pattern.IsMatch($"{each.Code}") || pattern.IsMatch(each.Slug)).ToArray();
            WriteObject(found.Select(each => new FindingOutput(each)), enumerateCollection: true);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(wanted))
            {
                WriteError(new(
                    new ItemNotFoundException($"There is no finding '{wanted}'. Get-DialtoneFinding lists them."),
                    "NoSuchFinding", ErrorCategory.ObjectNotFound, wanted));
            }
        }
    }
}
