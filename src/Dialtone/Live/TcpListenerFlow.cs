using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Live;

/// <summary>Listens, and brings each connection to the node when it is ready to be used.</summary>
[SuppressMessage("Design", "CA1001", Justification =
    "The cancellation source has no handle, and handshakes look at it after the listener was closed.")]
internal sealed class TcpListenerFlow
{
    /// <summary>How many connections may be in their TLS handshake at a time; one more is closed at once.</summary>
    public const int HandshakesMax = 256;

    /// <summary>
    /// How long a client may take for its handshake. The node does not know it yet and cannot set a limit.
    /// </summary>
    public static readonly TimeSpan HandshakeTimeMax = TimeSpan.FromSeconds(10);

    private readonly FlowId _id;
    private readonly Socket _socket;
    private readonly SslStreamCertificateContext? _identity;
    private readonly Func<FlowId> _nextId;
    private readonly Inbox _inbox;
    private readonly TimeProvider _time;

    private readonly CancellationTokenSource _stop = new();

    private TcpListenerFlow(
        FlowId id,
        Socket socket,
        SslStreamCertificateContext? identity,
        Func<FlowId> nextId,
        Inbox inbox,
        TimeProvider time)
    {
        _id = id;
        _socket = socket;
        _identity = identity;
        _nextId = nextId;
        _inbox = inbox;
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
    /// <param name="nextId">Names the connections; called from any thread.</param>
    /// <param name="inbox">Where connections are told.</param>
    /// <param name="time">For the limit on handshakes.</param>
    public static (TcpListenerFlow? Flow, NetInput.Ended? Ended) Open(
        NetEffect.Listen request,
        SslStreamCertificateContext? identity,
        Func<FlowId> nextId,
        Inbox inbox,
        TimeProvider time)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(request.Local.Family(), SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(request.Local.ToPlatform());
            socket.Listen();
            var flow = new TcpListenerFlow(request.Flow, socket, identity, nextId, inbox, time);
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
        var handshakes = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var accepted = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
                _ = handshakes.RemoveAll(static t => t.IsCompleted);
                if (handshakes.Count >= HandshakesMax)
                {
                    accepted.Dispose();
                    continue;
                }

                handshakes.Add(AdmitAsync(accepted));
            }
            catch (SocketException error) when (error.SocketErrorCode
                is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                // A client that went away before it was accepted.
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

        await Task.WhenAll(handshakes).ConfigureAwait(false);
    }

    private async Task AdmitAsync(Socket accepted)
    {
        try
        {
            accepted.NoDelay = true;
            var local = PlatformAddresses.FromPlatform(accepted.LocalEndPoint);
            var remote = PlatformAddresses.FromPlatform(accepted.RemoteEndPoint);
            if (await SecureAsync(accepted).ConfigureAwait(false) is not { } stream)
            {
                accepted.Dispose();
                return;
            }

            var flow = StreamFlow.Accepted(_nextId(), accepted, stream, _inbox, _time);
            var input = new NetInput.Accepted(_id, flow.Id, local, remote);
            if (!await _inbox.PostAsync(new(input, _id, Newcomer: flow)).ConfigureAwait(false))
            {
                flow.Abandon();
            }
        }
        catch (Exception)
        {
            // A client that fails in its handshake never becomes a connection of the node: there is nobody to tell.
            accepted.Dispose();
        }
    }

    private async Task<Stream?> SecureAsync(Socket accepted)
    {
        if (_identity is null)
        {
            return new NetworkStream(accepted, ownsSocket: false);
        }

        using var timer = new CancellationTokenSource(HandshakeTimeMax, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, _stop.Token);
        var tls = await TlsStep.AsServerAsync(accepted, _identity, limit.Token).ConfigureAwait(false);
        if (tls is null)
        {
            await SeeOffAsync(accepted, limit.Token).ConfigureAwait(false);
        }

        return tls;
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
}
