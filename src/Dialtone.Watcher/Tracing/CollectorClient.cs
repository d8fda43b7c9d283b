using Dialtone.Watcher.Logs;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Tracing;

/// <summary>
/// Carries spans to the collector, and says once when it does not take them, and again only after it did in between.
/// The exporter itself drops them in silence.
/// </summary>
internal sealed class CollectorClient(ILogger logger) : DelegatingHandler(new SocketsHttpHandler())
{
    private int _isLosing;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Seen(base.Send(request, cancellationToken));
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException)
        {
            Lose(trouble);
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Seen(await base.SendAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException)
        {
            Lose(trouble);
            throw;
        }
    }

    private HttpResponseMessage Seen(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode)
        {
            _isLosing = 0;
        }
        else
        {
            Lose($"the collector answers {(int)answer.StatusCode}.");
        }

        return answer;
    }

    private void Lose(Exception trouble) => Lose(
        trouble is OperationCanceledException ? "the collector does not answer in time." : trouble.Message);

    private void Lose(string why)
    {
        if (Interlocked.Exchange(ref _isLosing, 1) == 0)
        {
            logger.TracesLost(why);
        }
    }
}
