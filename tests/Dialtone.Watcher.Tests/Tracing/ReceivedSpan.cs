using System.Globalization;

namespace Dialtone.Watcher.Tests.Tracing;

/// <summary>
/// A span as a collector gets it (opentelemetry/proto/trace/v1/trace.proto), with the attributes of its resource.
/// </summary>
internal sealed record ReceivedSpan(
    string Trace, string Id, string Parent, string Name, DateTimeOffset Start, DateTimeOffset End,
    Dictionary<string, string> Attributes, Dictionary<string, string> Resource, ulong Status, string StatusText)
{
    /// <summary>The spans of an ExportTraceServiceRequest.</summary>
    public static IEnumerable<ReceivedSpan> Read(byte[] request) =>
        from resource in new ProtoFields(request).Messages(1)
        let about = AttributesIn(resource.Message(1), 1)
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        let status = span.Messages(15).FirstOrDefault()
        select new ReceivedSpan(
            Convert.ToHexStringLower(span.Bytes(1)), Convert.ToHexStringLower(span.Bytes(2)),
            Convert.ToHexStringLower(span.Bytes(4)), span.Text(5), At(span.Number(7)), At(span.Number(8)),
            AttributesIn(span, 9), about, status?.Number(3) ?? 0, status?.Text(2) ?? "");

    private static Dictionary<string, string> AttributesIn(ProtoFields message, int field) =>
        message.Messages(field).ToDictionary(each => each.Text(1), each => ValueOf(each.Message(2)));

    private static string ValueOf(ProtoFields value) => value.Has(1) ? value.Text(1)
        : value.Has(2) ? value.Number(2) == 1 ? "true" : "false"
        : value.Number(3).ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset At(ulong nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / TimeSpan.NanosecondsPerTick));
}
