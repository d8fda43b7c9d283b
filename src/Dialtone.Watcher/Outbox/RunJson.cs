using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.Outbox;

/// <summary>
/// A run without its report, as it stands in the spool. Members of enumerations stand by their names, and what a later
/// version adds is passed over by an earlier one.
/// </summary>
internal static class RunJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    public static void Write(CheckRun run, IBufferWriter<byte> destination)
    {
        using var json = new Utf8JsonWriter(destination);
        json.WriteStartObject();
        json.WriteString("id", run.Id);
        json.WriteString("check", run.Check);
        json.WriteString("site", run.Site);
        json.WriteString("watcher", run.Watcher);
        json.WriteString("transaction", run.Transaction.ToString());
        json.WriteString("startedAt", run.StartedAt);
        json.WriteNumber("took", run.Took.Ticks);
        json.WriteNumber("latency", run.Latency.Ticks);
        json.WriteString("outcome", run.Outcome.ToString());
        json.WriteBoolean("timedOut", run.TimedOut);
        json.WriteString("failedStep", run.FailedStep?.ToString());
        json.WriteString("verdict", run.Verdict);
        json.WriteStartArray("steps");
        foreach (var step in run.Steps)
        {
            json.WriteStartObject();
            json.WriteString("step", step.Step.ToString());
            json.WriteString("result", step.Result.ToString());
            json.WriteNumber("took", step.Took.Ticks);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in run.Findings)
        {
            Write(json, finding);
        }

        json.WriteEndArray();
        Write(json, run.Facts);
        Write(json, run.Change);
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write(CheckRun, IBufferWriter{byte})"/> wrote.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> content, [NotNullWhen(true)] out CheckRun? run)
    {
        run = null;
        try
        {
            using var document = JsonDocument.Parse(content, Options);
            run = Run(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException or ArgumentException or OverflowException)
        {
            // The platform says by exception what of it is not JSON, not there, or not of the right kind.
        }

        return run is not null;
    }

    private static void Write(Utf8JsonWriter json, RunFinding finding)
    {
        json.WriteStartObject();
        json.WriteNumber("code", finding.Code.Number);
        json.WriteString("severity", finding.Severity.ToString());
        json.WriteString("subject", finding.Subject);
        json.WriteString("title", finding.Title);
        json.WriteBoolean("isCause", finding.IsCause);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RunFacts facts)
    {
        json.WriteStartObject("facts");
        json.WriteBoolean("onMemory", facts.OnMemory);
        json.WriteBoolean("onBackup", facts.OnBackup);
        json.WriteBoolean("onTcp", facts.OnTcp);
        if (facts.CertificateEnd is { } end)
        {
            json.WriteString("certificateEnd", end);
        }

        if (facts.UserCertificateEnd is { } userEnd)
        {
            json.WriteString("userCertificateEnd", userEnd);
        }

        json.WriteNumber("targetsAnswered", facts.TargetsAnswered);
        json.WriteNumber("targetsTried", facts.TargetsTried);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StateChange? change)
    {
        if (change is not null)
        {
            json.WriteStartObject("change");
            json.WriteString("from", change.From.ToString());
            json.WriteString("to", change.To.ToString());
            json.WriteString("code", change.Code);
            json.WriteString("title", change.Title);
            json.WriteEndObject();
        }
    }

    private static CheckRun Run(JsonElement json) => new()
    {
        Id = json.GetProperty("id").GetGuid(),
        Check = Text(json, "check"),
        Site = Text(json, "site"),
        Watcher = Text(json, "watcher"),
        Transaction = Member<TransactionKind>(json, "transaction"),
        StartedAt = json.GetProperty("startedAt").GetDateTimeOffset(),
        Took = Span(json, "took"),
        Latency = Span(json, "latency"),
        Outcome = Member<RunOutcome>(json, "outcome"),
        TimedOut = json.GetProperty("timedOut").GetBoolean(),
        FailedStep = json.GetProperty("failedStep").ValueKind == JsonValueKind.Null
            ? null : Member<TransactionStep>(json, "failedStep"),
        Verdict = Text(json, "verdict"),
        Steps =
        [
            .. json.GetProperty("steps").EnumerateArray().Select(step => new RunStep(
                Member<TransactionStep>(step, "step"), Member<StepResult>(step, "result"), Span(step, "took"))),
        ],
        Findings = [.. json.GetProperty("findings").EnumerateArray().Select(Finding)],
        Facts = Facts(json.GetProperty("facts")),
        Change = json.TryGetProperty("change", out var change)
            ? new(Member<CheckColor>(change, "from"), Member<CheckColor>(change, "to"), Text(change, "code"),
                Text(change, "title"))
            : null,
    };

    private static RunFinding Finding(JsonElement json) => new(
        new(json.GetProperty("code").GetUInt16()),
        Member<FindingSeverity>(json, "severity"),
        Text(json, "subject"),
        Text(json, "title"),
        json.GetProperty("isCause").GetBoolean());

    private static RunFacts Facts(JsonElement json) => new()
    {
        OnMemory = json.GetProperty("onMemory").GetBoolean(),
        OnBackup = json.GetProperty("onBackup").GetBoolean(),
        OnTcp = json.GetProperty("onTcp").GetBoolean(),
        CertificateEnd = json.TryGetProperty("certificateEnd", out var end) ? end.GetDateTimeOffset() : null,
        UserCertificateEnd =
            json.TryGetProperty("userCertificateEnd", out var userEnd) ? userEnd.GetDateTimeOffset() : null,
        TargetsAnswered = json.GetProperty("targetsAnswered").GetInt32(),
        TargetsTried = json.GetProperty("targetsTried").GetInt32(),
    };

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";

    private static TimeSpan Span(JsonElement json, string name) => new(json.GetProperty(name).GetInt64());

    private static T Member<T>(JsonElement json, string name)
        where T : struct, Enum => Enum.Parse<T>(Text(json, name));
}
