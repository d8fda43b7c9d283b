using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dialtone.Watcher.Pages;

/// <summary>The pages of the watcher, and where each of them is.</summary>
public static class PageEndpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Puts the pages up.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, PageParts parts)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(parts);
        var gate = new TokenGate(parts);
        Read(endpoints, "/", new OverviewPage(parts).SendAsync);
        Read(endpoints, "/checks/{name}", new CheckPage(parts, gate).SendAsync);
        Read(endpoints, "/runs/{id}", new RunPage(parts).SendAsync);
        Read(endpoints, "/runs/{id}/report", new RunReportPage(parts).SendPageAsync);
        Read(endpoints, "/runs/{id}/data.json", new RunReportPage(parts).SendDataAsync);
        Read(endpoints, "/findings", new FindingPage(parts).SendAllAsync);
        Read(endpoints, "/findings/{code}", new FindingPage(parts).SendAsync);
        Read(endpoints, "/watch.css", PageAssets.SendStyleAsync);
        Read(endpoints, "/watch.js", PageAssets.SendScriptAsync);
        Read(endpoints, "/icon.svg", PageAssets.SendIconAsync);
        _ = endpoints.MapGet("/events", (RequestDelegate)new LiveEvents(parts).SendAsync);
        MapActions(endpoints, parts, new(parts, gate));
    }

    private static void MapActions(IEndpointRouteBuilder endpoints, PageParts parts, TokenPage page)
    {
        Read(endpoints, "/token", page.SendFormAsync);
        Write(endpoints, "/token", page.SignInAsync);
        Write(endpoints, "/token/end", page.SignOutAsync);
        Write(endpoints, "/checks/{name}/run", context => page.ActAsync(context, parts.RunNow));
        Write(endpoints, "/checks/{name}/pause", context => page.ActAsync(context, name => parts.Pause(name, true)));
        Write(endpoints, "/checks/{name}/resume", context => page.ActAsync(context, name => parts.Pause(name, false)));
    }

    private static void Read(IEndpointRouteBuilder endpoints, string where, RequestDelegate what) =>
        _ = endpoints.MapMethods(where, Reads, what);

    private static void Write(IEndpointRouteBuilder endpoints, string where, RequestDelegate what) =>
        _ = endpoints.MapPost(where, what);
}
