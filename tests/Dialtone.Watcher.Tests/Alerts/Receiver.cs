using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Tests.Alerts;

/// <summary>Somebody who is told by a webhook, on loopback: keeps what comes, and answers as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = [];

    private Receiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public Uri Url => new(new Uri(Root), "/hooks/path-secret?token=query-secret");

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>How it answers the next request that has no answer yet; 204 where nothing is said.</summary>
    public void Answer(int status, string? header = null, string? value = null) => Answer(context =>
    {
        context.Response.StatusCode = status;
        if (header is not null)
        {
            context.Response.Headers[header] = value;
        }

        return Task.CompletedTask;
    });

    public void Answer(Func<HttpContext, Task> answer) => _answers.Enqueue(answer);

    public async Task<Delivery> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _deliveries.Reader.ReadAsync(limit.Token);
    }

    public bool HasMore => _deliveries.Reader.Count > 0;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private string Root =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(
            each => each.Key, each => each.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var answer = _answers.TryDequeue(out var said) ? said : null;
        if (answer is null)
        {
            context.Response.StatusCode = 204;
        }
        else
        {
            await answer(context);
        }

        await _deliveries.Writer.WriteAsync(
            new(context.Request.Method, context.Request.Path, headers, body.ToArray()));
    }

    internal sealed record Delivery(
        string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        public string Id => Headers["webhook-id"];
    }
}
