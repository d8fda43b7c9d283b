using System.Net;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Tests.Health;

public sealed class HealthEndpointsTests : IAsyncLifetime
{
    private static readonly WatchHealth Well = new()
    {
        SinceHeartbeat = TimeSpan.FromSeconds(2),
        HasConfiguration = true,
        IsHistoryReachable = true,
        Held = 12,
    };

    private WebApplication _app = null!;
    private HttpClient _client = null!;
    private WatchHealth _health = Well;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        _app = builder.Build();
        HealthEndpoints.Map(_app, () => _health);
        await _app.StartAsync();
        _client = _app.GetTestClient();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task One_that_works_says_so_in_lines()
    {
        (await GetAsync("/healthz")).ShouldBe((HttpStatusCode.OK, "good loop: goes round\n"));
        (await GetAsync("/readyz")).ShouldBe((HttpStatusCode.OK,
            "good loop: goes round\ngood checks: 12 are this watcher's own\ngood configuration: in force\n"
            + "good history: reachable\n"));
    }

    [Fact]
    public async Task A_loop_that_is_stuck_is_neither_alive_nor_ready()
    {
        _health = Well with { SinceHeartbeat = WatchEngine.AliveWithin };
        (await GetAsync("/healthz")).Status.ShouldBe(HttpStatusCode.OK);
        _health = Well with { SinceHeartbeat = WatchEngine.AliveWithin + TimeSpan.FromSeconds(15) };
        (await GetAsync("/healthz")).ShouldBe(
            (HttpStatusCode.ServiceUnavailable, "bad  loop: is stuck: no check was begun for 45 s\n"));
        (await GetAsync("/readyz")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task One_that_does_not_know_its_checks_lives_and_is_not_ready()
    {
        _health = Well with { KnowsItsChecks = false };
        (await GetAsync("/healthz")).Status.ShouldBe(HttpStatusCode.OK);
        var (status, text) = await GetAsync("/readyz");
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        text.ShouldContain("bad  checks: this watcher does not know yet which are its own\n");

        _health = Well with { Due = 3, Late = TimeSpan.FromSeconds(20) };
        (status, text) = await GetAsync("/readyz");
        status.ShouldBe(HttpStatusCode.OK);
        text.ShouldContain("good checks: 12 are this watcher's own, 3 are late, by 20 s\n");
    }

    [Fact]
    public async Task History_that_is_away_is_no_reason_to_start_anew_and_matters_when_results_are_lost()
    {
        _health = Well with
        {
            IsHistoryReachable = false,
            HistoryTrouble = "the server does not answer",
            Waiting = 12,
        };
        (await GetAsync("/healthz")).Status.ShouldBe(HttpStatusCode.OK);
        var (status, text) = await GetAsync("/readyz");
        status.ShouldBe(HttpStatusCode.OK);
        text.ShouldContain("good history: away, 12 results wait: the server does not answer\n");

        _health = _health with { HasRoomToWait = false, Waiting = 1 };
        (await GetAsync("/healthz")).Status.ShouldBe(HttpStatusCode.OK);
        (status, text) = await GetAsync("/readyz");
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        text.ShouldContain(
            "bad  history: away, 1 result waits, and there is no room for more: the server does not answer\n");

        _health = Well with { Waiting = 3 };
        (await GetAsync("/readyz")).Text.ShouldContain("good history: reachable; 3 results wait\n");
    }

    [Fact]
    public async Task A_wrong_file_is_told_while_the_one_before_is_in_force()
    {
        _health = Well with { ConfigurationFault = "checks[2].interval: a time with its unit was expected" };
        var (status, text) = await GetAsync("/readyz");
        status.ShouldBe(HttpStatusCode.OK);
        text.ShouldContain("good configuration: in force; the file has changed since, and is refused: "
            + "checks[2].interval: a time with its unit was expected\n");

        _health = Well with { HasConfiguration = false };
        (status, text) = await GetAsync("/readyz");
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        text.ShouldContain("bad  configuration: none is in force\n");
    }

    [Fact]
    public async Task Whoever_asks_for_JSON_gets_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        request.Headers.Accept.Add(new("application/json"));
        using var response = await _client.SendAsync(request, Stop);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await response.Content.ReadAsStringAsync(Stop)).ShouldBe(
            """{"good":true,"parts":{"loop":{"good":true,"text":"goes round"}}}""");
    }

    [Fact]
    public async Task A_probe_that_wants_the_head_alone_gets_no_more()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/readyz");
        using var response = await _client.SendAsync(request, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBeEmpty();
        (await _client.PostAsync(new Uri("/readyz", UriKind.Relative), null, Stop)).StatusCode
            .ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }
}
