using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;

namespace Dialtone.Core.SignIn;

/// <summary>
/// What a journal amounts to: the verdict, the Registrar, what is degraded, and where a failed sign-in failed first.
/// Read from the journal alone; the device is not asked.
/// </summary>
public sealed record SignInSummary
{
    /// <summary>How it went.</summary>
    public required SignInVerdict Verdict { get; init; }

    /// <summary>The registration, where there is one.</summary>
    public JournalEntry.Registered? Registered { get; init; }

    /// <summary>Everything that failed on the way to a sign-in that worked, in the order in which it happened.</summary>
    public ImmutableArray<Degradation> Degradations { get; init; } = [];

    /// <summary>The step at which a failed sign-in failed; <c>null</c> where it did not fail.</summary>
    public Step? FailedAt { get; init; }

    /// <summary>The entry that says why it failed.</summary>
    public JournalEntry? Cause { get; init; }

    /// <summary>What DHCP said, where it was asked or should have been.</summary>
    public DhcpOutcome? Dhcp { get; init; }

    /// <summary>How the last cycle ended, where none registered.</summary>
    public CycleEnd? End { get; init; }

    /// <summary>From power-on to the end that this is about.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Reads a journal from power-on to the first registration or the first back-off.</summary>
    public static SignInSummary Of(IReadOnlyList<JournalEntry> journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var began = journal.Count == 0 ? default : journal[0].At;
        if (journal.OfType<JournalEntry.Registered>().FirstOrDefault() is { } registered)
        {
            var degradations = DegradationsOf(journal, registered);
            return new SignInSummary
            {
                Verdict = degradations.IsEmpty ? SignInVerdict.SignedIn : SignInVerdict.SignedInDegraded,
                Registered = registered,
                Degradations = degradations,
                Took = registered.At - began,
            };
        }

        if (journal.OfType<JournalEntry.CycleFailed>().LastOrDefault() is not { } end)
        {
            return new SignInSummary { Verdict = SignInVerdict.Undecided };
        }

        var (step, cause) = FirstCause(journal);
        return new SignInSummary
        {
            Verdict = SignInVerdict.NotSignedIn,
            FailedAt = step,
            Cause = cause,
            Dhcp = journal.OfType<JournalEntry.DhcpSeen>().LastOrDefault()?.Outcome,
            End = end.Why,
            Took = end.At - began,
        };
    }

    /// <summary>Whether DNS failed, as opposed to saying that there is no such record.</summary>
    public static bool IsServerTrouble(DnsStatus status) => status is DnsStatus.ServerFailure or DnsStatus.Refused
        or DnsStatus.TimedOut or DnsStatus.Malformed or DnsStatus.Unreachable;

    private static ImmutableArray<Degradation> DegradationsOf(
        IReadOnlyList<JournalEntry> journal, JournalEntry.Registered registered)
    {
        var list = ImmutableArray.CreateBuilder<Degradation>();
        var tlsFailed = false;
        foreach (var entry in journal)
        {
            if (entry.At > registered.At && entry is not JournalEntry.SaveFailed)
            {
                continue;
            }

            if (DegradationOf(entry, registered) is { } degradation)
            {
                list.Add(degradation);
            }

            tlsFailed |= entry is JournalEntry.AttemptFailed { Candidate.Transport: SipTransport.Tls };
        }

        if (tlsFailed && registered.Candidate.Transport == SipTransport.Tcp)
        {
            list.Add(new Degradation.TcpInsteadOfTls(registered.Candidate));
        }

        if (registered.Candidate.Source == CandidateSource.Memory)
        {
            list.Add(new Degradation.FromMemory(registered.Candidate));
        }

        return list.ToImmutable();
    }

