using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Tests.Metrics;

/// <summary>Endpoints behind a server in memory.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly WebApplication _application;

    private Served(WebApplication application) =>
        (_application, Client) = (application, application.GetTestClient());

    public HttpClient Client { get; }

    public static async Task<Served> StartAsync(Action<IEndpointRouteBuilder> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        var application = builder.Build();
        map(application);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new(application);
    }

    public async Task<Exposition> ReadAsync(string path)
    {
        using var answer = await Client.GetAsync(
            new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return Exposition.Read(await TextAsync(answer));
    }

    public static Task<string> TextAsync(HttpResponseMessage answer) =>
        answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }
}
