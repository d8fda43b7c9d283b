using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;

namespace Dialtone.Live.Http;

/// <summary>
/// HTTP/1.1 as a client on one connection, by the platform. It opens no other connection, follows no redirect, answers
/// no challenge, keeps no cookie and asks no proxy: all that is the node's to decide.
/// </summary>
internal sealed class HttpCaller : IDisposable
{
    /// <summary>The longest head of a response, in KiB: tickets in header fields are long.</summary>
    private const int HeadKibibytesMax = 64;

    // The platform wants a name for its pool of connections. There is one connection, and Host is the node's.
    private const string Authority = "http://peer";

    private readonly HttpMessageInvoker _invoker;
    private HttpStream? _connection;

    /// <summary>Takes a connection over.</summary>
    public HttpCaller(HttpStream connection)
    {
        _connection = connection;
        _invoker = new(new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = 1,
            MaxResponseHeadersLength = HeadKibibytesMax,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        });
    }

    /// <summary>Sends a request and reads the response whole.</summary>
    /// <returns>
    /// The response; or <c>null</c> with what is wrong with it, where it is not just that the connection ended.
    /// </returns>
    public async Task<(HttpResponse? Response, string Fault)> CallAsync(HttpRequest request, CancellationToken stop)
    {
        try
        {
            using var message = Message(request);
            using var response = await _invoker.SendAsync(message, stop).ConfigureAwait(false);
            return await BodyAsync(response.Content, stop).ConfigureAwait(false) is { } body
                ? (Value(response, body), "")
                : (null, string.Create(
                    CultureInfo.InvariantCulture,
                    $"The body of the response is longer than {HttpResponse.BodyBytesMax} bytes."));
        }
        catch (Exception error)
        {
            return (null, HasJustEnded(error) ? "" : Innermost(error).Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    // Once: a connection that the platform does not want any more is not replaced by another.
    private ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop) =>
        Interlocked.Exchange(ref _connection, null) is { } connection
            ? new(connection)
            : ValueTask.FromException<Stream>(new HttpIOException(HttpRequestError.ResponseEnded));

    private static HttpRequestMessage Message(HttpRequest request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), Address(request.Target))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = request.Body.IsEmpty && request.Method == "GET" ? null : new ReadOnlyMemoryContent(request.Body),
        };
        message.Headers.Host = request.Host;
        foreach (var field in request.Fields)
        {
            // The platform keeps the fields that speak of the body apart from the others.
            if (!message.Headers.TryAddWithoutValidation(field.Name, field.Value))
            {
                _ = message.Content?.Headers.TryAddWithoutValidation(field.Name, field.Value);
            }
        }

        return message;
    }

    // As the node wrote it: a server of certificates may compare its own path letter by letter.
    private static Uri Address(string target) =>
        new(Authority + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    // Null where it is too long.
    private static async Task<byte[]?> BodyAsync(HttpContent content, CancellationToken stop)
    {
        if (content.Headers.ContentLength > HttpResponse.BodyBytesMax)
        {
            return null;
        }

        var body = new ArrayBufferWriter<byte>();
        using var stream = await content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        while (await stream.ReadAsync(body.GetMemory(), stop).ConfigureAwait(false) is > 0 and var count)
        {
            body.Advance(count);
            if (body.WrittenCount > HttpResponse.BodyBytesMax)
            {
                return null;
            }
        }

        return body.WrittenSpan.ToArray();
    }

    private static HttpResponse Value(HttpResponseMessage response, byte[] body) =>
        new((int)response.StatusCode, response.ReasonPhrase ?? "")
        {
            Fields = [.. Fields(response.Headers.NonValidated), .. Fields(response.Content.Headers.NonValidated)],
            Body = body,
        };

    private static IEnumerable<HttpField> Fields(HttpHeadersNonValidated headers)
    {
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                yield return new(name, value);
            }
        }
    }

    private static bool HasJustEnded(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded }
                or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded })
            {
                return true;
            }
        }

        return false;
    }

    private static Exception Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return error;
    }
}
