using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Dialtone.Core.Net;
using Dialtone.Live.Http;

namespace Dialtone.Live;

/// <summary>
/// One connection, TCP or TLS over it. Its reader is the only one that speaks to the node, so what arrived before an
/// end is heard before it. What the node writes leaves at once, on the node's thread, where the system takes it; what
/// it does not take waits in a queue, so the node never does.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification =
    "The cancellation source has no handle, and a node may close a flow in the moment in which it ends by itself.")]
internal sealed partial class StreamFlow
{
    /// <summary>What every connection holds while it waits for bytes: more than most messages have.</summary>
    private const int ReadBytesMax = 4 * 1024;

    /// <summary>How long a flow that was closed may take to send what waits and to see the peer close too.</summary>
    public static readonly TimeSpan CloseTimeMax = TimeSpan.FromSeconds(1);

    private readonly FlowId _id;
    private readonly Socket _socket;
    private readonly Inbox _inbox;
    private readonly OutgoingBytes _allOutgoing;
    private readonly CancellationTokenSource _abort;

    // Of the writer. It is idle, or at work and empties the queue; after its end nothing more is taken.
    private readonly Lock _outgoing = new();
    private readonly Queue<ArraySegment<byte>> _queue = new(0);
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Writer _writer = Writer.NotReady;
    private readonly TimeProvider _time;
    private bool _isLastWritten;
    private long _waiting;

    private Stream? _stream;
    private volatile bool _closed;
    private volatile Exception? _writeFailure;

    private StreamFlow(
        FlowId id, Socket socket, Stream? stream, Inbox inbox, OutgoingBytes allOutgoing, TimeProvider time)
    {
        _id = id;
        _socket = socket;
        _stream = stream;
        _inbox = inbox;
        _allOutgoing = allOutgoing;
        _time = time;
        _abort = new(Timeout.InfiniteTimeSpan, time);
    }

    /// <summary>Ends when nothing of the flow is left.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>The flow's number.</summary>
    public FlowId Id => _id;

    /// <summary>Begins to connect; all that follows is told through the inbox.</summary>
    /// <exception cref="SocketException">There are no sockets of that family, or none left.</exception>
    public static StreamFlow Connect(
        NetEffect.Connect request,
        X509Certificate2Collection extraRoots,
        Inbox inbox,
        OutgoingBytes allOutgoing,
        TimeProvider time)
    {
        var socket = new Socket(request.To.Family(), SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        if (request.SmallSegments)
        {
            SegmentSize.AskForSmall(socket);
        }

        var flow = new StreamFlow(request.Flow, socket, stream: null, inbox, allOutgoing, time);
        flow.Completion = Task.Run(() => flow.RunAsync(request, extraRoots));
        return flow;
    }

    /// <summary>A connection that a listener accepted. It does nothing before <see cref="Start"/>.</summary>
    public static StreamFlow Accepted(
        FlowId id,
        Socket socket,
        Stream stream,
        ServeHttp? serveHttp,
        Inbox inbox,
        OutgoingBytes allOutgoing,
        TimeProvider time)
    {
        var flow = new StreamFlow(id, socket, stream, inbox, allOutgoing, time);
        flow._http = serveHttp is null ? null : new(flow) { Answering = new(id, inbox, serveHttp) };
        return flow;
    }

    /// <summary>Begins to read and write an accepted connection.</summary>
    public void Start()
    {
        if (_http is { } http)
        {
            http.Work = Task.Run(() => AnswerAllAsync(http));
        }

        Completion = Task.Run(PumpAsync);
    }

    /// <summary>Lets go of an accepted connection that nobody wants any more.</summary>
    public void Abandon()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }

