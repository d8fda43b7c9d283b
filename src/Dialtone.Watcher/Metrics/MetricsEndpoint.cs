using Dialtone.Watcher.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dialtone.Watcher.Metrics;

/// <summary><c>GET /metrics</c>: the watcher, and the checks that it runs, as Prometheus scrapes them.</summary>
public static class MetricsEndpoint
{
    /// <summary>Where it is.</summary>
    public const string Path = "/metrics";

    /// <summary>Answers there.</summary>
    /// <param name="endpoints">What routes requests.</param>
    /// <param name="board">The checks.</param>
    /// <param name="watcher">The watcher itself.</param>
    public static void Map(IEndpointRouteBuilder endpoints, CheckBoard board, WatcherMetrics watcher)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(watcher);
        _ = endpoints.MapGet(Path, context => AnswerAsync(context, board, watcher));
    }

    private static async Task AnswerAsync(HttpContext context, CheckBoard board, WatcherMetrics watcher)
    {
        var format = ExpositionChoice.Of(context.Request);
        var response = context.Response;
        response.ContentType = PrometheusText.ContentTypeOf(format);
        response.Headers.CacheControl = "no-store";
        var text = new PrometheusText(response.BodyWriter, format);
        watcher.Write(text);
        CheckMetrics.Write(text, board.Checks);
        text.End();
        _ = await response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
