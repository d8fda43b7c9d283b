using System.Globalization;
using System.Net.Http.Headers;
using Dialtone.Watcher.Configuration;

namespace Dialtone.Watcher.Alerts;

/// <summary>
/// Sends one event once. What goes wrong is said without the address, whose path or query may be secret.
/// </summary>
internal sealed class WebhookPost(HttpMessageHandler handler, TimeProvider time) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(handler, disposeHandler: false);

    public async Task<WebhookOutcome> SendAsync(
        WebhookSettings hook, string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url);
        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("dialtone-watch", Version));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add(
            "webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (hook.Key is { } source)
        {
            // Never unsigned where a signature is asked for: the key may come back.
            if (!source.TryRead(out var key, out var why)
                || !WebhookSignature.TrySign(key, id, now.ToUnixTimeSeconds(), body.Span, out var signature, out why))
            {
                return new WebhookOutcome.Later($"it cannot be signed: {why}");
            }

            request.Headers.Add("webhook-signature", signature);
        }

        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    private static string Version { get; } =
        typeof(WebhookPost).Assembly.GetName().Version?.ToString(3) ?? "0";

    private async Task<WebhookOutcome> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AlertLimits.AnswerWaitMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // What an answer says besides its head is of no use, and never read.
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            return WebhookOutcome.Of(response.StatusCode, response.Headers.RetryAfter, time.GetUtcNow());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookOutcome.Later($"no answer within {AlertLimits.AnswerWaitMax.TotalSeconds:0} s");
        }
        catch (HttpRequestException failure)
        {
            return new WebhookOutcome.Later(WordsOf(failure.HttpRequestError));
        }
        catch (IOException)
        {
            return new WebhookOutcome.Later("the connection was lost");
        }
    }

    private static string WordsOf(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "its name is not found",
        HttpRequestError.ConnectionError => "it cannot be connected to",
        HttpRequestError.SecureConnectionError => "TLS to it fails: look at its certificate",
        HttpRequestError.ResponseEnded => "it closed the connection without an answer",
        HttpRequestError.ProxyTunnelError => "the proxy does not let it through",
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => "its answer is not HTTP",
        _ => "it could not be sent",
    };
}
