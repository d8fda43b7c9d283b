using System.Globalization;
using System.IO.Pipelines;
using Dialtone.Core.Net.Http;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Dialtone.Lab.Hosting.Http;

/// <summary>A connection of the lab as Kestrel wants to see it, with who answers its requests.</summary>
internal sealed class HandedConnection : ConnectionContext, IDuplexPipe, IConnectionLifetimeNotificationFeature
{
    private static long s_last;

    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenSource _closeRequested = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Stream _connection;

    public HandedConnection(Stream connection, Func<HttpRequest, ValueTask<HttpResponse?>> answer)
    {
        _connection = connection;
        Answer = answer;
        Input = PipeReader.Create(connection, new StreamPipeReaderOptions(leaveOpen: true));
        Output = PipeWriter.Create(connection, new StreamPipeWriterOptions(leaveOpen: true));
        Transport = this;
        ConnectionClosed = _closed.Token;
        ConnectionClosedRequested = _closeRequested.Token;
        Features.Set<IConnectionLifetimeNotificationFeature>(this);
        Features.Set(this);
    }

    /// <summary>Answers a request; <c>null</c> gives the connection up.</summary>
    public Func<HttpRequest, ValueTask<HttpResponse?>> Answer { get; }

    /// <summary>Ends when Kestrel has finished with it.</summary>
    public Task Ended => _ended.Task;

    /// <inheritdoc/>
    public PipeReader Input { get; }

    /// <inheritdoc/>
    public PipeWriter Output { get; }

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; }

    /// <inheritdoc/>
    public override string ConnectionId { get; set; } =
        Interlocked.Increment(ref s_last).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    /// <inheritdoc/>
    public CancellationToken ConnectionClosedRequested { get; set; }

    /// <inheritdoc/>
    public void RequestClose() => _closeRequested.Cancel();

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        // Kestrel waits for what it reads: a connection that it has given up brings nothing more.
        _connection.Dispose();
        _closed.Cancel();
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _ = _ended.TrySetResult();
        return base.DisposeAsync();
    }
}
