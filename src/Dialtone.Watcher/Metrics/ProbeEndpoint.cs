using System.Collections.Concurrent;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Logs;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Metrics;

/// <summary>
/// <c>GET /probe?module=…&amp;target=…</c>: runs a transaction for a scrape, within its time, and says in metrics how
/// it went (<see href="https://prometheus.io/docs/guides/multi-target-exporter/">the multi-target exporter
/// pattern</see>).
/// With <c>&amp;debug=true</c> a person reads what happened.
/// </summary>
public sealed class ProbeEndpoint
{
    /// <summary>Where it is.</summary>
    public const string Path = "/probe";

    /// <summary>How soon who was turned away may come again.</summary>
    private const string RetryAfterSeconds = "5";

    private readonly Probe _probe;
    private readonly Func<WatchConfiguration> _configuration;
    private readonly ProbeTally _tally;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);
    private int _running;
    private int _isBusy;

    private ProbeEndpoint(
        Probe probe, Func<WatchConfiguration> configuration, ProbeTally tally, TimeProvider time, ILogger logger) =>
        (_probe, _configuration, _tally, _time, _logger) = (probe, configuration, tally, time, logger);

    /// <summary>Answers there.</summary>
    /// <param name="endpoints">What routes requests.</param>
    /// <param name="probe">What runs transactions.</param>
    /// <param name="configuration">The configuration in force.</param>
    /// <param name="tally">Counts.</param>
    /// <param name="time">The clock.</param>
    public static void Map(
        IEndpointRouteBuilder endpoints, Probe probe, Func<WatchConfiguration> configuration, ProbeTally tally,
        TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var logger = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("Dialtone.Watch");
        var endpoint = new ProbeEndpoint(probe, configuration, tally, time, logger);
        _ = endpoints.MapGet(Path, endpoint.AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var configuration = _configuration();
        if (!ProbeQuery.TryRead(context.Request.Query, configuration, out var query, out var why))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, why).ConfigureAwait(false);
        }
        else if (!ScrapeLimit.TryRead(context.Request, out var limit))
        {
            await RefuseAsync(
                context, StatusCodes.Status400BadRequest, $"{ScrapeLimit.Header} is no number of seconds above zero.")
                .ConfigureAwait(false);
        }
        else if (Interlocked.Increment(ref _running) is var running && running > configuration.Concurrency)
        {
            _ = Interlocked.Decrement(ref _running);
            _tally.CountRefusal();
            // Once, and again when there was a free place in between.
            if (Interlocked.Exchange(ref _isBusy, 1) == 0)
            {
                _logger.ProbeBusy(configuration.Concurrency);
            }

            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await RefuseAsync(
                context, StatusCodes.Status503ServiceUnavailable,
                $"As many probes run as may: {configuration.Concurrency} (concurrency in the configuration).")
                .ConfigureAwait(false);
        }
        else
        {
            _isBusy = 0;
            await AnswerAsync(context, query, limit, configuration.Watcher).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context, ProbeQuery query, ScrapeLimit limit, string watcher)
    {
        var (startedAt, start) = (_time.GetUtcNow(), _time.GetTimestamp());
        var running = RunAsync(query, limit, context.RequestAborted);
        await ((Task)running).WaitAsync(limit.Answer, _time, context.RequestAborted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var took = _time.GetElapsedTime(start);
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var result = running.IsCompleted ? await running.ConfigureAwait(false) : null;
        var run = result is null ? null : RunMaker.WithoutReport(
            new(query.Module, query.Settings) { Timeout = limit.Run }, watcher, result, startedAt, took);
        _tally.CountRun(run?.Outcome ?? RunOutcome.Failed);
        await WriteAsync(context, new(query, took, run, result)).ConfigureAwait(false);
    }

    /// <summary>Holds its place until the run has come to its end, be the answer sent or not.</summary>
    private async Task<ProbeResult> RunAsync(ProbeQuery query, ScrapeLimit limit, CancellationToken aborted)
    {
        var name = TakeName(query);
        try
        {
            return await _probe(query.Settings, name, limit.Run, aborted).ConfigureAwait(false);
        }
        finally
        {
            _ = _names.TryRemove(name, out _);
            _ = Interlocked.Decrement(ref _running);
        }
    }

    // Two at once are two endpoints of the user: of one, the second registration would take the place of the first.
    private string TakeName(ProbeQuery query)
    {
        for (var number = 1; ; number++)
        {
            var name = $"probe {query.Module} {query.Target} {number}";
            if (_names.TryAdd(name, true))
            {
                return name;
            }
        }
    }

    private static async Task WriteAsync(HttpContext context, ProbeAnswer answer)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        if (answer.Query.IsDebug)
        {
            response.ContentType = "text/plain; charset=utf-8";
            response.Headers.XContentTypeOptions = "nosniff";
            answer.WriteForPeople(response.BodyWriter);
        }
        else
        {
            var format = ExpositionChoice.Of(context.Request);
            response.ContentType = PrometheusText.ContentTypeOf(format);
            answer.Write(new(response.BodyWriter, format));
        }

        _ = await response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsync(why + "\n", context.RequestAborted);
    }
}
