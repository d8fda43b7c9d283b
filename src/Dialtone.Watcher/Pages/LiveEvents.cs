using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Dialtone.Watcher.Engine;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dialtone.Watcher.Pages;

/// <summary>
/// Tells browsers what changed, by server-sent events (WHATWG HTML, section 9.2): <c>summary</c> with the top of the
/// overview, <c>row</c> with the row of a check, <c>reload</c> where there are other checks than there were,
/// <c>check</c> to whoever looks at one check, and <c>beat</c> every few seconds.
/// </summary>
internal sealed class LiveEvents
{
    /// <summary>How many may listen at once.</summary>
    public const int ClientsMax = 64;

    /// <summary>How often those hear something that nothing changed for.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    // A browser that takes nothing for so long is let go; it comes again by itself.
    private static readonly TimeSpan WriteMax = TimeSpan.FromSeconds(20);

    private readonly PageParts _parts;
    private readonly ConcurrentDictionary<string, (CheckView View, ReadOnlyMemory<byte> Event)> _rows = [];
    private readonly Lock _lock = new();
    private ImmutableList<LiveClient> _clients = [];

    /// <summary>Begins to listen to the board.</summary>
    public LiveEvents(PageParts parts)
    {
        _parts = parts;
        _ = parts.Board.Listen(OnChanged);
    }

    /// <summary>Tells a browser until it goes, or the watcher stops.</summary>
    public async Task SendAsync(HttpContext context)
    {
        var only = context.Request.Query["check"].ToString();
        var client = new LiveClient(only.Length > 0 ? only : null);
        if (!TryAdd(client))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "30";
            return;
        }

        try
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _parts.Stopping);
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            PageResponse.SetSafety(context.Response.Headers, "default-src 'none'; frame-ancestors 'none'");
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await TellAsync(context.Response, client, ends.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // It went, took nothing for too long, or the watcher stops.
        }
        finally
        {
            Remove(client);
        }
    }

    private async Task TellAsync(HttpResponse response, LiveClient client, CancellationToken cancellationToken)
    {
        var names = NamesOf(_parts.Board.Checks);
        var summary = ReadOnlyMemory<byte>.Empty;
        while (true)
        {
            // From before the writing: whoever has read this knows that the next one comes in so long at most.
            using var beat = new CancellationTokenSource(Beat, _parts.Time);
            var events = new MemoryStream();
            events.Write(EventOf("beat", Encoding.UTF8.GetBytes($"{_parts.Time.GetUtcNow():O}")).Span);
            foreach (var name in client.Take())
            {
                events.Write(client.SeesAll ? RowOf(name).Span : EventOf("check", "changed"u8).Span);
            }

            if (client.SeesAll && Summary() is var top && !top.Span.SequenceEqual(summary.Span))
            {
                summary = top;
                events.Write(top.Span);
            }

            if (NamesOf(_parts.Board.Checks) is var others && !others.SequenceEqual(names))
            {
                names = others;
                events.Write(EventOf("reload", "other checks"u8).Span);
            }

            await WriteAsync(response, events, cancellationToken).ConfigureAwait(false);
            await client.WaitAsync(beat.Token, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(HttpResponse response, MemoryStream events, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(WriteMax, _parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var bytes = events.GetBuffer().AsMemory(0, (int)events.Length);
        await response.Body.WriteAsync(bytes, either.Token).ConfigureAwait(false);
        await response.Body.FlushAsync(either.Token).ConfigureAwait(false);
    }

    private void OnChanged(CheckView view)
    {
        foreach (var client in _clients)
        {
            client.Note(view.Check.Name);
        }
    }

    private bool TryAdd(LiveClient client)
    {
        lock (_lock)
        {
            if (_clients.Count >= ClientsMax)
            {
                return false;
            }

            _clients = _clients.Add(client);
            return true;
        }
    }

    private void Remove(LiveClient client)
    {
        lock (_lock)
        {
            _clients = _clients.Remove(client);
            if (_clients.IsEmpty)
            {
                _rows.Clear();
            }
        }
    }

    // Written once, however many listen.
    private ReadOnlyMemory<byte> RowOf(string name)
    {
        if (!_parts.Board.TryGet(name, out var view))
        {
            return default;
        }

        if (!_rows.TryGetValue(name, out var row) || !ReferenceEquals(row.View, view))
        {
            var written = PageResponse.Render(html => OverviewRow.Write(html, view, _parts.Time.GetUtcNow()));
            _rows[name] = row = (view, EventOf("row", written.Span));
        }

        return row.Event;
    }

    private ReadOnlyMemory<byte> Summary() => EventOf("summary", PageResponse.Render(html =>
    {
        PageShell.WriteTroubles(html, _parts);
        OverviewSummary.Write(html, _parts);
    }).Span);

    private static IEnumerable<string> NamesOf(ImmutableArray<CheckView> checks) =>
        checks.Select(each => each.Check.Name);

    private static ReadOnlyMemory<byte> EventOf(string kind, ReadOnlySpan<byte> data)
    {
        var memory = new MemoryStream(data.Length + 64);
        memory.Write(Encoding.ASCII.GetBytes($"event: {kind}\n"));
        foreach (var line in data.Split((byte)'\n'))
        {
            memory.Write("data: "u8);
            memory.Write(data[line]);
            memory.WriteByte((byte)'\n');
        }

        memory.WriteByte((byte)'\n');
        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }
}
