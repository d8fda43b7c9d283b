using System.Globalization;
using System.Text.RegularExpressions;

namespace Dialtone.Watcher.Tests.Metrics;

/// <summary>
/// Metrics in the text format, read back by its rules: a family is declared before its samples, its samples stand
/// together, and no two are the same but for their value.
/// </summary>
internal sealed partial class Exposition
{
    private readonly Dictionary<string, double> _samples = [];

    /// <summary>The types of the families, by name.</summary>
    public Dictionary<string, string> Types { get; } = [];

    /// <summary>The names of the labels of a family's samples, joined by commas; by the name of the family.</summary>
    public Dictionary<string, string> Labels { get; } = [];

    public IEnumerable<string> Series => _samples.Keys;

    /// <summary>The value of a series as it is written; a series that is not there fails the test.</summary>
    public double this[string series] =>
        _samples.TryGetValue(series, out var value) ? value
            : throw new ShouldAssertException($"There is no {series} in:\n{string.Join('\n', _samples.Keys)}");

    public bool Has(string series) => _samples.ContainsKey(series);

    public IEnumerable<string> Of(string family) =>
        _samples.Keys.Where(each => each == family || each.StartsWith(family + "{", StringComparison.Ordinal));

    public static Exposition Read(string text)
    {
        var read = new Exposition();
        var (family, helped) = ("", "");
        text.ShouldEndWith("\n");
        foreach (var line in text.Split('\n').SkipLast(1))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                helped = line.Split(' ')[2];
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                helped.ShouldBe(family, line);
                read.Types.TryAdd(family, line.Split(' ')[3]).ShouldBeTrue($"{family} is declared twice.");
            }
            else
            {
                read.Take(line, family);
            }
        }

        return read;
    }

    private void Take(string line, string family)
    {
        var match = Sample().Match(line);
        match.Success.ShouldBeTrue(line);
        match.Groups["name"].Value.ShouldBe(family, line);
        var value = double.Parse(match.Groups["value"].Value.Replace("+Inf", "Infinity"), CultureInfo.InvariantCulture);
        _samples.TryAdd(line[..line.LastIndexOf(' ')], value).ShouldBeTrue($"twice: {line}");
        Labels.TryAdd(family, string.Join(',', match.Groups["label"].Captures.Select(each => each.Value)));
    }

    private const string Label = @"(?<label>[a-zA-Z_][a-zA-Z0-9_]*)=""(\\[""\\n]|[^""\\\n])*""";

    [GeneratedRegex(
        $$"""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{{{Label}}(,{{Label}})*\})? (?<value>[^ ]+)$""",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sample();
}
