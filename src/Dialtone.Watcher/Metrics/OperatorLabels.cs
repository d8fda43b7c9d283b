namespace Dialtone.Watcher.Metrics;

/// <summary>The operator's own labels as labels of Prometheus.</summary>
internal static class OperatorLabels
{
    /// <summary>How many of them there are at most.</summary>
    public const int CountMax = 8;

    // What Prometheus itself puts before a label that is taken.
    private const string WhereTaken = "exported_";

    private static readonly HashSet<string> Taken = ["check", "site", .. MetricCatalogue.CheckInfo.Labels];

    /// <summary>
    /// What a name of Prometheus must not contain becomes an underscore; one that is ours or internal gets a prefix,
    /// and of those that are then called the same the first stays.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(IEnumerable<KeyValuePair<string, string>> labels) =>
        labels.Select(each => KeyValuePair.Create(NameOf(each.Key), each.Value)).DistinctBy(each => each.Key)
            .Take(CountMax);

    private static string NameOf(string name)
    {
        var text = string.Create(name.Length, name, static (to, from) =>
        {
            for (var at = 0; at < to.Length; at++)
            {
                to[at] = char.IsAsciiLetterOrDigit(from[at]) ? from[at] : '_';
            }
        });
        return text.Length == 0 || char.IsAsciiDigit(text[0]) || Taken.Contains(text)
            || text.StartsWith("__", StringComparison.Ordinal) ? WhereTaken + text : text;
    }
}
