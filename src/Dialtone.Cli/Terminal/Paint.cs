using Dialtone.Reports;

namespace Dialtone.Cli.Terminal;

/// <summary>
/// Colour, where it is wanted: on a terminal, without <c>NO_COLOR</c> (no-color.org) and not on a dumb one.
/// </summary>
internal sealed class Paint(bool enabled)
{
    /// <summary>No colour.</summary>
    public static Paint None { get; } = new(enabled: false);

    /// <summary>As standard output wants it.</summary>
    public static Paint ForOutput() => new(
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not "dumb");

    /// <summary>Whether anything is coloured.</summary>
    public bool Enabled => enabled;

    /// <summary>What worked.</summary>
    public string Good(string text) => Wrap("32", text);

    /// <summary>What failed.</summary>
    public string Bad(string text) => Wrap("31", text);

    /// <summary>What needs a look.</summary>
    public string Warn(string text) => Wrap("33", text);

    /// <summary>What matters less.</summary>
    public string Faint(string text) => Wrap("2", text);

    /// <summary>What matters most.</summary>
    public string Strong(string text) => Wrap("1", text);

    /// <summary>The sign that stands in front of a line.</summary>
    public string Of(WalkMark mark) => mark switch
    {
        WalkMark.Done => Good("✓"),
        WalkMark.Failed => Bad("✗"),
        _ => Faint("·"),
    };

    private string Wrap(string code, string text) => enabled ? $"\e[{code}m{text}\e[0m" : text;
}
