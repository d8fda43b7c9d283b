using Dialtone.Core.Findings;
using Dialtone.Reports;

namespace Dialtone.PowerShell.Results;

/// <summary>One thing to do.</summary>
public sealed class DirectionOutput
{
    internal DirectionOutput(Direction direction) =>
        (Audience, Text, Command) = (direction.Audience, direction.Text, direction.Command ?? "");

    /// <summary>Who can do it.</summary>
    public Audience Audience { get; }

    /// <summary>What is to be done.</summary>
    public string Text { get; }

    /// <summary>A command that does it, or shows whether it is so; may be empty.</summary>
    public string Command { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Words.Of(Audience)}: {Text}{(Command.Length > 0 ? $" [{Command}]" : "")}";
}
