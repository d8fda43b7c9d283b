using System.Diagnostics.CodeAnalysis;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;

namespace Dialtone.Live.Http;

/// <summary>HTTP as a server on one connection: between what speaks it and the node that answers.</summary>
[SuppressMessage("Design", "CA1001", Justification =
    "The cancellation source has no handle, and a node may close a connection that has just ended by itself.")]
internal sealed class HttpAnswering(FlowId flow, Inbox inbox, ServeHttp serve)
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource<HttpResponse?>? _open;
    private bool _isOver;

    /// <summary>Serves the connection to its end; whatever goes wrong is its end too.</summary>
    public async Task RunAsync(HttpStream connection)
    {
        try
        {
            await serve(connection, AskAsync, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A client that does not speak HTTP, or is no more. The flow tells of the end.
        }
    }

    /// <summary>Gives the answer of the node; after the end it is dropped.</summary>
    /// <exception cref="InvalidOperationException">No request is open.</exception>
    public void Answer(HttpResponse response)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _ = (_open ?? throw new InvalidOperationException($"On {flow} no request is open."))
                    .TrySetResult(response);
                _open = null;
            }
        }
    }

    /// <summary>Takes no further request. One that the node has not answered is given up.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            _ = _open?.TrySetResult(null);
            _open = null;
        }

        _stop.Cancel();
    }

    private async ValueTask<HttpResponse?> AskAsync(HttpRequest request)
    {
        var open = new TaskCompletionSource<HttpResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isOver)
            {
                return null;
            }

            _open = open;
        }

        return await inbox.PostAsync(new(new NetInput.HttpRequested(flow, request), flow)).ConfigureAwait(false)
            ? await open.Task.ConfigureAwait(false)
            : null;
    }
}
