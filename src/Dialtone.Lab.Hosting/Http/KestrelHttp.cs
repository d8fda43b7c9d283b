using System.Net;
using Dialtone.Core.Net.Http;
using Dialtone.Live.Http;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dialtone.Lab.Hosting.Http;

/// <summary>
/// HTTP for the servers of a lab, by Kestrel. It opens no port: it is given connections that were accepted, and
/// secured, as all others of the lab are. Begins with the first connection.
/// </summary>
public sealed class KestrelHttp : IAsyncDisposable
{
    /// <summary>The longest request line, in bytes.</summary>
    public const int RequestLineBytesMax = 8 * 1024;

    /// <summary>The longest head, in bytes: a Kerberos ticket in a field may be long.</summary>
    public const int HeadBytesMax = 64 * 1024;

    /// <summary>Fields in a head.</summary>
    public const int FieldsMax = 64;

    private readonly HandedConnections _connections = new();
    private readonly KestrelServer _server;
    private readonly Lock _gate = new();
    private Task? _started;

    /// <summary>A server that does not run yet.</summary>
    public KestrelHttp()
    {
        var options = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxRequestBodySize = HttpRequest.BodyBytesMax;
        options.Limits.MaxRequestLineSize = RequestLineBytesMax;
        options.Limits.MaxRequestHeadersTotalSize = HeadBytesMax;
        options.Limits.MaxRequestHeaderCount = FieldsMax;

        // An address for the sake of form: nothing is bound.
        options.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1);
        _server = new(Options.Create(options), _connections, NullLoggerFactory.Instance);
    }

    /// <summary>What speaks HTTP on the connections of <see cref="Core.Net.NetEffect.ListenHttp"/>.</summary>
    public ServeHttp Serve => ServeAsync;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_started is not null)
        {
            await _server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        }

        _server.Dispose();
    }

    private Task StartedAsync()
    {
        lock (_gate)
        {
            return _started ??= _server.StartAsync(new AnsweringApplication(), CancellationToken.None);
        }
    }

    private async Task ServeAsync(
        Stream connection, Func<HttpRequest, ValueTask<HttpResponse?>> answer, CancellationToken stop)
    {
        await StartedAsync().ConfigureAwait(false);
        var handed = new HandedConnection(connection, answer);
        await using (handed.ConfigureAwait(false))
        {
            using var stopping = stop.UnsafeRegister(static one => ((HandedConnection)one!).RequestClose(), handed);
            await _connections.HandAsync(handed).ConfigureAwait(false);
            await handed.Ended.ConfigureAwait(false);
        }
    }
}
