using System.Management.Automation;

namespace Dialtone.PowerShell.Tests.Running;

/// <summary>What a script wrote, stream by stream.</summary>
/// <param name="Output">The objects.</param>
/// <param name="Verbose">The verbose lines.</param>
/// <param name="Warnings">The warnings.</param>
/// <param name="Errors">The error records, the one that ended it among them.</param>
/// <param name="Other">Everything of the debug, information and progress streams.</param>
public sealed record ScriptRun(
    IReadOnlyList<PSObject> Output, IReadOnlyList<string> Verbose, IReadOnlyList<string> Warnings,
    IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Other)
{
    /// <summary>The only object.</summary>
    public PSObject Only => Output.ShouldHaveSingleItem($"{this}");

    /// <summary>All output as one text.</summary>
    public string Text => string.Join('\n', Output);

    /// <summary>A property of the only object.</summary>
    public object? this[string property] =>
        Only.Properties[property].ShouldNotBeNull($"There is no property {property}.").Value;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join('\n', [.. Output.Select(each => $"{each}"), .. Verbose, .. Warnings, .. Other,
            .. Errors.Select(each => $"{each.FullyQualifiedErrorId}: {each}")]);
}
