using Dialtone.Core.Journal;
using Dialtone.Core.Transactions;

namespace Dialtone.Transactions;

/// <summary>
/// Runs synthetic transactions on the real network, by <see cref="Phones.Phone"/> with its journal kept. Each signs
/// out, and is an endpoint of its own of the user, so that none of the others notices. Where a user may have few
/// endpoints, one more can drive out the oldest.
/// </summary>
public static class TransactionRunner
{
    /// <summary>
    /// How the endpoint of a transaction is told from the user's others on this machine, where its phone is not told
    /// otherwise. Two at once of one user need a word of their own each: one would end the registration of the other.
    /// </summary>
    public const string Endpoint = "STEpid";

    /// <summary>
    /// Runs one. A network that fails is a result, and so is what was seen until the caller gave up.
    /// </summary>
    /// <param name="request">What is to be run.</param>
    /// <param name="follow">
    /// Told each entry of the journal as it is written, on the phone's own thread; may be <c>null</c>.
    /// </param>
    /// <param name="cancellationToken">Ends it early; a phone that is signed in signs out all the same.</param>
    /// <exception cref="ArgumentException">A presence transaction without a publisher.</exception>
    /// <exception cref="IOException">There is no room for what the phone remembers.</exception>
    public static async Task<TransactionResult> RunAsync(
        TransactionRequest request, Action<JournalEntry>? follow = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var run = new TransactionRun(request, follow);
        await using (run.ConfigureAwait(false))
        {
            return await run.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
