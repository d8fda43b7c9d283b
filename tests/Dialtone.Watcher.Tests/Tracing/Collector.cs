using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Tests.Tracing;

/// <summary>A collector of traces on loopback, by OTLP over HTTP or gRPC.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private const int GrpcPrefixBytes = 5;
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();

    private Collector(WebApplication application) => _application = application;

    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Single());

    public IReadOnlyCollection<ReceivedSpan> Spans => _spans;

    public static async Task<Collector> StartAsync(HttpProtocols protocols)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var application = builder.Build();
        var collector = new Collector(application);
        application.MapPost("/v1/traces", (HttpContext context) => collector.TakeAsync(context, 0));
        application.MapPost(
            "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
            (HttpContext context) => collector.TakeAsync(context, GrpcPrefixBytes));
        await application.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task TakeAsync(HttpContext context, int prefix)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        foreach (var span in ReceivedSpan.Read(body.ToArray()[prefix..]))
        {
            _spans.Enqueue(span);
        }

        context.Response.ContentType = context.Request.ContentType;
        if (prefix > 0)
        {
            // An empty answer, uncompressed, and that all went well.
            await context.Response.Body.WriteAsync(new byte[prefix], context.RequestAborted);
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
