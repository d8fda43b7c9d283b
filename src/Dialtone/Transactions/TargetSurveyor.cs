using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Trace;
using Dialtone.Core.Transactions;
using Dialtone.Live;
using Dialtone.Phones;
using Dialtone.Wire.Addresses;

namespace Dialtone.Transactions;

/// <summary>
/// Signs in at every target, one after another, each as the transaction's own endpoint, and out again; then asks Web
/// Services at each of their addresses.
/// </summary>
/// <param name="kind">The transaction.</param>
/// <param name="options">The phone of the transaction, with what it has kept by now.</param>
/// <param name="keepsMessages">Whether every message is kept.</param>
/// <param name="follow">Told each entry of the journal as it is written; may be <c>null</c>.</param>
internal sealed class TargetSurveyor(
    TransactionKind kind, PhoneOptions options, bool keepsMessages, Action<JournalEntry>? follow)
{
    private readonly PhoneOptions _one = options with
    {
        Registrar = null,
        FollowsPresence = false,
        ChecksRelays = false,
        Racing = false,
    };

    /// <summary>The result of the transaction, and what every target adds to it.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<TransactionResult> RunAsync(TransactionResult result, CancellationToken cancellation)
    {
        var (candidates, seen) = await CandidatesAsync(result, cancellation).ConfigureAwait(false);
        var targets = ImmutableArray.CreateBuilder<TargetResult>();
        foreach (var target in TargetSurvey.TargetsOf(candidates, seen))
        {
            targets.Add(new(target, await SignInAsync(target, cancellation).ConfigureAwait(false)));
        }

        var web = await AskWebAsync(result, cancellation).ConfigureAwait(false);
        return TargetSurvey.Join(result with { Journal = [.. result.Journal, .. web] }, targets.ToImmutable());
    }

    /// <summary>Whom a phone would try, those too that the transaction did not come to.</summary>
    private async Task<(ImmutableArray<Candidate> Candidates, ImmutableArray<JournalEntry> Seen)> CandidatesAsync(
        TransactionResult result, CancellationToken cancellation)
    {
        ImmutableArray<Candidate> planned =
            [.. result.Journal.OfType<JournalEntry.Planned>().SelectMany(each => each.Candidates)];
        if (options.Registrar is not null)
        {
            return (planned, result.Journal);
        }

        var found = await Discoverer.RunAsync(options, follow, cancellation).ConfigureAwait(false);
        return ([.. found.Plan, .. planned], [.. result.Journal, .. found.Journal]);
    }

    private async Task<TransactionResult> SignInAsync(Candidate target, CancellationToken cancellation)
    {
        var trace = keepsMessages ? new MessageTrace() : null;
        var phone = new Phone(_one with { Only = target, Trace = trace }, follow);
        await using (phone.ConfigureAwait(false))
        {
            _ = await phone.SignInAsync(cancellation).ConfigureAwait(false);
            _ = await phone.SignOutAsync().ConfigureAwait(false);
            return TransactionResult.Of(kind, phone.Journal) with
            {
                Messages = trace is null ? [] : [.. trace.Messages],
            };
        }
    }

    private async Task<ImmutableArray<JournalEntry>> AskWebAsync(
        TransactionResult result, CancellationToken cancellation)
    {
        ImmutableArray<(WebUrl Url, IpAddress Address)> targets = [.. result.Journal.OfType<JournalEntry.WebCalled>()
            .Where(each => each.Outcome is { Method: "GET", Addresses: not null })
            .DistinctBy(each => each.Outcome.Url.Host)
            .SelectMany(each => each.Outcome.Addresses!.Addresses.Select(address => (each.Outcome.Url, address)))
            .Take(TargetSurvey.TargetsMax)];
        var journal = new FollowedJournal(follow);
        var node = new WebSurveyNode(PhoneSetup.SettingsOf(_one), targets, new SystemEntropy(), journal);
        var driver = new LiveDriver(node, new LiveSettings
        {
            Time = options.Time,
            Start = options.Start,
            ExtraRoots = options.ExtraRoots,
        });
        await driver.RunAsync(() => node.IsDone, cancellation).ConfigureAwait(false);
        return journal.Snapshot();
    }
}
