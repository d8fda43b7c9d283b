using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Watcher.Configuration;

/// <summary>What the things of a configuration may be called.</summary>
public static class ConfigurationNames
{
    /// <summary>Labels that the watcher's metrics have themselves, or that Prometheus adds.</summary>
    private static readonly HashSet<string> OwnLabels = new(StringComparer.Ordinal)
    {
        "check", "site", "transaction", "step", "code", "account", "profile", "watcher", "severity", "job", "instance",
        "le", "quantile",
    };

    /// <summary>
    /// Whether that can be the name of a check, site, account, module or webhook: it stands in addresses, file names,
    /// labels and lines of text.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="why">Why not, in words.</param>
    public static bool IsName(string name, [NotNullWhen(false)] out string? why)
    {
        var isName = name.Length is > 0 and <= ConfigurationLimits.NameLengthMax
            && char.IsLetterOrDigit(name[0]) && char.IsLetterOrDigit(name[^1])
            && name.All(each => char.IsLetterOrDigit(each) || each is ' ' or '-' or '_' or '.' or '\'');
        why = isName ? null
            : $"is no name: 1 to {ConfigurationLimits.NameLengthMax} letters, digits, spaces, dots, apostrophes, - and "
                + "_, which begin and end with a letter or digit.";
        return isName;
    }

    /// <summary>Whether that can be the name of a label of the operator's own, as Prometheus takes them.</summary>
    /// <param name="name">The name.</param>
    /// <param name="why">Why not, in words.</param>
    public static bool IsLabel(string name, [NotNullWhen(false)] out string? why)
    {
        why = OwnLabels.Contains(name) ? "is a label that the metrics have themselves; take another name."
            : name.Length is 0 or > ConfigurationLimits.LabelNameLengthMax || char.IsAsciiDigit(name[0])
                || name.StartsWith("__", StringComparison.Ordinal)
                || !name.All(each => char.IsAsciiLetterOrDigit(each) || each == '_')
                ? $"is no label: 1 to {ConfigurationLimits.LabelNameLengthMax} letters a to z, digits and _, and "
                    + "neither a digit nor __ first."
                : null;
        return why is null;
    }

    internal static bool TryName(string text, out string? name)
    {
        name = IsName(text, out _) ? text : null;
        return name is not null;
    }

    internal static bool TryVariable(string text, out string? name)
    {
        var isName = text.Length is > 0 and <= ConfigurationLimits.NameLengthMax && !char.IsAsciiDigit(text[0])
            && text.All(each => char.IsAsciiLetterOrDigit(each) || each == '_');
        name = isName ? text : null;
        return isName;
    }
}
