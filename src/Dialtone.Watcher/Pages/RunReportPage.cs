using System.Text;
using System.Text.RegularExpressions;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Runs;
using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Pages;

/// <summary>The report of a run as it is kept: the page of the transaction, and its data.</summary>
internal sealed partial class RunReportPage(PageParts parts)
{
    // The head of a report, with the digest of its style sheet, ends well before.
    private const int HeadMax = 4096;

    /// <summary>Sends the page.</summary>
    public Task SendPageAsync(HttpContext context) => SendAsync(
        context, "text/html; charset=utf-8", static report => report.Page,
        static page => "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
            + $"frame-ancestors 'none'; style-src {StyleOf(page)}");

    /// <summary>Sends the data.</summary>
    public Task SendDataAsync(HttpContext context) => SendAsync(
        context, "application/json", static report => report.Data,
        static _ => "default-src 'none'; frame-ancestors 'none'");

    /// <summary>Says that a run, or its report, is not kept.</summary>
    public static Task SendMissingAsync(HttpContext context, PageParts parts) => PageResponse.SendAsync(
        context, StatusCodes.Status404NotFound,
        html => PageShell.WriteNotice(
            html, parts, "Not kept",
            "This run, or its report, is not kept any more, or never was. Failures are kept longest."));

    /// <summary>Says that history cannot be read.</summary>
    public static Task SendAwayAsync(HttpContext context, PageParts parts, HistoryException away) =>
        PageResponse.SendAsync(
            context, StatusCodes.Status503ServiceUnavailable,
            html => PageShell.WriteNotice(html, parts, "History cannot be read now", away.Message));

    private async Task SendAsync(
        HttpContext context, string type, Func<RunReport, ReadOnlyMemory<byte>> part,
        Func<ReadOnlyMemory<byte>, string> policy)
    {
        RunReport? report;
        try
        {
            report = PageNames.TryRead(context, out var id)
                ? await parts.History.ReportAsync(id, context.RequestAborted).ConfigureAwait(false) : null;
        }
        catch (HistoryException away)
        {
            await SendAwayAsync(context, parts, away).ConfigureAwait(false);
            return;
        }

        if (report is null)
        {
            await SendMissingAsync(context, parts).ConfigureAwait(false);
            return;
        }

        var isZipped = PageResponse.TakesGzip(context.Request);
        ReadOnlyMemory<byte> kept;
        string allowed;
        try
        {
            allowed = policy(part(report));
            kept = isZipped ? part(report) : KeptData.Expanded(part(report));
        }
        catch (InvalidDataException)
        {
            await SendMissingAsync(context, parts).ConfigureAwait(false);
            return;
        }

        var headers = context.Response.Headers;
        PageResponse.SetSafety(headers, allowed);
        context.Response.ContentType = type;
        headers.CacheControl = "private, max-age=3600";
        headers.Vary = "Accept-Encoding";
        if (isZipped)
        {
            headers.ContentEncoding = "gzip";
        }

        context.Response.ContentLength = kept.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(kept, context.RequestAborted).ConfigureAwait(false);
        }
    }

    // A report that an older version wrote has that version's sheet; its own policy names the digest.
    private static string StyleOf(ReadOnlyMemory<byte> page)
    {
        var found = DigestOfStyle().Match(Encoding.UTF8.GetString(KeptData.Expanded(page, HeadMax).Span));
        return found.Success ? $"'sha256-{found.Groups["digest"].Value}'" : "'none'";
    }

    [GeneratedRegex(
        "style-src (?:'|&#39;)sha256-(?<digest>[A-Za-z0-9+/]{43}=)(?:'|&#39;)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DigestOfStyle();
}