    private static Degradation? DegradationOf(JournalEntry entry, JournalEntry.Registered registered) => entry switch
    {
        JournalEntry.ConnectFailed e when e.Candidate == registered.Candidate =>
            new Degradation.AddressFailed(e.Candidate, e),
        JournalEntry.HandshakeFailed e when e.Candidate == registered.Candidate =>
            new Degradation.AddressFailed(e.Candidate, e),
        JournalEntry.Secured e when e.Candidate == registered.Candidate && e.Verdict != CertificateVerdict.Good =>
            new Degradation.AddressFailed(e.Candidate, e),
        JournalEntry.RegisterFailed e when e.Candidate == registered.Candidate =>
            new Degradation.AddressFailed(e.Candidate, e),
        JournalEntry.AttemptFailed e => new Degradation.CandidateFailed(e.Candidate, e.FailedAt),
        JournalEntry.DnsSeen e when IsServerTrouble(e.Outcome.Status) =>
            new Degradation.DnsFailed(e.Service, e.Outcome.Status),
        JournalEntry.DhcpSeen { Outcome.ServersDisagree: true } e => new Degradation.DhcpServersDisagree(e.Outcome),
        JournalEntry.DhcpSeen { Outcome.Status: DhcpStatus.Malformed } e => new Degradation.DhcpUnusable(e.Outcome),
        JournalEntry.Planned e => e.Rejected.Where(r => r.Reason == RejectionReason.OutsideSipDomain)
            .Select(r => new Degradation.TargetRejected(r)).FirstOrDefault(),
        JournalEntry.SaveFailed e => new Degradation.MemoryNotStored(e.Detail),
        JournalEntry.MemorySetAside e => new Degradation.MemorySetAside(e.Why),
        _ => null,
    };

    /// <summary>
    /// The cause is that of the Scratch cycle (or of the only one): memory and known Registrars failing is what follows
    /// from it. Among candidates it is the failure of the one that came farthest, the first of them where several did: a
    /// Registrar whose certificate has expired says more than the TCP port beside it that nobody serves.
    /// </summary>
    private static (Step Step, JournalEntry? Cause) FirstCause(IReadOnlyList<JournalEntry> journal)
    {
        var decisive = journal.OfType<JournalEntry.CycleFailed>().LastOrDefault(e => e.Cycle is Cycle.Scratch or Cycle.Target)
            ?? journal.OfType<JournalEntry.CycleFailed>().Last();
        if (decisive.Why == CycleEnd.Refused || journal.OfType<JournalEntry.CycleFailed>().Last().Why == CycleEnd.Refused)
        {
            return (Step.Register, journal.OfType<JournalEntry.RegisterFailed>().LastOrDefault(e => e.Failure.IsFinal));
        }

        if (decisive.Why == CycleEnd.NothingFound)
        {
            return NothingFound(journal, decisive);
        }

        var inCycle = EntriesOf(journal, decisive).ToList();
        if (decisive.Why == CycleEnd.NothingResolved)
        {
            return (Step.Resolve, inCycle.OfType<JournalEntry.Resolved>().FirstOrDefault());
        }

        var farthest = inCycle.Where(IsFailure).OrderByDescending(e => e.Step).FirstOrDefault();
        return (farthest?.Step ?? Step.Connect, farthest);
    }

    // A DNS server that fails comes before a DHCP server that is set wrongly: the phone asks DNS for more.
    private static (Step Step, JournalEntry? Cause) NothingFound(
        IReadOnlyList<JournalEntry> journal, JournalEntry.CycleFailed decisive)
    {
        var dns = journal.OfType<JournalEntry.DnsSeen>().ToList();
        if (dns.FindLast(e => IsServerTrouble(e.Outcome.Status)) is { } trouble)
        {
            return (Step.Dns, trouble);
        }

        var dhcp = journal.OfType<JournalEntry.DhcpSeen>().LastOrDefault();
        return dhcp?.Outcome.Status is DhcpStatus.Malformed or DhcpStatus.NoOption
            ? (Step.Dhcp, dhcp)
            : (Step.Dns, dns.FirstOrDefault() ?? (JournalEntry)decisive);
    }

    private static IEnumerable<JournalEntry> EntriesOf(IReadOnlyList<JournalEntry> journal, JournalEntry.CycleFailed end)
    {
        var inside = false;
        foreach (var entry in journal)
        {
            if (entry is JournalEntry.CycleBegan began)
            {
                inside = began.Cycle == end.Cycle;
            }

            if (inside)
            {
                yield return entry;
            }

            if (ReferenceEquals(entry, end))
            {
                yield break;
            }
        }
    }

    private static bool IsFailure(JournalEntry entry) => entry switch
    {
        JournalEntry.ConnectFailed or JournalEntry.HandshakeFailed or JournalEntry.RegisterFailed => true,
        JournalEntry.Secured secured => secured.Verdict != CertificateVerdict.Good,
        JournalEntry.Resolved resolved => resolved.Outcome.Addresses.IsEmpty,
        _ => false,
    };
}
