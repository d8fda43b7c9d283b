using System.Globalization;
using Dialtone.Core.Findings;

namespace Dialtone.Reports;

/// <summary>A finding in English: what was found, and what to do about it, in order.</summary>
public static class FindingText
{
    /// <summary>In lines.</summary>
    public static IEnumerable<string> Of(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        yield return $"{finding.Code} {finding.Title} ({Words.Of(finding.Severity)})";
        var number = 0;
        foreach (var direction in finding.Directions)
        {
            number++;
            yield return string.Create(
                CultureInfo.InvariantCulture, $"  {number}. {Words.Of(direction.Audience)}: {direction.Text}");
            if (direction.Command is { } command)
            {
                yield return $"       {command}";
            }
        }
    }
}
