using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Dialtone.Reports.Transactions;

namespace Dialtone.Reports.Compare;

/// <summary>
/// The result of a transaction as it was written by <see cref="TransactionJson"/>, as far as results are compared.
/// Fields that are not known here are passed over, and those that are missing are empty.
/// </summary>
public sealed class TransactionRecord
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int BytesMax = 64 * 1024 * 1024;

    private TransactionRecord()
    {
    }

    /// <summary>Which transaction: <c>client-auth</c>.</summary>
    public string Transaction { get; private init; } = "";

    /// <summary>Who signed in.</summary>
    public string Account { get; private init; } = "";

    /// <summary>As which kind of device.</summary>
    public string Profile { get; private init; } = "";

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; private init; }

    /// <summary>How it ended: <c>success</c>.</summary>
    public string Result { get; private init; } = "";

    /// <summary>Single values that are compared as they are, by what they are called.</summary>
    internal ImmutableSortedDictionary<string, string> Values { get; private init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    internal double Milliseconds { get; private init; }

    internal ImmutableArray<RecordedStep> Steps { get; private init; } = [];

    internal ImmutableArray<RecordedFinding> Findings { get; private init; } = [];

    internal ImmutableArray<RecordedQuestion> Questions { get; private init; } = [];

    internal ImmutableArray<RecordedDhcpServer> DhcpServers { get; private init; } = [];

    internal ImmutableSortedSet<string> Candidates { get; private init; } = ImmutableSortedSet<string>.Empty;

    internal ImmutableArray<RecordedCertificate> Certificates { get; private init; } = [];

    internal ImmutableArray<RecordedTarget> Targets { get; private init; } = [];

    internal ImmutableSortedSet<string> Offered { get; private init; } = ImmutableSortedSet<string>.Empty;

    /// <summary>Reads a file.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out TransactionRecord? record,
        [NotNullWhen(false)] out RecordFault? fault)
    {
        record = null;
        if (bytes.Length > BytesMax)
        {
            fault = new(0, "", $"it is longer than {BytesMax} bytes");
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            var fields = new RecordFields();
            record = Read(fields, document.RootElement);
            fault = fields.Fault;
            record = fault is null ? record : null;
            return record is not null;
        }
        catch (JsonException wrong)
        {
            fault = new((wrong.LineNumber ?? 0) + 1, "", "it is not JSON");
            return false;
        }
    }

    private static TransactionRecord Read(RecordFields fields, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schema", out var schema)
            || schema.ValueKind != JsonValueKind.Number || !schema.TryGetInt32(out var version)
            || version != TransactionJson.Schema)
        {
            fields.Fail("schema", $"it is no result of a transaction in form {TransactionJson.Schema}");
            return new();
        }

        var discovery = fields.Object(root, "discovery", "");
        var registrar = fields.Object(root, "registrar", "");
        return new()
        {
            Transaction = fields.Text(root, "transaction", ""),
            Account = fields.Text(root, "account", ""),
            Profile = fields.Text(root, "profile", ""),
            StartedAt = fields.Moment(root, "startedAt", ""),
            Result = fields.Text(root, "result", ""),
            Milliseconds = fields.Number(root, "milliseconds", ""),
            Values = ReadValues(fields, root, registrar),
            Steps = [.. fields.Items(root, "steps", "").Select(each => RecordedStep.Read(fields, each))],
            Findings = RecordedFinding.ReadAll(fields, root),
            Questions = RecordedQuestion.ReadAll(fields, discovery),
            DhcpServers = RecordedDhcpServer.ReadAll(fields, discovery),
            Candidates = [.. fields.Items(discovery, "candidates", "discovery")
                .Select(each => Candidate(fields, each))],
            Certificates = [.. fields.Items(root, "certificates", "")
                .Select(each => RecordedCertificate.Read(fields, each))],
            Targets = [.. fields.Items(root, "targets", "").Select(each => RecordedTarget.Read(fields, each))],
            Offered = [.. fields.Items(root, "challenges", "")
                .SelectMany(each => fields.Texts(each.Element, "offered", each.Path))],
        };
    }

    private static ImmutableSortedDictionary<string, string> ReadValues(
        RecordFields fields, JsonElement root, JsonElement registrar) => new Dictionary<string, string>
    {
        ["TargetFqdn"] = fields.Text(root, "targetFqdn", ""),
        ["TargetUri"] = fields.Text(root, "targetUri", ""),
        ["Error"] = fields.Text(root, "error", ""),
        ["Diagnosis"] = fields.Text(root, "diagnosis", ""),
        ["Registrar"] = fields.Text(registrar, "host", "registrar"),
        ["Front End"] = fields.Text(registrar, "address", "registrar"),
        ["Transport"] = fields.Text(registrar, "transport", "registrar"),
        ["Scheme"] = fields.Text(registrar, "mechanism", "registrar"),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static string Candidate(RecordFields fields, (JsonElement Element, string Path) item)
    {
        var (element, path) = item;
        return $"{fields.Text(element, "host", path)}:{fields.Number(element, "port", path):0} over "
            + $"{fields.Text(element, "transport", path).ToUpperInvariant()} by {fields.Text(element, "source", path)}";
    }
}
