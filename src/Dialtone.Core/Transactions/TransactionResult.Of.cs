using System.Collections.Immutable;
using Dialtone.Core.Candidates;
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
        // Of two users the one who failed decides.
        var telling = users.FirstOrDefault(each => !each.IsSignedIn) ?? users[0];
        var steps = TransactionSteps.Of(journal);
        var verdict = VerdictOf(kind, users, steps);
        return new()
        {
            Kind = kind,
            TargetFqdn = TargetFqdnOf(telling),
            TargetUri = TargetUriOf(telling),
            Result = verdict,
            Latency = LatencyOf(kind, users),
            Error = verdict == TransactionVerdict.Failure ? TransactionError.Of(kind, telling) : "",
            Diagnosis = verdict == TransactionVerdict.Failure ? TransactionDiagnosis.Of(telling) : "",
            FailedStep = verdict == TransactionVerdict.Failure ? FailedStepOf(telling, steps) : null,
            Findings = FindingsOf(users),
            Steps = steps,
            Account = telling.Account,
            Profile = telling.Profile,
            SignedOut = SignedOutOf(users),
            Journal = [.. journal],
        };
    }

    private static TransactionVerdict VerdictOf(
        TransactionKind kind, ImmutableArray<JournalView> users, ImmutableArray<StepReport> steps)
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
            TransactionKind.Presence =>
                steps[(int)TransactionStep.Presence].Result is StepResult.Passed or StepResult.Degraded,
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
        var candidate = user.Summary.Registered?.Candidate
            ?? user.Of<JournalEntry.AttemptBegan>().LastOrDefault()?.Candidate
            ?? user.Of<JournalEntry.Planned>().SelectMany(each => each.Candidates).FirstOrDefault();
        return candidate is null ? "" : candidate.Address is { } address ? $"{address}" : candidate.Host.Text;
    }

    /// <summary>The port stands in it always, as administrators know it.</summary>
    private static string TargetUriOf(JournalView user)
    {
        var text = user.Of<JournalEntry.CertificateObtained>().LastOrDefault()?.Certificate.From
            ?? user.Of<JournalEntry.CertificateSought>().LastOrDefault()?.Url ?? "";
        return WebUrl.TryParse(text, out var url)
            ? FormattableString.Invariant($"{(url.IsSecure ? "https" : "http")}://{url.Host}:{url.Port}{url.Target}")
            : text;
    }

    private static TimeSpan LatencyOf(TransactionKind kind, ImmutableArray<JournalView> users)
    {
        var last = kind switch
        {
            TransactionKind.AvEdgeConnectivity => users[0].Of<JournalEntry.RelayChecked>().LastOrDefault(),
            TransactionKind.Presence => users[0].Of<JournalEntry.PresenceChanged>().FirstOrDefault(),
            _ => (JournalEntry?)null,
        };
        var began = users[0].Of<JournalEntry.PoweredOn>().FirstOrDefault();
        return last is not null && began is not null ? last.At - began.At : users.Max(each => each.Summary.Took);
    }

    private static TransactionStep? FailedStepOf(JournalView user, ImmutableArray<StepReport> steps) =>
        steps.FirstOrDefault(each => each.Result == StepResult.Failed)?.Step
            ?? (user.Summary.FailedAt is { } step ? StepOf(step)
                : steps.LastOrDefault(each => each.Result == StepResult.Degraded)?.Step);

    private static TransactionStep StepOf(Step step) => step switch
    {
        Step.Dhcp or Step.Dhcp6 => TransactionStep.Dhcp,
        Step.Dns or Step.Lyncdiscover => TransactionStep.Dns,
        Step.Resolve => TransactionStep.Resolve,
        Step.Power or Step.Network or Step.Connect or Step.Wait => TransactionStep.Connect,
        Step.Tls => TransactionStep.Tls,
        Step.Certificate => TransactionStep.Certificate,
        Step.Provision => TransactionStep.Provision,
        Step.Relays => TransactionStep.RelayCredentials,
        Step.Contacts => TransactionStep.Contacts,
        Step.SignOut => TransactionStep.SignOut,
        _ => TransactionStep.Register,
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
