using System.Threading.Channels;

namespace Dialtone.Watcher.Pages;

/// <summary>
/// A browser that listens, and which checks changed since it was told last. A check that changed twice meanwhile is
/// told once, as it is then: no more can wait than there are checks, however slow the browser is.
/// </summary>
/// <param name="only">The one check that it looks at; <c>null</c> for all.</param>
internal sealed class LiveClient(string? only)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _changed = [];
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Whether it looks at all checks.</summary>
    public bool SeesAll => only is null;

    /// <summary>Takes note that a check changed.</summary>
    public void Note(string check)
    {
        if (only is not null && only != check)
        {
            return;
        }

        lock (_lock)
        {
            _ = _changed.Add(check);
        }

        _ = _bell.Writer.TryWrite(true);
    }

    /// <summary>Waits until something changed, or that is over.</summary>
    public async Task WaitAsync(CancellationToken over, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over, cancellationToken);
        try
        {
            _ = await _bell.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing changed.
        }
    }

    /// <summary>Which changed since it was asked last.</summary>
    public List<string> Take()
    {
        lock (_lock)
        {
            List<string> changed = [.. _changed];
            _changed.Clear();
            return changed;
        }
    }
}
