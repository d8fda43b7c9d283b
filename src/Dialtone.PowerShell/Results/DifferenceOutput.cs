using Dialtone.Reports.Compare;

namespace Dialtone.PowerShell.Results;

/// <summary>One thing that differs between two runs.</summary>
public sealed class DifferenceOutput
{
    internal DifferenceOutput(Difference difference) =>
        (Kind, Subject, Text) = (difference.Kind, difference.Subject, difference.Text);

    /// <summary>Of which kind.</summary>
    public DifferenceKind Kind { get; }

    /// <summary>What it is about: a name, a server, a step, a code.</summary>
    public string Subject { get; }

    /// <summary>How it was, and how it is now.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
