using System.IO.Compression;
using System.Text;
using Dialtone.Reports.Html;
using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Pages;

/// <summary>Sends pages, with the headers that all of them have.</summary>
internal static class PageResponse
{
    /// <summary>What a page may do: use what this watcher serves, and nothing else.</summary>
    public const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        + "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Shorter answers are sent as they are.</summary>
    private const int CompressedMin = 4096;

    /// <summary>Sends a page.</summary>
    public static Task SendAsync(HttpContext context, int status, Action<HtmlWriter> write)
    {
        var page = Render(write, withType: true);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        SetSafety(context.Response.Headers, Policy);
        return SendAsync(context, page);
    }

    /// <summary>
    /// Sends bytes, compressed where that is worth it and the client can read it; of HEAD their headers.
    /// </summary>
    public static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> content)
    {
        var headers = context.Response.Headers;
        if (content.Length >= CompressedMin)
        {
            headers.Vary = "Accept-Encoding";
            if (TakesGzip(context.Request))
            {
                headers.ContentEncoding = "gzip";
                content = Compressed(content);
            }
        }

        context.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Says what the answer may do, and that it is what its type says.</summary>
    public static void SetSafety(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";

        // Not no-referrer: a browser would then not say the origin of a form either.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    /// <summary>Whether a client can read gzip (RFC 9110 section 12.5.3).</summary>
    public static bool TakesGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(each => each.Value == "gzip" && each.Quality is not 0);

    /// <summary>A page or a part of one as bytes.</summary>
    public static ReadOnlyMemory<byte> Render(Action<HtmlWriter> write, bool withType = false)
    {
        var memory = new MemoryStream();
        using (var writer = new StreamWriter(memory, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" })
        {
            var html = new HtmlWriter(writer);
            if (withType)
            {
                html.DocumentType();
            }

            write(html);
        }

        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }

    private static ReadOnlyMemory<byte> Compressed(ReadOnlyMemory<byte> content)
    {
        var memory = new MemoryStream(content.Length / 4);
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content.Span);
        }

        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }
}
