using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Dialtone.Core.Journal;
using Dialtone.Core.Transactions;
using Dialtone.Transactions;

namespace Dialtone.PowerShell.Transactions;

/// <summary>
/// Runs transactions beside the pipeline, and brings what they see onto the pipeline's own thread, which alone may
/// write.
/// </summary>
internal sealed class TransactionPump : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private TransactionResult? _result;
    private ExceptionDispatchInfo? _defect;

    /// <summary>
    /// Ends the transaction that runs, and all that would follow: it signs out, and its result is what was seen. Any
    /// thread.
    /// </summary>
    public void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The pipeline had come to its end when it was stopped.
        }
    }

    /// <summary>Runs one, and comes back when it is over, however it ends.</summary>
    /// <param name="request">What is run.</param>
    /// <param name="seen">Told each entry of the journal, on the caller's thread.</param>
    /// <exception cref="IOException">There is no room for what the phone remembers.</exception>
    public TransactionResult Run(TransactionRequest request, Action<JournalEntry> seen)
    {
        var entries = new BlockingCollection<JournalEntry>();
        _ = Task.Run(() => RunAsync(request, entries));
        try
        {
            foreach (var entry in entries.GetConsumingEnumerable())
            {
                seen(entry);
            }
        }
        catch
        {
            // Whoever does not want to hear more does not leave a phone that runs.
            Stop();
            foreach (var _ in entries.GetConsumingEnumerable())
            {
            }

            throw;
        }

        _defect?.Throw();
        return _result!;
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(TransactionRequest request, BlockingCollection<JournalEntry> entries)
    {
        // The host has the culture of its user; what is sent and said here has none.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            _result = await TransactionRunner.RunAsync(request, entries.Add, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _defect = ExceptionDispatchInfo.Capture(error);
        }
        finally
        {
            entries.CompleteAdding();
        }
    }
}
