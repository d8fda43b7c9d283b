using Dialtone.Core.Journal;
using Dialtone.Core.Transactions;
using Dialtone.Phones;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Transactions;

/// <summary>
/// Runs synthetic transactions on the real network: a <see cref="Phone"/> with its journal kept. Each signs out, and
/// is an endpoint of its own of the user, so that none of the others notices. Where a user may have few endpoints, one
/// more can drive out the oldest.
/// </summary>
public static class TransactionRunner
{
    /// <summary>How the endpoint of a transaction is told from the user's others on this machine.</summary>
    public const string Endpoint = "STEpid";

    /// <summary>
    /// Runs one. A network that fails is a result, and so is what was seen until the caller gave up.
    /// </summary>
    /// <param name="request">What is to be run.</param>
    /// <param name="follow">Told each entry of the journal as it is written; may be <c>null</c>.</param>
    /// <param name="cancellationToken">Ends it early; the phone signs out all the same.</param>
    /// <exception cref="IOException">There is no room for what the phone remembers.</exception>
    public static async Task<TransactionResult> RunAsync(
        TransactionRequest request, Action<JournalEntry>? follow = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var startedAt = request.Phone.Time.GetUtcNow();
        using var state = new PassingState(request.Phone.StateDirectory);
        var options = request.Phone with
        {
            Endpoint = Endpoint,
            StateDirectory = state.Directory,
            Schemes = request.Kind == TransactionKind.ClientAuth ? [SipScheme.TlsDsk] : request.Phone.Schemes,
        };
        var phone = new Phone(options, follow);
        await using var ending = phone.ConfigureAwait(false);
        try
        {
            _ = await phone.SignInAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was seen by then is the result.
        }

        _ = await phone.SignOutAsync().ConfigureAwait(false);
        return TransactionResult.Of(request.Kind, phone.Journal) with { StartedAt = startedAt };
    }
}
