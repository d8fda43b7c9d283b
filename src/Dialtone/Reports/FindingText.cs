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
        foreach (var line in Wrapped.Lines(
            $"{finding.Code} ", $"{finding.Title} ({Words.Of(finding.Severity)})"))
        {
            yield return line;
        }

        var number = 0;
        foreach (var direction in finding.Directions)
        {
            number++;
            var head = string.Create(CultureInfo.InvariantCulture, $"  {number}. ");
            foreach (var line in Wrapped.Lines(head, $"{Words.Of(direction.Audience)}: {direction.Text}"))
            {
                yield return line;
            }

            if (direction.Command is { } command)
            {
                yield return $"       {command}";
            }
        }
    }
}
