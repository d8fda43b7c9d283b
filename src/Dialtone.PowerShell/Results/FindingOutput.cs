using Dialtone.Core.Findings;
using Dialtone.Core.Journal;

namespace Dialtone.PowerShell.Results;

/// <summary>Something that was found, or that can be found.</summary>
public sealed class FindingOutput
{
    internal FindingOutput(FindingDefinition definition)
    {
        (Code, Slug, Step) = ($"{definition.Code}", definition.Slug, definition.Step);
        (Severity, Title, Meaning) = (definition.Severity, definition.Title, definition.Meaning);
        Directions = [.. definition.Directions.Select(each => new DirectionOutput(each))];
        ExplainedBy = [.. definition.ExplainedBy.Select(each => $"{each}")];
        Source = definition.Source;
    }

    internal FindingOutput(Finding finding, Finding? of = null)
        : this(finding.Definition)
    {
        (Severity, Title, Subject) = (finding.Severity, finding.Title, finding.Subject);
        Directions = [.. finding.Directions.Select(each => new DirectionOutput(each))];
        ExplainedBy = of is null ? [] : [$"{of.Code}"];
    }

    /// <summary>Its code, which stays for ever: <c>DT1101</c>.</summary>
    public string Code { get; }

    /// <summary>Its name: <c>dhcp-no-answer</c>.</summary>
    public string Slug { get; }

    /// <summary>The step of the way that it is about.</summary>
    public Step Step { get; }

    /// <summary>How bad it is here; of the catalogue, how bad at its worst.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>What was found, in one line.</summary>
    public string Title { get; }

    /// <summary>The server, address or record that it is about; empty for everything of its kind.</summary>
    public string Subject { get; } = "";

    /// <summary>What it means.</summary>
    public string Meaning { get; }

    /// <summary>What to do, in order.</summary>
    public DirectionOutput[] Directions { get; }

    /// <summary>The cause that it follows from; of the catalogue, the causes that it can follow from.</summary>
    public string[] ExplainedBy { get; }

    /// <summary>Where it is specified what ought to be; may be empty.</summary>
    public string Source { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {Title}";
}
