using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using Dialtone.Core.Findings;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Alerts;

/// <summary>
/// What is to be done about a finding: as the report of the run says it, with names and values; else as the catalogue
/// says it, as far as that needs none.
/// </summary>
public static class AlertDirections
{
    /// <summary>In order, a sentence each.</summary>
    public static ImmutableArray<string> Of(string code, RunReport? report)
    {
        if (!FindingCode.TryParse(code, out var number) || !FindingCatalogue.TryFind(number, out var definition))
        {
            return [];
        }

        var said = report is null ? [] : Read(report.Data, definition.Code.ToString());
        return !said.IsEmpty ? said
            : [.. definition.Directions.Where(each => !Direction.PlacesIn(each.Text).Any()).Select(each => each.Text)];
    }

    private static ImmutableArray<string> Read(ReadOnlyMemory<byte> data, string code)
    {
        if (!TryUnpack(data, out var json))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return !document.RootElement.TryGetProperty("findings", out var findings)
                || !findings.TryGetProperty("causes", out var causes) ? []
                : [.. from cause in causes.EnumerateArray()
                      where cause.GetProperty("code").ValueEquals(code)
                      from direction in cause.GetProperty("directions").EnumerateArray()
                      select direction.GetProperty("text").GetString() ?? ""];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // A report of another version: the catalogue has words, too.
            return [];
        }
    }

    private static bool TryUnpack(ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> json)
    {
        using var unpacked = new MemoryStream();
        try
        {
            using var packed = new MemoryStream(data.ToArray(), writable: false);
            using var gzip = new GZipStream(packed, CompressionMode.Decompress);
            var part = new byte[16 * 1024];
            for (var count = gzip.Read(part); count > 0 && unpacked.Length <= AlertLimits.ReportBytesMax;)
            {
                unpacked.Write(part, 0, count);
                count = gzip.Read(part);
            }
        }
        catch (InvalidDataException)
        {
            json = default;
            return false;
        }

        json = unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
        return unpacked.Length <= AlertLimits.ReportBytesMax;
    }
}
