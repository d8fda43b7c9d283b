using Dialtone.Core.Findings;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Judging;
using Dialtone.Watcher.Runs;

namespace Dialtone.Watcher.History;

/// <summary>
/// The numbers that stand for names in a history: the place in a list that only ever grows at its end, whatever becomes
/// of the order of the enums.
/// </summary>
public static class StoredCodes
{
    /// <summary>Transactions by their numbers.</summary>
    public static ReadOnlySpan<TransactionKind> Transactions =>
    [
        TransactionKind.ClientAuth, TransactionKind.Registration, TransactionKind.PhoneBootstrap,
        TransactionKind.AvEdgeConnectivity, TransactionKind.Presence,
    ];

    /// <summary>Steps by their numbers.</summary>
    public static ReadOnlySpan<TransactionStep> Steps =>
    [
        TransactionStep.Dhcp, TransactionStep.Dns, TransactionStep.Resolve, TransactionStep.Connect,
        TransactionStep.Tls, TransactionStep.Challenge, TransactionStep.WebTicket, TransactionStep.Certificate,
        TransactionStep.Register, TransactionStep.Redirect, TransactionStep.PresenceState, TransactionStep.Provision,
        TransactionStep.Contacts, TransactionStep.Presence, TransactionStep.RelayCredentials,
        TransactionStep.RelayReach, TransactionStep.RelayAllocation, TransactionStep.SignOut,
    ];

    /// <summary>Results of steps by their numbers.</summary>
    public static ReadOnlySpan<StepResult> Results =>
        [StepResult.NotRun, StepResult.Passed, StepResult.Degraded, StepResult.Failed];

    /// <summary>Outcomes by their numbers.</summary>
    public static ReadOnlySpan<RunOutcome> Outcomes =>
        [RunOutcome.NotRun, RunOutcome.Healthy, RunOutcome.Degraded, RunOutcome.Failed];

    /// <summary>Severities by their numbers.</summary>
    public static ReadOnlySpan<FindingSeverity> Severities =>
        [FindingSeverity.Advice, FindingSeverity.Degraded, FindingSeverity.Blocking];

    /// <summary>Colours by their numbers.</summary>
    public static ReadOnlySpan<CheckColor> Colors =>
        [CheckColor.Unknown, CheckColor.Green, CheckColor.Yellow, CheckColor.Red];

    /// <summary>The number of a name.</summary>
    public static long Number<T>(ReadOnlySpan<T> names, T name)
        where T : struct, Enum
    {
        for (var at = 0; at < names.Length; at++)
        {
            if (EqualityComparer<T>.Default.Equals(names[at], name))
            {
                return at;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(name), name, "It has no number to be stored by.");
    }

    /// <summary>The name of a number.</summary>
    /// <exception cref="HistoryException">It has none: a newer version wrote it.</exception>
    public static T Name<T>(ReadOnlySpan<T> names, long number)
        where T : struct, Enum => number >= 0 && number < names.Length
        ? names[(int)number]
        : throw new HistoryException(
            $"The history holds a {typeof(T).Name} of number {number}, which this version does not know: a newer " +
            "version of Dialtone wrote it.");
}
