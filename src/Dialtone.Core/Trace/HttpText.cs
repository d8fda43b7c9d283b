using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dialtone.Core.Net.Http;

namespace Dialtone.Core.Trace;

/// <summary>
/// HTTP messages in the form of version 1.1 (RFC 9112), without secrets. They were values, so that the fields of the
/// connection (Content-Length, Transfer-Encoding, Connection) are written anew.
/// </summary>
internal static class HttpText
{
    /// <summary>A request.</summary>
    public static TracedPiece Of(HttpRequest request)
    {
        var query = request.Target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? request.Target : request.Target[..query];
        var target = query < 0 ? path : $"{path}?{Query(request.Target[(query + 1)..])}";
        var head = new StringBuilder($"{request.Method} {target} HTTP/1.1\r\nHost: {request.Host}\r\n");
        return new($"{request.Method} {path}", Whole(head, request.Fields, request.Body.Span, isRequest: true));
    }

    /// <summary>A response.</summary>
    public static TracedPiece Of(HttpResponse response)
    {
        var head = new StringBuilder(
            string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} {response.Reason}\r\n"));
        return new(response.ToString(), Whole(head, response.Fields, response.Body.Span, isRequest: false));
    }

    private static byte[] Whole(
        StringBuilder head, ImmutableArray<HttpField> fields, ReadOnlySpan<byte> body, bool isRequest)
    {
        var redacted = BodyRedaction.Of(body);
        var isEncoded = false;
        foreach (var (name, value) in fields)
        {
            isEncoded |= Is(name, "Content-Encoding") && !Is(value, "identity");
            if (!Is(name, "Content-Length") && !Is(name, "Transfer-Encoding") && !Is(name, "Connection")
                && !Is(name, "Content-Encoding"))
            {
                _ = head.Append(name).Append(": ").Append(HeaderRedaction.Of(name, value) ?? value).Append("\r\n");
            }
        }

        // What is compressed cannot be searched.
        var kept = isEncoded ? Redacted.Utf8(body.Length) : redacted ?? body;
        // A response without it lasts until its connection ends (RFC 9112 section 6.3).
        if (kept.Length > 0 || !isRequest)
        {
            _ = head.Append(CultureInfo.InvariantCulture, $"Content-Length: {kept.Length}\r\n");
        }

        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. kept];
    }

    /// <summary>A query, in which the values of names that sound secret are taken out.</summary>
    private static string Query(string query) => string.Join('&', query.Split('&').Select(pair =>
        pair.Split('=', 2) is [var name, var value] && HeaderRedaction.Of(name, value) is not null
            ? $"{name}=[redacted,{value.Length}]"
            : pair));

    private static bool Is(string text, string other) => string.Equals(text, other, StringComparison.OrdinalIgnoreCase);
}
