using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Runs;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Dialtone.Watcher.Tracing;

/// <summary>
/// Hands every run as a trace to a collector, by OTLP
/// (<see href="https://opentelemetry.io/docs/specs/otlp/">OpenTelemetry Protocol 1</see>): the run is its root, each
/// step a child. Where no collector is named there is none of this.
/// </summary>
public sealed class RunTracing : IDisposable
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "Dialtone.Watcher";

    /// <summary>What the watcher is called as a service.</summary>
    public const string ServiceName = "dialtone-watcher";

    private const int PortOfHttp = 4318;
    private const string PathOfTraces = "/v1/traces";

    private readonly ActivitySource _source = new(SourceName);
    private readonly TracerProvider _provider;
    private readonly TimeProvider _time;
    private readonly string _watcher;

    private RunTracing(Uri collector, string watcher, TimeProvider time, ILogger logger)
    {
        (_watcher, _time) = (watcher, time);
        _provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(SourceName)
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceInstanceId: watcher))
            .AddOtlpExporter(options =>
            {
                (options.Endpoint, options.Protocol) = PlaceOf(collector);
                var limit = TimeSpan.FromMilliseconds(options.TimeoutMilliseconds);
                options.HttpClientFactory = () => new(new CollectorClient(logger)) { Timeout = limit };
            })
            .Build();
    }

    /// <summary>Traces go to this collector; without one there is no tracing.</summary>
    /// <param name="collector">
    /// By gRPC where nothing but host and port stands there (4317 is its port), by HTTP where the port is 4318 or a
    /// path is given. Headers, such as a key, are read from <c>OTEL_EXPORTER_OTLP_HEADERS</c>.
    /// </param>
    /// <param name="watcher">The name of this watcher.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when the collector does not take what it is given.</param>
    [return: NotNullIfNotNull(nameof(collector))]
    public static RunTracing? To(Uri? collector, string watcher, TimeProvider time, ILogger logger) =>
        collector is null ? null : new(collector, watcher, time, logger);

    /// <summary>The same probe, each of whose runs is traced.</summary>
    /// <param name="probe">What runs transactions.</param>
    /// <param name="checkOf">The check of that name; <c>null</c> where it is the name of none.</param>
    public Probe Over(Probe probe, Func<string, WatchCheck?> checkOf) =>
        async (settings, name, limit, cancellationToken) =>
        {
            var (startedAt, start) = (_time.GetUtcNow(), _time.GetTimestamp());
            var result = await probe(settings, name, limit, cancellationToken).ConfigureAwait(false);
            var check = checkOf(name) ?? new(name, settings) { Timeout = limit };
            var run = RunMaker.WithoutReport(
                check, _watcher, result, startedAt, _time.GetElapsedTime(start));
            RunSpans.Write(_source, run, (result as ProbeResult.Ran)?.Result);
            return result;
        };

    /// <summary>Hands over what has not been handed over yet, if that does not take long.</summary>
    public void Dispose()
    {
        _provider.Dispose();
        _source.Dispose();
    }

    private static (Uri Endpoint, OtlpExportProtocol Protocol) PlaceOf(Uri collector) =>
        collector.AbsolutePath.Length > 1 ? (collector, OtlpExportProtocol.HttpProtobuf)
        : collector.Port == PortOfHttp ? (new(collector, PathOfTraces), OtlpExportProtocol.HttpProtobuf)
        : (collector, OtlpExportProtocol.Grpc);
}
