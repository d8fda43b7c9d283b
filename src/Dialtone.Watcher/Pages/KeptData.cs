using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using Dialtone.Core.Findings;
using Dialtone.Reports.Compare;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Pages;

/// <summary>What the kept data of runs say: what to do, and what differs between two.</summary>
internal static class KeptData
{
    /// <summary>Expands what was kept; what would be larger than a result may be is cut off there.</summary>
    public static ReadOnlyMemory<byte> Expanded(ReadOnlyMemory<byte> kept, int bytesMax = TransactionRecord.BytesMax)
    {
        using var gzip = new GZipStream(new MemoryStream(kept.ToArray()), CompressionMode.Decompress);
        var memory = new MemoryStream();
        Span<byte> piece = stackalloc byte[8192];
        for (var read = gzip.Read(piece); read > 0 && memory.Length < bytesMax; read = gzip.Read(piece))
        {
            memory.Write(piece[..(int)Math.Min(read, bytesMax - memory.Length)]);
        }

        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }

    /// <summary>What is to be done about the first cause, its places filled; empty where the data do not say.</summary>
    public static ImmutableArray<Direction> DirectionsOf(RunReport report)
    {
        try
        {
            using var document = JsonDocument.Parse(Expanded(report.Data));
            return document.RootElement.TryGetProperty("directions", out var directions)
                && directions.ValueKind == JsonValueKind.Array
                ? [.. directions.EnumerateArray().Select(Read).OfType<Direction>()] : [];
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidDataException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>
    /// What differs between two runs; <c>null</c> where the data of one are not kept or cannot be read.
    /// </summary>
    public static async Task<ImmutableArray<Difference>?> CompareAsync(
        IHistory history, Guid before, Guid now, CancellationToken cancellationToken)
    {
        var was = await RecordAsync(history, before, cancellationToken).ConfigureAwait(false);
        var current = was is null ? null : await RecordAsync(history, now, cancellationToken).ConfigureAwait(false);
        return was is null || current is null ? null : TransactionComparison.Of(was, current);
    }

    private static async Task<TransactionRecord?> RecordAsync(
        IHistory history, Guid id, CancellationToken cancellationToken)
    {
        if (await history.ReportAsync(id, cancellationToken).ConfigureAwait(false) is not { } report)
        {
            return null;
        }

        try
        {
            return TransactionRecord.TryRead(Expanded(report.Data), out var record, out _) ? record : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static Direction? Read(JsonElement element) =>
        element.TryGetProperty("audience", out var audience) && element.TryGetProperty("text", out var text)
        && Enum.TryParse<Audience>(
            audience.GetString()?.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var whose)
        && text.GetString() is { } said
            ? new(whose, said, element.TryGetProperty("command", out var command) ? command.GetString() : null)
            : null;
}
