using System.Collections.Immutable;
using Dialtone.Net.Tests.Live;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;

namespace Dialtone.Watcher.Tests.Pages;

/// <summary>The pages of a watcher whose checks are put up by hand, asked without a network.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private PageServer(WebApplication application) => _application = application;

    /// <summary>Starts one.</summary>
    public static Task<PageServer> StartAsync(params ImmutableArray<CheckView> checks) =>
        StartAsync(static parts => parts, checks);

    /// <summary>Starts one that is made of something else besides.</summary>
    public static async Task<PageServer> StartAsync(
        Func<PageParts, PageParts> change, params ImmutableArray<CheckView> checks)
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.WebHost.UseTestServer();
        var server = new PageServer(builder.Build());
        server.Board.Replace(checks);
        PageEndpoints.Map(server._application, change(new(server.Board, server.History, server.Time)
        {
            Configuration = static () => new() { Watcher = "watch01" },
        }));
        await server._application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public CheckBoard Board { get; } = new();

    public KeptRuns History { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    /// <summary>Asks as a client that follows nothing and knows no compression.</summary>
    public HttpClient Client => field ??= _application.GetTestServer().CreateClient();

    public Task<HttpResponseMessage> AskAsync(string link, HttpMethod? method = null) => Client.SendAsync(
        new(method ?? HttpMethod.Get, new Uri(link, UriKind.Relative)), HttpCompletionOption.ResponseHeadersRead,
        TestContext.Current.CancellationToken);

    public async Task<string> PageAsync(string link)
    {
        using var answer = await AskAsync(link);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }
}
