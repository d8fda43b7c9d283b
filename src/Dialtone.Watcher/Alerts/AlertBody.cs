using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Dialtone.Core.Findings;
using Dialtone.Reports;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Alerts;

/// <summary>
/// A check that turned, as a webhook says it: JSON with a number of its schema; fields are only ever added.
/// </summary>
public static class AlertBody
{
    /// <summary>The number of the schema.</summary>
    public const int Schema = 1;

    /// <summary>What kind of event it is.</summary>
    public const string Type = "check.changed";

    /// <summary>The body.</summary>
    /// <param name="run">The run that turned it.</param>
    /// <param name="change">What it changed.</param>
    /// <param name="configuration">What is in force: labels, and how the page is reached from outside.</param>
    /// <param name="directions">What is to be done.</param>
    public static ReadOnlyMemory<byte> Of(
        CheckRun run, StateChange change, WatchConfiguration configuration, ImmutableArray<string> directions)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(configuration);
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        json.WriteString("type", Type);
        json.WriteString("id", run.Id);
        WriteTime(json, "timestamp", run.StartedAt + run.Took);
        json.WriteString("watcher", run.Watcher);
        json.WriteStartObject("data");
        WriteCheck(json, run, configuration);
        WriteChange(json, run, change, directions);
        WriteLinks(json, run, change, configuration);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteCheck(Utf8JsonWriter json, CheckRun run, WatchConfiguration configuration)
    {
        json.WriteString("check", run.Check);
        json.WriteString("site", run.Site);
        json.WriteString("transaction", Words.Of(run.Transaction));
        json.WriteStartObject("labels");
        var check = configuration.Checks.FirstOrDefault(each => each.Name == run.Check);
        foreach (var (name, value) in check?.Labels ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteChange(
        Utf8JsonWriter json, CheckRun run, StateChange change, ImmutableArray<string> directions)
    {
        json.WriteString("from", NameOf(change.From));
        json.WriteString("to", NameOf(change.To));
        WriteTime(json, "since", run.StartedAt);
        json.WriteString("code", change.Code);
        json.WriteString(
            "slug", FindingCatalogue.TryFind(change.Code, out var definition) ? definition.Slug : "");
        json.WriteString("title", change.Title);
        json.WriteString("verdict", run.Verdict);
        json.WriteStartArray("directions");
        foreach (var direction in directions)
        {
            json.WriteStringValue(direction);
        }

        json.WriteEndArray();
    }

    private static void WriteLinks(
        Utf8JsonWriter json, CheckRun run, StateChange change, WatchConfiguration configuration)
    {
        var root = (configuration.PublicAddress?.AbsoluteUri ?? configuration.Listen).TrimEnd('/');
        json.WriteStartObject("links");
        json.WriteString("check", $"{root}/checks/{Uri.EscapeDataString(run.Check)}");
        json.WriteString("run", $"{root}/runs/{run.Id}");
        if (PlaceOf(run, change) is { } place)
        {
            json.WriteString("finding", $"{root}/runs/{run.Id}#{place}");
        }

        json.WriteEndObject();
    }

    // The report numbers its causes, in the order in which the run has them.
    private static string? PlaceOf(CheckRun run, StateChange change)
    {
        var at = run.Findings.Where(each => each.IsCause).ToList()
            .FindIndex(each => each.Code.ToString() == change.Code);
        return at < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"cause-{at + 1}");
    }

    private static string NameOf(CheckColor color) => color switch
    {
        CheckColor.Green => "green",
        CheckColor.Yellow => "yellow",
        CheckColor.Red => "red",
        _ => "unknown",
    };

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset time) => json.WriteString(
        name, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
