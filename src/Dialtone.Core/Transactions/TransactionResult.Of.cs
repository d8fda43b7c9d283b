using System.Collections.Immutable;
using Dialtone.Core.Certificates;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Transactions;

/// <content>What a journal comes to.</content>
public sealed partial record TransactionResult
{
    /// <summary>
    /// Judges the journal of a transaction, by the journal alone: the device stopped when it was settled, or at its
    /// first back-off.
    /// </summary>
    /// <param name="kind">Which transaction.</param>
    /// <param name="journal">
    /// Its journal; where it is of two users, all entries of the one before those of the other.
    /// </param>
    public static TransactionResult Of(TransactionKind kind, IReadOnlyList<JournalEntry> journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ImmutableArray<JournalView> users = [.. UserJournal.Split(journal).Select(each => new JournalView(each))];
        // Of two users the one who failed decides, and else the one who published.
        var telling = users.FirstOrDefault(each => !each.IsSignedIn) ?? users[^1];
        var steps = TransactionSteps.Of(journal);
        var verdict = VerdictOf(kind, users, journal);
        TransactionStep? failed = verdict == TransactionVerdict.Failure ? FailedStepOf(kind, steps, telling) : null;
        return new()
        {
            Kind = kind,
            TargetFqdn = TargetFqdnOf(telling),
            TargetUri = TargetUriOf(telling),
            Result = verdict,
            Latency = LatencyOf(kind, users, journal),
            Error = verdict == TransactionVerdict.Failure ? TransactionError.Of(kind, TellingOf(users)) : "",
            Diagnosis = verdict == TransactionVerdict.Failure ? TransactionDiagnosis.Of(TellingOf(users)) : "",
            FailedStep = failed,
            Findings = FindingsOf(users),
            // What failed in part failed, where the transaction is about it.
            Steps = failed is { } at
                ? steps.SetItem((int)at, steps[(int)at] with { Result = StepResult.Failed }) : steps,
            Account = telling.Account,
            Profile = telling.Profile,
            SignedOut = SignedOutOf(users),
            Journal = [.. journal],
        };
    }

    private static JournalView TellingOf(ImmutableArray<JournalView> users) =>
        users.FirstOrDefault(each => !each.IsSignedIn)
            ?? users.FirstOrDefault(each => each.Of<JournalEntry.PresenceFailed>().Any())
            ?? users[0];

    private static TransactionVerdict VerdictOf(
        TransactionKind kind, ImmutableArray<JournalView> users, IReadOnlyList<JournalEntry> journal)
    {
        if (users.Any(each => each.Summary.Verdict == SignInVerdict.NotSignedIn))
        {
            return TransactionVerdict.Failure;
        }

        if (users.Any(each => each.Summary.Verdict == SignInVerdict.Undecided))
        {
            return TransactionVerdict.NotRun;
        }

        var isGood = kind switch
        {
            TransactionKind.AvEdgeConnectivity => EveryRelayGave(users[0]),
            TransactionKind.Presence => PresenceJudge.IsNotified(journal),
            _ => true,
        };
        return isGood ? TransactionVerdict.Success : TransactionVerdict.Failure;
    }

    // One address of a relay that is dead is a finding; a transport over which nobody gives anything is a failure.
    private static bool EveryRelayGave(JournalView user)
    {
        var relays = user.Of<JournalEntry.RelayChecked>().Select(each => each.Outcome)
            .GroupBy(each => (each.Target.Host, each.Target.Transport)).ToList();
        return relays.Count > 0 && relays.TrueForAll(relay => relay.Any(each => each.IsGood));
    }

    private static string TargetFqdnOf(JournalView user)
    {
        var candidate = user.Summary.Registered?.Candidate ?? user.Summary.Cause switch
        {
            JournalEntry.RegisterFailed e => e.Candidate,
            JournalEntry.BackupIdle e => e.Backup,
            JournalEntry.Redirected e => e.Candidate,
            JournalEntry.SignatureRefused e => e.Candidate,
            JournalEntry.Secured e => e.Candidate,
            JournalEntry.HandshakeFailed e => e.Candidate,
            JournalEntry.ConnectFailed e => e.Candidate,
            JournalEntry.Resolved e => e.Candidate,
            _ => user.Of<JournalEntry.AttemptBegan>().FirstOrDefault()?.Candidate,
        };
        return candidate is null ? "" : candidate.Address is { } address ? $"{address}" : candidate.Host.Text;
    }

