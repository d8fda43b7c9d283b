using System.Management.Automation;
using Dialtone.PowerShell.Logs;
using Dialtone.PowerShell.Results;
using Dialtone.Reports.Compare;

namespace Dialtone.PowerShell.Comparisons;

/// <summary><c>Compare-DialtoneResult</c>: what differs between two runs.</summary>
[Cmdlet(VerbsData.Compare, "DialtoneResult")]
[OutputType(typeof(DifferenceOutput))]
public sealed class CompareResultCommand : PSCmdlet
{
    /// <summary>The one run.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage =
        "The run before: an object of a Test-Dialtone cmdlet, or the path of a file with what its ToJson() gave.")]
    [ValidateNotNull]
    public PSObject ReferenceObject { get; set; } = new();

    /// <summary>The other run.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, HelpMessage =
        "The run now, in either form.")]
    [ValidateNotNull]
    public PSObject DifferenceObject { get; set; } = new();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var (before, now) = (Read(ReferenceObject), Read(DifferenceObject));
        var differences = Invariantly.Make(() => TransactionComparison.Of(before, now));
        WriteObject(differences.Select(each => new DifferenceOutput(each)), enumerateCollection: true);
    }

    private TransactionRecord Read(PSObject run)
    {
        var (name, bytes) = run.BaseObject is TransactionOutput output ? ("The object", output.Json())
            : ($"{run}", ReadFile($"{run}"));
        return TransactionRecord.TryRead(bytes, out var record, out var fault)
            ? record : throw Unread(name, $"{fault}");
    }

    private byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(GetUnresolvedProviderPathFromPSPath(path));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw Unread(path, trouble.Message);
        }
    }

    private static PSInvalidOperationException Unread(string name, string why) =>
        new($"{name} cannot be read: {why}");
}
