using Dialtone.Core.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Live.Http;

namespace Dialtone.Live;

/// <content>
/// HTTP on a connection: what arrives goes to it and no longer to the node, and the node hears of whole messages.
/// </content>
internal sealed partial class StreamFlow
{
    private const string CutShort = "The connection ended before the response was whole.";

    private volatile HttpUse? _http;

    /// <summary>Sends a request; the answer, or the end, is told through the inbox.</summary>
    /// <exception cref="InvalidOperationException">One waits for its answer already.</exception>
    public void SendHttp(HttpRequest request)
    {
        var http = _http ??= new(this);
        if (http.IsOver)
        {
            // The input that says so is on its way.
            return;
        }

        if (http.IsCalling)
        {
            throw new InvalidOperationException($"A second request was sent on {_id} before the answer.");
        }

        http.IsCalling = true;
        http.Work = CallAsync(http, http.Caller ??= new(http.Stream), request);
    }

    /// <summary>Answers the request that is open.</summary>
    /// <exception cref="InvalidOperationException">None is.</exception>
    public void AnswerHttp(HttpResponse response)
    {
        if (_http?.Answering is not { } answering)
        {
            throw new InvalidOperationException($"{_id} does not come from a listener for HTTP.");
        }

        answering.Answer(response);
    }

    private async Task CallAsync(HttpUse http, HttpCaller caller, HttpRequest request)
    {
        var (response, fault) = await caller.CallAsync(request, _abort.Token).ConfigureAwait(false);

        // Before the node hears of the answer: it may send its next request within the call that tells it.
        http.IsCalling = false;
        if (response is null)
        {
            BreakHttp(http, fault);
        }
        else if (!_closed)
        {
            _ = await _inbox.PostAsync(new(new NetInput.HttpAnswered(_id, response), _id)).ConfigureAwait(false);
        }
    }

    private async Task AnswerAllAsync(HttpUse http)
    {
        await http.Answering!.RunAsync(http.Stream).ConfigureAwait(false);

        // Whatever was its last word is sent; then the client has a moment to close too.
        http.Fault = http.IsOver ? null : "HTTP was ended on this connection.";
        _abort.CancelAfter(CloseTimeMax);
        EndWriting();
    }

    // What the peer sends cannot be read as HTTP, or is too much. Its end may have come first.
    private void BreakHttp(HttpUse http, string fault)
    {
        http.Fault = fault.Length > 0 ? fault : null;
        http.IsCutShort = fault.Length == 0;
        if (!http.IsOver && !_closed)
        {
            WakeReader();
        }
    }

    // Answers whether it ends the writing itself, after the response that is being written.
    private static bool CloseHttp(HttpUse http)
    {
        if (http.Answering is { } answering)
        {
            answering.End();
            return true;
        }

        http.Stream.Dispose();
        return false;
    }

    // The last answer is told before the end of its connection.
    private async Task<NetInput.Ended> EndHttpAsync(HttpUse http, NetInput.Ended ended)
    {
        http.IsOver = true;
        http.Stream.End();
        if (http.Answering is { } answering && !http.Work.IsCompleted)
        {
            // A client that has only closed its half still gets its answer, where that comes soon.
            _abort.CancelAfter(CloseTimeMax);
            using var giveUp = _abort.Token.UnsafeRegister(static a => ((HttpAnswering)a!).End(), answering);
            await http.Work.ConfigureAwait(false);
        }

        await http.Work.ConfigureAwait(false);
        http.Caller?.Dispose();
        http.Stream.Release();
        return http.Fault is { } fault ? new(_id, ChannelEnd.Failed, fault)
            : http.IsCutShort && ended.Why == ChannelEnd.ClosedByPeer ? ended with { Detail = CutShort }
            : ended;
    }

    private sealed class HttpUse(StreamFlow flow)
    {
        public HttpStream Stream { get; } = new(flow);

        public HttpCaller? Caller { get; set; }

        public HttpAnswering? Answering { get; init; }

        /// <summary>The call that is out, or the serving of the connection.</summary>
        public Task Work { get; set; } = Task.CompletedTask;

        public volatile bool IsCalling;

        /// <summary>Whether nothing more arrives.</summary>
        public volatile bool IsOver;

        /// <summary>Whether the connection ended before the answer was whole.</summary>
        public volatile bool IsCutShort;

        /// <summary>Why HTTP ended although the connection had not.</summary>
        public volatile string? Fault;
    }
}
