using System.Buffers;
using System.IO.Pipelines;

namespace Dialtone.Live.Http;

/// <summary>
/// A connection as the platform's HTTP sees it. What the flow reads is put in at one end and read here at the other;
/// what is written here is written to the flow. So the flow stays the only one that reads the connection, and learns of
/// its end in the ordinary way.
/// </summary>
internal sealed class HttpStream(StreamFlow flow) : Stream
{
    private readonly Pipe _arrived = new(new PipeOptions(useSynchronizationContext: false));
    private volatile bool _disposed;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Puts in what the flow has read; waits while too much of it has not been taken out. What nobody reads any more
    /// is dropped.
    /// </summary>
    public async ValueTask PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        if (!_disposed)
        {
            _ = await _arrived.Writer.WriteAsync(bytes, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Nothing more arrives.</summary>
    public void End() => _arrived.Writer.Complete();

    /// <summary>Lets go of what was never read. Nobody reads any more.</summary>
    public void Release() => _arrived.Reader.Complete();

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await _arrived.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var count = (int)Math.Min(buffer.Length, result.Buffer.Length);
        var taken = result.Buffer.Slice(0, count);
        taken.CopyTo(buffer.Span);
        _arrived.Reader.AdvanceTo(taken.End);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        flow.Write(buffer.Span)
            ? ValueTask.CompletedTask
            : ValueTask.FromException(new IOException("The peer does not read: too many bytes wait for it."));

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Whoever reads or writes now is woken; the platform's HTTP gives a connection up in this way.
            _disposed = true;
            _arrived.Reader.CancelPendingRead();
            _arrived.Writer.CancelPendingFlush();
        }

        base.Dispose(disposing);
    }
}
