using System.Collections.Immutable;
using Dialtone.Core.Transactions;
using Dialtone.Watcher.Judging;

namespace Dialtone.Watcher.Runs;

/// <summary>One run of a check, as it is kept.</summary>
public sealed record CheckRun
{
    /// <summary>Its identity; a later one is greater (UUID version 7, RFC 9562 section 5.7).</summary>
    public required Guid Id { get; init; }

    /// <summary>The name of the check.</summary>
    public required string Check { get; init; }

    /// <summary>The site that the check belongs to; empty for none.</summary>
    public string Site { get; init; } = "";

    /// <summary>The name of the watcher that ran it.</summary>
    public required string Watcher { get; init; }

    /// <summary>Which transaction.</summary>
    public required TransactionKind Transaction { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took, signing out included.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>From the start to the end of the sign-in, as the transaction says.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How it went.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>Whether the time of the check ran out before the transaction came to an end.</summary>
    public bool TimedOut { get; init; }

    /// <summary>The step at which it failed first; <c>null</c> where none did.</summary>
    public TransactionStep? FailedStep { get; init; }

    /// <summary>
    /// One line that says how it ended: the verdict of the transaction, or why it could not be run.
    /// </summary>
    public required string Verdict { get; init; }

    /// <summary>Every step, in order; empty where it could not be run.</summary>
    public ImmutableArray<RunStep> Steps { get; init; } = [];

    /// <summary>Causes first, in their order, then what follows from them.</summary>
    public ImmutableArray<RunFinding> Findings { get; init; } = [];

    /// <summary>What it shows besides.</summary>
    public RunFacts Facts { get; init; } = new();

    /// <summary>What it changed of the check's state, as that is shown; <c>null</c> where nothing.</summary>
    public StateChange? Change { get; init; }

    /// <summary>The whole report; <c>null</c> where it is not at hand: not read, given up, or never made.</summary>
    public RunReport? Report { get; init; }

    /// <summary>The first cause; <c>null</c> where nothing is wrong.</summary>
    public RunFinding? Cause => Findings.IsEmpty || !Findings[0].IsCause ? null : Findings[0];
}
