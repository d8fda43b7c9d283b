using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Dialtone.Lab.Hosting.Http;

/// <summary>A listener of Kestrel's to which connections are handed.</summary>
internal sealed class HandedConnections : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<HandedConnection> _waiting = Channel.CreateUnbounded<HandedConnection>();

    /// <inheritdoc/>
    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.Loopback, 0);

    /// <summary>Hands a connection to Kestrel.</summary>
    public ValueTask HandAsync(HandedConnection connection) => _waiting.Writer.WriteAsync(connection);

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return new(this);
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _waiting.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false)
        && _waiting.Reader.TryRead(out var connection)
            ? connection
            : null;

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _ = _waiting.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}
