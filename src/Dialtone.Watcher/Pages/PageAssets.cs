using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dialtone.Reports.Html;
using Dialtone.Watcher.Judging;
using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Pages;

/// <summary>
/// The style sheet (that of the report, and what the watcher has besides), the script and the icon. The first two are
/// named by a digest of what is in them, so that a browser keeps them until they change.
/// </summary>
internal static class PageAssets
{
    private const string Forever = "public, max-age=31536000, immutable";
    private const int CountMax = 99;

    private static readonly byte[] Style =
        [.. Encoding.UTF8.GetBytes(ReportStyle.Report.Text), .. Read("Dialtone.Watcher.Pages.watch.css")];

    private static readonly byte[] Script = Read("Dialtone.Watcher.Pages.watch.js");

    /// <summary>Where the style sheet is.</summary>
    public static string StyleLink { get; } = Link("/watch.css", Style);

    /// <summary>Where the script is.</summary>
    public static string ScriptLink { get; } = Link("/watch.js", Script);

    /// <summary>Sends the style sheet.</summary>
    public static Task SendStyleAsync(HttpContext context) =>
        SendAsync(context, StyleLink, "text/css; charset=utf-8", Style);

    /// <summary>Sends the script.</summary>
    public static Task SendScriptAsync(HttpContext context) =>
        SendAsync(context, ScriptLink, "text/javascript; charset=utf-8", Script);

    /// <summary>Where the icon is that shows the worst colour, and how many checks have it.</summary>
    public static string IconLink(CheckColor worst, int count) => string.Create(
        CultureInfo.InvariantCulture, $"/icon.svg?state={CheckWords.Of(worst).ToLowerInvariant()}&count={count}");

    /// <summary>Sends the icon.</summary>
    public static Task SendIconAsync(HttpContext context)
    {
        var state = context.Request.Query["state"].ToString() is var asked && asked is "red" or "yellow" or "green"
            ? asked : "unknown";
        _ = int.TryParse(
            context.Request.Query["count"], NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        var text = new StringWriter { NewLine = "\n" };
        WriteIcon(new(text), state, Math.Min(count, CountMax));
        return SendAsync(
            context, context.Request.Path + context.Request.QueryString, "image/svg+xml",
            Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void WriteIcon(HtmlWriter html, string state, int count)
    {
        var ink = state switch { "red" => "#ac1f16", "yellow" => "#b87400", "green" => "#1c6838", _ => "#7a828b" };
        html.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 12 12"));
        html.Open("g", ("fill", ink), ("color", ink));
        StateMark.WriteShape(html, state);
        html.Close();
        if (count > 0 && state is "red" or "yellow")
        {
            html.Element(
                "text", count.ToString(CultureInfo.InvariantCulture),
                ("x", "6"), ("y", state == "red" ? "8.75" : "9.75"),
                ("fill", "#fff"), ("font-family", "system-ui, sans-serif"), ("font-weight", "700"),
                ("font-size", count > 9 ? "6" : "8"), ("text-anchor", "middle"));
        }

        html.Close();
    }

    private static async Task SendAsync(HttpContext context, string link, string type, ReadOnlyMemory<byte> content)
    {
        var headers = context.Response.Headers;
        var isNamed = context.Request.Path + context.Request.QueryString == link;
        var tag = $"\"{Digest(content.Span)}\"";
        headers.CacheControl = isNamed ? Forever : "no-cache";
        headers.ETag = tag;
        PageResponse.SetSafety(headers, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = type;
        await PageResponse.SendAsync(context, content).ConfigureAwait(false);
    }

    private static string Link(string path, byte[] content) => $"{path}?v={Digest(content)}";

    private static string Digest(ReadOnlySpan<byte> content) =>
        Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));

    private static byte[] Read(string resource)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not in the assembly.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