    /// <summary>The port stands in it always, as administrators know it.</summary>
    private static string TargetUriOf(JournalView user)
    {
        var text = user.Of<JournalEntry.CertificateObtained>().LastOrDefault()?.Certificate.From ?? SoughtAt(user);
        return WebUrl.TryParse(text, out var url)
            ? FormattableString.Invariant($"{(url.IsSecure ? "https" : "http")}://{url.Host}:{url.Port}{url.Target}")
            : text;
    }

    /// <summary>The service that came farthest, of several the first: the last is as a rule a guess.</summary>
    private static string SoughtAt(JournalView user)
    {
        var (sought, best, farthest) = ("", "", (CertificateStep?)null);
        foreach (var entry in user.Entries)
        {
            if (entry is JournalEntry.CertificateSought asked)
            {
                sought = asked.Url;
                best = best.Length == 0 ? sought : best;
            }
            else if (entry is JournalEntry.CertificateFailed { Failure.Step: var step } && !(step <= farthest))
            {
                (best, farthest) = (sought, step);
            }
        }

        return best;
    }

    private static TimeSpan LatencyOf(
        TransactionKind kind, ImmutableArray<JournalView> users, IReadOnlyList<JournalEntry> journal)
    {
        var last = kind switch
        {
            TransactionKind.AvEdgeConnectivity => users[0].Of<JournalEntry.RelayChecked>().LastOrDefault(),
            TransactionKind.Presence => PresenceJudge.NotificationOf(journal),
            _ => (JournalEntry?)null,
        };
        var began = users[0].Of<JournalEntry.PoweredOn>().FirstOrDefault();
        return last is not null && began is not null ? last.At - began.At : users.Max(each => each.Summary.Took);
    }

    private static TransactionStep FailedStepOf(
        TransactionKind kind, ImmutableArray<StepReport> steps, JournalView user) =>
        steps.FirstOrDefault(each => each.Result == StepResult.Failed)?.Step
            ?? (user.Summary.FailedAt is { } step ? StepOf(step)
                : kind == TransactionKind.Presence ? TransactionStep.Presence
                : steps.LastOrDefault(each => each.Result == StepResult.Degraded)?.Step
                    ?? TransactionStep.RelayAllocation);

    private static TransactionStep StepOf(Step step) => step switch
    {
        Step.Dhcp or Step.Dhcp6 => TransactionStep.Dhcp,
        Step.Dns or Step.Lyncdiscover => TransactionStep.Dns,
        Step.Resolve => TransactionStep.Resolve,
        Step.Tls => TransactionStep.Tls,
        Step.Certificate => TransactionStep.Certificate,
        Step.Register or Step.Authenticate => TransactionStep.Register,
        _ => TransactionStep.Connect,
    };

    private static RootCauseAnalysis FindingsOf(ImmutableArray<JournalView> users)
    {
        var all = users.Select(each => RootCauseAnalysis.Of(each.Entries)).ToList();
        return all is [var one] ? one : new()
        {
            // What both users met is one cause.
            Causes = [.. all.SelectMany(each => each.Causes).DistinctBy(each => (each.Code, each.Subject))
                .OrderByDescending(each => each.Severity).ThenBy(each => each.Definition.Step)],
            Consequences = [.. all.SelectMany(each => each.Consequences)
                .DistinctBy(each => (each.Finding.Code, each.Finding.Subject))],
            NotChecked = [.. all.SelectMany(each => each.NotChecked).DistinctBy(each => (each.Step, each.Why))],
        };
    }

    private static bool? SignedOutOf(ImmutableArray<JournalView> users)
    {
        var wereIn = users.Where(each => each.IsSignedIn).ToList();
        return wereIn.Count == 0 ? null
            : wereIn.TrueForAll(each => each.Of<JournalEntry.SignedOut>().LastOrDefault() is { Confirmed: true });
    }
}
