using Dialtone.Transactions;
using Dialtone.Watcher.Configuration;

namespace Dialtone.Watcher.Probing;

/// <summary>
/// Runs probes as <c>dialtone test</c> runs transactions: <see cref="RunAsync"/> is a <see cref="Probe"/>.
/// </summary>
/// <param name="stateDirectory">Where phones with a memory keep it, those of each check apart.</param>
/// <param name="time">The clock.</param>
public sealed class TransactionProbe(string stateDirectory, TimeProvider time)
{
    private const string PhonesDirectory = "phones";

    /// <summary>
    /// Runs what is described, once. Secrets and certificates are read anew: a password that was changed counts from
    /// the next run on.
    /// </summary>
    /// <param name="settings">What is run.</param>
    /// <param name="name">Whose endpoint it is, and whose memory it uses, where it has one.</param>
    /// <param name="limit">After which it is given up; what was seen by then is the result.</param>
    /// <param name="cancellationToken">Gives up earlier; what was seen by then is the result too.</param>
    public async Task<ProbeResult> RunAsync(
        ProbeSettings settings, string name, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var memory = settings.Remembers ? DirectoryOf(name) : null;
        if (!ProbeRequest.TryMake(settings, name, memory, time, out var request, out var why))
        {
            return new ProbeResult.NotRun(why);
        }

        using var late = new CancellationTokenSource(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var result = await TransactionRunner.RunAsync(request, null, either.Token).ConfigureAwait(false);
            return new ProbeResult.Ran(result, late.IsCancellationRequested);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new ProbeResult.NotRun($"There is no room for what the phone remembers: {error.Message}");
        }
    }

    // A name is one directory, whatever stands in it.
    private string DirectoryOf(string name) =>
        Path.Combine(stateDirectory, PhonesDirectory, $"{Uri.EscapeDataString(name)}.phone");
}
