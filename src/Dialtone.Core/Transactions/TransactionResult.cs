using System.Collections.Immutable;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Trace;

namespace Dialtone.Core.Transactions;

/// <summary>
/// What a synthetic transaction came to. The first six are what administrators know from the cmdlets of Skype for
/// Business Server; the rest is what those do not tell.
/// </summary>
public sealed partial record TransactionResult
{
    /// <summary>Which transaction.</summary>
    public required TransactionKind Kind { get; init; }

    /// <summary>
    /// The Registrar that was signed in with, or that it failed at; empty where none was found.
    /// </summary>
    public string TargetFqdn { get; init; } = "";

    /// <summary>The certificate provisioning service; empty where none was used.</summary>
    public string TargetUri { get; init; } = "";

    /// <summary>How it ended.</summary>
    public required TransactionVerdict Result { get; init; }

    /// <summary>From the start to the end of the sign-in, without signing out; zero where nothing ran.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>One line, such as <c>404, Not Found</c>; empty on success.</summary>
    public string Error { get; init; } = "";

    /// <summary><c>ErrorCode=1003,Source=pool01.contoso.example,Reason=…</c>; may be empty.</summary>
    public string Diagnosis { get; init; } = "";

    /// <summary>The step at which it failed first; <c>null</c> on success.</summary>
    public TransactionStep? FailedStep { get; init; }

    /// <summary>The causes, what follows from them, and what was not looked at.</summary>
    public required RootCauseAnalysis Findings { get; init; }

    /// <summary>The first cause; <c>null</c> where nothing is wrong.</summary>
    public Finding? Cause => Findings.First;

    /// <summary>What to do about the first cause, in order.</summary>
    public ImmutableArray<Direction> Directions => Cause?.Directions ?? [];

    /// <summary>Every step of the transaction, in order, those that were not run too.</summary>
    public ImmutableArray<StepReport> Steps { get; init; } = [];

    /// <summary>Whether it succeeded, and yet something failed on the way or is amiss.</summary>
    public bool IsDegraded => Result == TransactionVerdict.Success
        && (Steps.Any(step => step.Result is StepResult.Degraded or StepResult.Failed)
            || Findings.Causes.Any(cause => cause.Severity > FindingSeverity.Advice));

    /// <summary>Who signed in: <c>sip:alice@contoso.example</c>; empty where nobody was known.</summary>
    public string Account { get; init; } = "";

    /// <summary>As which kind of device.</summary>
    public string Profile { get; init; } = "";

    /// <summary>When it began, by the clock of the machine.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether it signed out again, as the Registrar confirmed; <c>null</c> where it never was in.</summary>
    public bool? SignedOut { get; init; }

    /// <summary>Everything that was seen and decided, in order; of both users where there are two.</summary>
    public ImmutableArray<JournalEntry> Journal { get; init; } = [];

    /// <summary>How a sign-in at every single target went; empty where one that works was enough.</summary>
    public ImmutableArray<TargetResult> Targets { get; init; } = [];

    /// <summary>Every message sent or received, in order, without secrets; empty where none were kept.</summary>
    public ImmutableArray<TracedMessage> Messages { get; init; } = [];

    /// <summary>How many messages there was no room for.</summary>
    public int MessagesLeftOut { get; init; }
}