    /// <summary>Takes a copy of the bytes for sending; <c>false</c> when too many wait already.</summary>
    public bool Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return true;
        }

        lock (_outgoing)
        {
            if (_writer == Writer.Ended || _isLastWritten)
            {
                // The input that says so is on its way.
                return true;
            }

            if (!_allOutgoing.TryAdd(_waiting, bytes.Length))
            {
                return false;
            }

            _ = Interlocked.Add(ref _waiting, bytes.Length);
            var rented = ArrayPool<byte>.Shared.Rent(bytes.Length);
            bytes.CopyTo(rented);
            _queue.Enqueue(new(rented, 0, bytes.Length));
            if (_writer != Writer.Idle)
            {
                return true;
            }

            _writer = Writer.AtWork;
        }

        _ = WriteQueueAsync();
        return true;
    }

    /// <summary>
    /// Sends what waits, closes, and says nothing more. A connection that does not stand yet is given up.
    /// </summary>
    public void Close()
    {
        _closed = true;
        if (_stream is null)
        {
            _abort.Cancel();
        }
        else
        {
            _abort.CancelAfter(CloseTimeMax);
        }

        if (_http is null || !CloseHttp(_http))
        {
            EndWriting();
        }
    }

    /// <summary>
    /// Resets the connection: the system lets go of what the peer has not confirmed, instead of sending it again for
    /// minutes. Says nothing more.
    /// </summary>
    public void Abort()
    {
        _closed = true;
        _socket.Close(timeout: 0);
        _abort.Cancel();
        EndWriting();
    }

    private async Task RunAsync(NetEffect.Connect request, X509Certificate2Collection extraRoots)
    {
        var ended = await EstablishAsync(request, extraRoots).ConfigureAwait(false);
        if (ended is null)
        {
            await PumpAsync().ConfigureAwait(false);
            return;
        }

        Abandon();
        await TellEndAsync(ended).ConfigureAwait(false);
        EndWriter(failure: null);
    }

    // Until the time is over, or the flow is given up.
    private async Task HoldAsync(TimeSpan time)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var timer = _time.CreateTimer(_ => over.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await using (timer.ConfigureAwait(false))
        {
            await over.Task.WaitAsync(_abort.Token).ConfigureAwait(false);
        }
    }

    // Answers what went wrong, or null with _stream set.
    private async Task<NetInput.Ended?> EstablishAsync(NetEffect.Connect request, X509Certificate2Collection extraRoots)
    {
        try
        {
            await _socket.ConnectAsync(request.To.ToPlatform(), _abort.Token).ConfigureAwait(false);
            if (request.Watch is { } watch)
            {
                PeerWatching.Apply(_socket, watch);
            }

            var local = PlatformAddresses.FromPlatform(_socket.LocalEndPoint);
            var connected = new NetInput.Connected(_id, local, request.To);
            var plain = new NetworkStream(_socket, ownsSocket: false);

            // Set before it is told: what the node writes then is sent even if it closes at once.
            _stream = request.Tls is null ? plain : null;
            _ = await _inbox.PostAsync(new(connected, _id)).ConfigureAwait(false);
            if (request.Tls is null)
            {
                return null;
            }

            if (request.Tls.After > TimeSpan.Zero)
            {
                await HoldAsync(request.Tls.After).ConfigureAwait(false);
            }

            var (tls, facts, why, detail) =
                await TlsStep.AsClientAsync(plain, request.Tls, extraRoots, _abort.Token).ConfigureAwait(false);
            if (tls is null || facts is null)
            {
                return new(_id, why, detail, facts);
            }

            _stream = tls;
            _ = await _inbox.PostAsync(new(new NetInput.Secured(_id, facts), _id)).ConfigureAwait(false);
            return null;
        }
        catch (SocketException error)
        {
            return SocketEnds.Ended(_id, error, SocketUse.Connect);
        }
        catch (OperationCanceledException)
        {
            // The node closed the flow; nobody hears this.
            return new(_id, ChannelEnd.Failed);
        }
    }

    private async Task PumpAsync()
    {
        var stream = _stream!;
        BeginWriting();
        var ended = await ReadAllAsync(stream).ConfigureAwait(false);
        if (_http is { } http)
        {
            ended = await EndHttpAsync(http, ended).ConfigureAwait(false);
        }

        await TellEndAsync(ended).ConfigureAwait(false);

        _abort.CancelAfter(CloseTimeMax);
        EndWriting();
        await _written.Task.ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    private async Task TellEndAsync(NetInput.Ended ended)
    {
        if (!_closed)
        {
            _ = await _inbox.PostAsync(new(ended, _id)).ConfigureAwait(false);
        }
    }

    private async Task<NetInput.Ended> ReadAllAsync(Stream stream)
    {
        try
        {
            while (true)
            {
                var rented = ArrayPool<byte>.Shared.Rent(ReadBytesMax);
                var posted = false;
                try
                {
                    var count = await stream.ReadAsync(rented, _abort.Token).ConfigureAwait(false);
                    if (count == 0)
                    {
                        return EndOf(_writeFailure);
                    }

                    if (_http is { } http)
                    {
                        await http.Stream.PutAsync(rented.AsMemory(0, count), _abort.Token).ConfigureAwait(false);
                        continue;
                    }

                    // After Close the peer's last words are read only so that our own are not lost to a reset.
                    posted = !_closed && await _inbox.PostAsync(
                        new(new NetInput.Received(_id, rented.AsMemory(0, count)), _id, rented)).ConfigureAwait(false);
                }
                finally
                {
                    if (!posted)
                    {
                        Inbox.Release(rented);
                    }
                }
            }
        }
        catch (Exception error)
        {
            // The error that the writer saw came first, and a socket tells each error only once.
            return EndOf(_writeFailure ?? error);
        }
    }

    private NetInput.Ended EndOf(Exception? failure)
    {
        if (failure is null)
        {
            return new(_id, ChannelEnd.ClosedByPeer);
        }

        var (why, detail) = TlsStep.Ended(failure);
        return new(_id, why, detail);
    }

    // What was written before the connection stood leaves now.
    private void BeginWriting()
    {
        lock (_outgoing)
        {
            if (_writer != Writer.NotReady)
            {
                return;
            }

            _writer = _queue.Count > 0 || _isLastWritten ? Writer.AtWork : Writer.Idle;
            if (_writer == Writer.Idle)
            {
                return;
            }
        }

        _ = WriteQueueAsync();
    }

    private void EndWriting()
    {
        lock (_outgoing)
        {
            _isLastWritten = true;
            if (_writer != Writer.Idle)
            {
                return;
            }

            _writer = Writer.AtWork;
        }

        _ = WriteQueueAsync();
    }

    private async Task WriteQueueAsync()
    {
        try
        {
            bool isEnd;
            while (TryNext(out var piece, out isEnd))
            {
                try
                {
                    await _stream!.WriteAsync(piece, _abort.Token).ConfigureAwait(false);
                }
                finally
                {
                    Forget(piece);
                }
            }

            if (isEnd)
            {
                await ShutDownAsync().ConfigureAwait(false);
                EndWriter(failure: null);
            }
        }
        catch (Exception error)
        {
            EndWriter(error);
            WakeReader();
        }
    }

    // Without a next one the writer is idle, unless the last was written: then it has still to end.
    private bool TryNext(out ArraySegment<byte> piece, out bool isEnd)
    {
        lock (_outgoing)
        {
            isEnd = _isLastWritten;
            if (_queue.TryDequeue(out piece))
            {
                return true;
            }

            _writer = isEnd ? Writer.AtWork : Writer.Idle;
            return false;
        }
    }

    private void Forget(ArraySegment<byte> piece)
    {
        _ = Interlocked.Add(ref _waiting, -piece.Count);
        _allOutgoing.Remove(piece.Count);
        Inbox.Release(piece.Array);
    }

    private async Task ShutDownAsync()
    {
        if (_stream is SslStream tls)
        {
            await tls.ShutdownAsync().WaitAsync(_abort.Token).ConfigureAwait(false);
        }

        _socket.Shutdown(SocketShutdown.Send);
    }

    // The end of the writer, in good order without a failure.
    private void EndWriter(Exception? failure)
    {
        _writeFailure ??= failure;
        lock (_outgoing)
        {
            _writer = Writer.Ended;
            while (_queue.TryDequeue(out var piece))
            {
                Forget(piece);
            }
        }

        _ = _written.TrySetResult();
    }

    // The reader still gets what has arrived, then the end; it tells the node, in that order.
    private void WakeReader()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Already broken: then the reader has noticed by itself.
        }
    }

    private enum Writer : byte
    {
        // The connection does not stand yet.
        NotReady,

        Idle,
        AtWork,

        // It has failed, or written the last.
        Ended,
    }
}
