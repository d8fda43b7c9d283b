using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using Dialtone.Core.Net;
using Dialtone.Live.Http;
using Dialtone.Wire.Addresses;

namespace Dialtone.Live;

/// <summary>Listens, and brings each connection to the node when it is ready to be used.</summary>
[SuppressMessage("Design", "CA1001", Justification =
    "The cancellation source has no handle, and handshakes look at it after the listener was closed.")]
internal sealed class TcpListenerFlow
{
    /// <summary>
    /// How many connections may be in their TLS handshake at a time. For one more the oldest that has said nothing yet
    /// is closed, or the oldest of all: connections that only wait keep nobody else out.
    /// </summary>
    public const int HandshakesMax = 1024;

    /// <summary>How long no connection is accepted after the system had no handle left for one.</summary>
    public static readonly TimeSpan HandlePause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long a client may take for its handshake. The node does not know it yet and cannot set a limit.
    /// </summary>
    public static readonly TimeSpan HandshakeTimeMax = TimeSpan.FromSeconds(10);

    private readonly FlowId _id;
    private readonly Socket _socket;
    private readonly SslStreamCertificateContext? _identity;
    private readonly ServeHttp? _serveHttp;
    private readonly Func<FlowId> _nextId;
    private readonly Inbox _inbox;
    private readonly OutgoingBytes _outgoing;
    private readonly TimeProvider _time;

    private readonly CancellationTokenSource _stop = new();

    // Oldest first. Handshakes run on threads of their own.
    private readonly Lock _gate = new();
    private readonly LinkedList<Handshake> _handshakes = [];
    private int _refused;

    private TcpListenerFlow(
        FlowId id,
        Socket socket,
        SslStreamCertificateContext? identity,
        ServeHttp? serveHttp,
        Func<FlowId> nextId,
        Inbox inbox,
        OutgoingBytes outgoing,
        TimeProvider time)
    {
        _id = id;
        _socket = socket;
        _identity = identity;
        _serveHttp = serveHttp;
        _nextId = nextId;
        _inbox = inbox;
        _outgoing = outgoing;
        _time = time;
        Local = PlatformAddresses.FromPlatform(socket.LocalEndPoint);
    }

    /// <summary>Ends when the listener is closed and no handshake is left.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Where it listens.</summary>
    public EndPointAddress Local { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="request">The node's wish.</param>
    /// <param name="identity">The certificate to present, or <c>null</c> for plain TCP.</param>
    /// <param name="serveHttp">Speaks HTTP on the connections, or <c>null</c> where the node reads bytes.</param>
    /// <param name="nextId">Names the connections; called from any thread.</param>
    /// <param name="inbox">Where connections are told.</param>
    /// <param name="outgoing">Counts what waits on the connections.</param>
    /// <param name="time">For the limit on handshakes.</param>
    public static (TcpListenerFlow? Flow, NetInput.Ended? Ended) Open(
        NetEffect.Listen request,
        SslStreamCertificateContext? identity,
        ServeHttp? serveHttp,
        Func<FlowId> nextId,
        Inbox inbox,
        OutgoingBytes outgoing,
        TimeProvider time)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(request.Local.Family(), SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(request.Local.ToPlatform());
            socket.Listen();
            var flow = new TcpListenerFlow(request.Flow, socket, identity, serveHttp, nextId, inbox, outgoing, time);
            flow.Completion = Task.Run(flow.AcceptAllAsync);
            return (flow, null);
        }
        catch (SocketException error)
        {
            socket?.Dispose();
            return (null, SocketEnds.Ended(request.Flow, error, SocketUse.Bind));
        }
    }

