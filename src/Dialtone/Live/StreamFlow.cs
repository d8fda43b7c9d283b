using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Dialtone.Core.Net;

namespace Dialtone.Live;

/// <summary>
/// One connection, TCP or TLS over it. Its reader is the only one that speaks to the node, so what arrived before an
/// end is heard before it; its writer empties a queue, so the node never waits.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification =
    "The cancellation source has no handle, and a node may close a flow in the moment in which it ends by itself.")]
internal sealed class StreamFlow
{
    /// <summary>
    /// How many bytes may wait for a peer that does not read: a thousand times a large SIP message. One more ends the
    /// flow.
    /// </summary>
    public const int WaitingBytesMax = 4 * 1024 * 1024;

    private const int ReadBytesMax = 8 * 1024;

    /// <summary>How long a flow that was closed may take to send what waits and to see the peer close too.</summary>
    public static readonly TimeSpan CloseTimeMax = TimeSpan.FromSeconds(1);

    private readonly FlowId _id;
    private readonly Socket _socket;
    private readonly Inbox _inbox;
    private readonly Channel<ArraySegment<byte>> _outgoing = Channel.CreateUnbounded<ArraySegment<byte>>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly CancellationTokenSource _abort;

    private Stream? _stream;
    private long _waiting;
    private volatile bool _closed;
    private volatile Exception? _writeFailure;

    private StreamFlow(FlowId id, Socket socket, Stream? stream, Inbox inbox, TimeProvider time)
    {
        _id = id;
        _socket = socket;
        _stream = stream;
        _inbox = inbox;
        _abort = new(Timeout.InfiniteTimeSpan, time);
    }

    /// <summary>Ends when nothing of the flow is left.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>The flow's number.</summary>
    public FlowId Id => _id;

    /// <summary>Begins to connect; all that follows is told through the inbox.</summary>
    /// <exception cref="SocketException">There are no sockets of that family, or none left.</exception>
    public static StreamFlow Connect(
        NetEffect.Connect request, X509Certificate2Collection extraRoots, Inbox inbox, TimeProvider time)
    {
        var socket = new Socket(request.To.Family(), SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        var flow = new StreamFlow(request.Flow, socket, stream: null, inbox, time);
        flow.Completion = Task.Run(() => flow.RunAsync(request, extraRoots));
        return flow;
    }

    /// <summary>A connection that a listener accepted. It does nothing before <see cref="Start"/>.</summary>
    public static StreamFlow Accepted(FlowId id, Socket socket, Stream stream, Inbox inbox, TimeProvider time) =>
        new(id, socket, stream, inbox, time);

    /// <summary>Begins to read and write an accepted connection.</summary>
    public void Start() => Completion = Task.Run(PumpAsync);

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

        if (Interlocked.Add(ref _waiting, bytes.Length) > WaitingBytesMax)
        {
            return false;
        }

        var rented = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(rented);
        if (!_outgoing.Writer.TryWrite(new(rented, 0, bytes.Length)))
        {
            // The flow has ended, and the input that says so is on its way.
            Inbox.Release(rented);
        }

        return true;
    }

    /// <summary>
    /// Sends what waits, closes, and says nothing more. A connection that does not stand yet is given up.
    /// </summary>
    public void Close()
    {
        _closed = true;
        _ = _outgoing.Writer.TryComplete();
        if (_stream is null)
        {
            _abort.Cancel();
        }
        else
        {
            _abort.CancelAfter(CloseTimeMax);
        }
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
        await DropOutgoingAsync().ConfigureAwait(false);
    }

    // Answers what went wrong, or null with _stream set.
    private async Task<NetInput.Ended?> EstablishAsync(NetEffect.Connect request, X509Certificate2Collection extraRoots)
    {
        try
        {
            await _socket.ConnectAsync(request.To.ToPlatform(), _abort.Token).ConfigureAwait(false);
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
        var writing = WriteAllAsync(stream);
        var ended = await ReadAllAsync(stream).ConfigureAwait(false);
        await TellEndAsync(ended).ConfigureAwait(false);

        _ = _outgoing.Writer.TryComplete();
        _abort.CancelAfter(CloseTimeMax);
        await writing.ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
        await DropOutgoingAsync().ConfigureAwait(false);
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

    private async Task WriteAllAsync(Stream stream)
    {
        try
        {
            await foreach (var piece in _outgoing.Reader.ReadAllAsync(_abort.Token).ConfigureAwait(false))
            {
                try
                {
                    await stream.WriteAsync(piece, _abort.Token).ConfigureAwait(false);
                }
                finally
                {
                    _ = Interlocked.Add(ref _waiting, -piece.Count);
                    Inbox.Release(piece.Array);
                }
            }

            if (stream is SslStream tls)
            {
                await tls.ShutdownAsync().WaitAsync(_abort.Token).ConfigureAwait(false);
            }

            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error)
        {
            _writeFailure = error;
            WakeReader();
        }
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

    private async Task DropOutgoingAsync()
    {
        _ = _outgoing.Writer.TryComplete();
        await foreach (var piece in _outgoing.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            Inbox.Release(piece.Array);
        }
    }
}