    /// <summary>Stops listening and gives up handshakes. Connections that the node knows live on.</summary>
    public void Close()
    {
        _stop.Cancel();
        _socket.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var accepted = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
                await TakeAsync(accepted).ConfigureAwait(false);
            }
            catch (SocketException error) when (error.SocketErrorCode
                is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                // A client that went away before it was accepted.
            }
            catch (SocketException error) when (error.SocketErrorCode
                is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                Refuse(null);
                await PauseAsync().ConfigureAwait(false);
            }
            catch (SocketException error) when (!_stop.IsCancellationRequested)
            {
                var ended = SocketEnds.Ended(_id, error, SocketUse.Bind);
                _ = await _inbox.PostAsync(new(ended, _id)).ConfigureAwait(false);
                break;
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                break;
            }
        }

        await Task.WhenAll(Pending().Select(handshake => handshake.Completion)).ConfigureAwait(false);
    }

    // Other connections may end in the meantime, and give their handles back.
    private async Task PauseAsync()
    {
        using var pause = new PeriodicTimer(HandlePause, _time);
        using var stopping = _stop.Token.UnsafeRegister(static timer => ((PeriodicTimer)timer!).Dispose(), pause);
        _ = await pause.WaitForNextTickAsync().ConfigureAwait(false);
    }

    private async Task TakeAsync(Socket accepted)
    {
        await TellRefusedAsync().ConfigureAwait(false);
        if (_identity is null)
        {
            await AdmitAsync(accepted, new NetworkStream(accepted, ownsSocket: false)).ConfigureAwait(false);
            return;
        }

        MakeRoom();
        var handshake = new Handshake(accepted);
        lock (_gate)
        {
            handshake.Place = _handshakes.AddLast(handshake);
        }

        handshake.Completion = SecureAsync(handshake);
    }

    private void MakeRoom()
    {
        lock (_gate)
        {
            if (_handshakes.Count < HandshakesMax)
            {
                return;
            }

            var loser = _handshakes.First;
            for (var next = loser; next is not null; next = next.Next)
            {
                if (!next.Value.HasSpoken)
                {
                    loser = next;
                    break;
                }
            }

            _handshakes.Remove(loser!);
            Refuse(loser!.Value.Socket);
        }
    }

    private void Refuse(Socket? socket)
    {
        socket?.Dispose();
        _ = Interlocked.Increment(ref _refused);
    }

    // Together with the next connection: a flood of what is refused is not a flood of inputs.
    private async ValueTask TellRefusedAsync()
    {
        if (Interlocked.Exchange(ref _refused, 0) is > 0 and var count)
        {
            _ = await _inbox.PostAsync(new(new NetInput.NotAccepted(_id, count), _id)).ConfigureAwait(false);
        }
    }

    private async Task AdmitAsync(Socket accepted, Stream stream)
    {
        try
        {
            accepted.NoDelay = true;
            var local = PlatformAddresses.FromPlatform(accepted.LocalEndPoint);
            var remote = PlatformAddresses.FromPlatform(accepted.RemoteEndPoint);
            var flow = StreamFlow.Accepted(_nextId(), accepted, stream, _serveHttp, _inbox, _outgoing, _time);
            var input = new NetInput.Accepted(_id, flow.Id, local, remote);
            if (!await _inbox.PostAsync(new(input, _id, Newcomer: flow)).ConfigureAwait(false))
            {
                flow.Abandon();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // A client that went away again: the node never knew of it.
            await stream.DisposeAsync().ConfigureAwait(false);
            accepted.Dispose();
        }
    }

    private async Task SecureAsync(Handshake handshake)
    {
        var socket = handshake.Socket;
        SslStream? tls = null;
        try
        {
            using var timer = new CancellationTokenSource(HandshakeTimeMax, _time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, _stop.Token);
            socket.NoDelay = true;
            tls = await TlsStep.AsServerAsync(socket, _identity!, () => handshake.HasSpoken = true, limit.Token)
                .ConfigureAwait(false);
            if (tls is null)
            {
                await SeeOffAsync(socket, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // A client that fails in its handshake never becomes a connection of the node.
        }

        // One that had to make room is closed and counted already.
        if (!Leave(handshake))
        {
            tls?.Dispose();
        }
        else if (tls is null)
        {
            Refuse(socket);
        }
        else
        {
            await AdmitAsync(socket, tls).ConfigureAwait(false);
        }
    }

    private bool Leave(Handshake handshake)
    {
        lock (_gate)
        {
            if (handshake.Place?.List is not { } list)
            {
                return false;
            }

            list.Remove(handshake.Place);
            return true;
        }
    }

    private Handshake[] Pending()
    {
        lock (_gate)
        {
            return [.. _handshakes];
        }
    }

    // Reads what the client still says, so that closing does not send a reset that overtakes the alert.
    private static async Task SeeOffAsync(Socket accepted, CancellationToken stop)
    {
        accepted.Shutdown(SocketShutdown.Send);
        var ignored = new byte[512];
        while (await accepted.ReceiveAsync(ignored, stop).ConfigureAwait(false) > 0)
        {
            // Until the client closes, or the limit on handshakes does.
        }
    }

    private sealed class Handshake(Socket socket)
    {
        public Socket Socket { get; } = socket;

        /// <summary>Whether the client has sent a first byte.</summary>
        public bool HasSpoken { get; set; }

        public LinkedListNode<Handshake>? Place { get; set; }

        public Task Completion { get; set; } = Task.CompletedTask;
    }
}
