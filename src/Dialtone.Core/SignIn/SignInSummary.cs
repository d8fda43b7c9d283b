using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;

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

    /// <summary>Whether it ended with a registration, of whatever quality.</summary>
    public bool IsSignedIn => Registered is not null;

    /// <summary>Why the registration gives less than usual; <c>null</c> where it does not.</summary>
    public JournalEntry.SurvivableModeBegan? Survivable { get; init; }

    /// <summary>
    /// Everything that failed on the way to a sign-in that worked, in the order in which it happened.
    /// </summary>
    public ImmutableArray<Degradation> Degradations { get; init; } = [];

    /// <summary>The step at which a failed sign-in failed; <c>null</c> where it did not fail.</summary>
    public Step? FailedAt { get; init; }

    /// <summary>The entry that says why it failed.</summary>
    public JournalEntry? Cause { get; init; }

    /// <summary>How the cycle ended that decides, where none registered.</summary>
    public CycleEnd? End { get; init; }

    /// <summary>What DHCP said in that cycle; <c>null</c> where it was not asked.</summary>
    public DhcpOutcome? Dhcp { get; init; }

    /// <summary>What DHCPv6 said in that cycle; <c>null</c> where it was not asked.</summary>
    public Dhcp6Outcome? Dhcp6 { get; init; }

    /// <summary>From power-on to the end that this is about.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Reads a journal from power-on to the first registration or the first back-off.</summary>
    public static SignInSummary Of(IReadOnlyList<JournalEntry> journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var began = journal.OfType<JournalEntry.PoweredOn>().FirstOrDefault()?.At ?? Instant.Zero;
        if (journal.OfType<JournalEntry.Registered>().FirstOrDefault() is { } registered)
        {
            var degradations = DegradationsOf(journal, registered);
            // What the 200 itself says; what comes later is not about this sign-in.
            var survivable = journal.OfType<JournalEntry.SurvivableModeBegan>()
                .FirstOrDefault(entry => entry.At == registered.At);
            return new SignInSummary
            {
                Verdict = survivable is not null ? SignInVerdict.SignedInLimited
                    : degradations.IsEmpty ? SignInVerdict.SignedIn : SignInVerdict.SignedInDegraded,
                Registered = registered,
                Survivable = survivable,
                Degradations = degradations,
                Took = registered.At - began,
            };
        }

        if (DecisiveEnd(journal) is not { } end)
        {
            return new SignInSummary { Verdict = SignInVerdict.Undecided };
        }

        var cycle = EntriesOf(journal, end);
        var (step, cause) = FirstCause(cycle, end);
        return new SignInSummary
        {
            Verdict = SignInVerdict.NotSignedIn,
            FailedAt = step,
            Cause = cause,
            End = end.Why,
            Dhcp = cycle.OfType<JournalEntry.DhcpSeen>().FirstOrDefault()?.Outcome,
            Dhcp6 = cycle.OfType<JournalEntry.Dhcp6Seen>().FirstOrDefault()?.Outcome,
            Took = journal.OfType<JournalEntry.CycleFailed>().Last().At - began,
        };
    }

    /// <summary>Whether DNS failed, as opposed to saying that there is no such record.</summary>
    public static bool IsServerTrouble(DnsStatus status) => status is DnsStatus.ServerFailure or DnsStatus.Refused
        or DnsStatus.TimedOut or DnsStatus.Malformed or DnsStatus.Unreachable or DnsStatus.NoServer;

    private static ImmutableArray<Degradation> DegradationsOf(
        IReadOnlyList<JournalEntry> journal, JournalEntry.Registered registered)
    {
        var list = ImmutableArray.CreateBuilder<Degradation>();
        var tlsFailed = false;
        var isBehind = false;
        foreach (var entry in journal)
        {
            isBehind |= ReferenceEquals(entry, registered);
            if (isBehind && entry is JournalEntry.CycleBegan)
            {
                // Another registration: what follows it is of another sign-in.
                break;
            }

            if (isBehind && !FollowsRegistration(entry))
            {
                continue;
            }

            if (DegradationOf(entry, registered) is { } degradation)
            {
                list.Add(degradation);
            }

            tlsFailed |= entry is JournalEntry.AttemptFailed { Candidate.Transport: SipTransport.Tls };
        }

        if (tlsFailed && registered.Candidate.Transport != SipTransport.Tls)
        {
            list.Add(new Degradation.TcpInsteadOfTls(registered.Candidate));
        }

        if (registered.Candidate.Source == CandidateSource.Memory)
        {
            list.Add(new Degradation.FromMemory(registered.Candidate));
        }

        return list.ToImmutable();
    }

    private static bool FollowsRegistration(JournalEntry entry) => entry is JournalEntry.SaveFailed
        or JournalEntry.ProvisioningFailed or JournalEntry.Provisioned or JournalEntry.RelayCredentialsFailed
        or JournalEntry.Located or JournalEntry.RelayChecked or JournalEntry.PresenceFailed;

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
        // Kerberos that nobody asked for is not missed.
        JournalEntry.SchemePassedOver { Why: not SchemeFault.NoCredential } e => new Degradation.SchemePassedOver(e),
        JournalEntry.AttemptFailed e => new Degradation.CandidateFailed(e.Candidate, e.FailedAt),
        JournalEntry.DnsSeen e when IsServerTrouble(e.Outcome.Status) => new Degradation.DnsFailed(e),
        JournalEntry.DhcpSeen { Outcome.ServersDisagree: true } e => new Degradation.DhcpServersDisagree(e.Outcome),
        JournalEntry.DhcpSeen { Outcome.Status: DhcpStatus.Malformed } e => new Degradation.DhcpUnusable(e.Outcome),
        JournalEntry.Dhcp6Seen { Outcome.ServersDisagree: true } e => new Degradation.Dhcp6ServersDisagree(e.Outcome),
        JournalEntry.Dhcp6Seen { Outcome.Status: Dhcp6Status.Malformed or Dhcp6Status.Refused } e =>
            new Degradation.Dhcp6Unusable(e.Outcome),
        JournalEntry.Planned e => e.Rejected.Where(r => r.Reason == RejectionReason.OutsideSipDomain)
            .Select(r => new Degradation.TargetRejected(r)).FirstOrDefault(),
        JournalEntry.ProvisioningFailed { IsExpected: false } e => new Degradation.SettingsMissing(e),
        JournalEntry.Provisioned { Settings.ServerConfigurationMissing: true } e =>
            new Degradation.SettingsIncomplete(e),
        JournalEntry.RelayCredentialsFailed e => new Degradation.RelayCredentialsMissing(e),
        JournalEntry.Located { Outcome.Addresses.IsEmpty: true } e => new Degradation.NotLocated(e),
        JournalEntry.RelayChecked { Outcome.IsGood: false } e => new Degradation.RelayUnusable(e),
        JournalEntry.PresenceFailed e => new Degradation.PresenceMissing(e),
        JournalEntry.SaveFailed e => new Degradation.MemoryNotStored(e.Detail),
        JournalEntry.MemorySetAside e => new Degradation.MemorySetAside(e.Why),
        _ => null,
    };

    /// <summary>
    /// The cycle that decides is that from scratch (or the only one): memory and known Registrars failing is what
    /// follows from it. A refusal at the end decides in any cycle, since there a Registrar was reached.
    /// </summary>
    private static JournalEntry.CycleFailed? DecisiveEnd(IReadOnlyList<JournalEntry> journal)
    {
        var last = journal.OfType<JournalEntry.CycleFailed>().LastOrDefault();
        return last is null or { Why: CycleEnd.Refused } ? last
            : journal.OfType<JournalEntry.CycleFailed>()
                .LastOrDefault(e => e.Cycle is Cycle.Scratch or Cycle.Target) ?? last;
    }

    /// <summary>
    /// Among candidates the cause is the failure of the one that came farthest, the first of them where several did: a
    /// Registrar whose certificate has expired says more than the TCP port beside it that nobody serves.
    /// </summary>
    private static (Step Step, JournalEntry? Cause) FirstCause(
        IReadOnlyList<JournalEntry> cycle, JournalEntry.CycleFailed end)
    {
        switch (end.Why)
        {
            case CycleEnd.Refused:
                var refusal = cycle.OfType<JournalEntry.RegisterFailed>().LastOrDefault(e => e.Failure.IsFinal);
                var told = refusal is null ? OfBootstrap(cycle) : Telling(cycle, refusal);
                return (told is JournalEntry.CertificateFailed or JournalEntry.UserFound ? told.Step : Step.Register,
                    told);
            case CycleEnd.NothingFound:
                return CauseOfNothingFound(cycle, end);
            case CycleEnd.NothingResolved when cycle.OfType<JournalEntry.Resolved>().All(IsGuess)
                && SetWrongly(cycle) is { } wrong:
                return (wrong.Step, wrong);
            case CycleEnd.NothingResolved:
                return (Step.Resolve, cycle.OfType<JournalEntry.Resolved>().FirstOrDefault());
            default:
                var farthest = cycle.Where(IsFailure).OrderByDescending(Reached).FirstOrDefault();
                var telling = farthest is null ? OfBootstrap(cycle) : Telling(cycle, farthest);
                return ((telling as JournalEntry.CertificateFailed ?? farthest)?.Step ?? Step.Connect, telling);
        }
    }

    // A phone that looked for its user before it looked for a Registrar, and came no farther.
    private static JournalEntry? OfBootstrap(IReadOnlyList<JournalEntry> cycle) =>
        cycle.OfType<JournalEntry.UserFound>().FirstOrDefault(e => !e.IsExpected)
            ?? (JournalEntry?)cycle.OfType<JournalEntry.CertificateFailed>().MaxBy(e => e.Failure.Step);

    // A proxy that cannot reach its next hop (408, 504) came no farther than a connection would have.
    private static Step Reached(JournalEntry failure) =>
        failure is JournalEntry.RegisterFailed { Failure.Status: 408 or 504 } ? Step.Connect : failure.Step;

    // Of a backup that waits, that it is one says more; of a redirect that leads nowhere the redirect itself: where to,
    // and why not there.
    private static JournalEntry Telling(IReadOnlyList<JournalEntry> cycle, JournalEntry failure) => failure switch
    {
        JournalEntry.RegisterFailed { Failure: var seen } when
            cycle.OfType<JournalEntry.BackupIdle>().FirstOrDefault(e => e.Failure == seen) is { } backup => backup,
        JournalEntry.RegisterFailed { Failure.Kind: RegisterFailureKind.RedirectUnusable } =>
            cycle.TakeWhile(e => !ReferenceEquals(e, failure)).LastOrDefault() as JournalEntry.Redirected ?? failure,
        JournalEntry.RegisterFailed { Failure.Kind: RegisterFailureKind.ServerNotProved } =>
            cycle.TakeWhile(e => !ReferenceEquals(e, failure)).LastOrDefault() as JournalEntry.SignatureRefused
                ?? failure,
        // Where no proof could be made, or the web ticket service refused it, the Registrar never saw one. Of several
        // services the one that came farthest says why; the last is as a rule a guess.
        JournalEntry.RegisterFailed
        {
            Failure: { Kind: RegisterFailureKind.NoSchemeBegan or RegisterFailureKind.ClockSkew }
                or { Status: 0, Kind: RegisterFailureKind.CredentialRejected or RegisterFailureKind.AccountUnusable },
        } => cycle.TakeWhile(e => !ReferenceEquals(e, failure)).OfType<JournalEntry.CertificateFailed>()
            .MaxBy(e => e.Failure.Step) ?? failure,
        _ => failure,
    };

    // The domain's own name is the last resort of RFC 3263: nobody named it.
    private static bool IsGuess(JournalEntry.Resolved entry) =>
        entry.Candidate is { Source: CandidateSource.Dns, Via.IsEmpty: true };

    private static JournalEntry? SetWrongly(IReadOnlyList<JournalEntry> cycle) => cycle.FirstOrDefault(
        entry => entry is JournalEntry.DhcpSeen { Outcome.Status: DhcpStatus.Malformed }
            or JournalEntry.Dhcp6Seen { Outcome.Status: Dhcp6Status.Malformed or Dhcp6Status.Refused });

    /// <summary>
    /// A record that is there and not believed comes before DNS in trouble (the phone asks DNS for more), that before
    /// a DHCP server that is set wrongly, and all of them before the absence of everything.
    /// </summary>
    private static (Step Step, JournalEntry? Cause) CauseOfNothingFound(
        IReadOnlyList<JournalEntry> cycle, JournalEntry.CycleFailed end)
    {
        JournalEntry? cause = cycle.OfType<JournalEntry.Planned>().FirstOrDefault(
            e => e.Rejected.Any(
                r => r.Reason is RejectionReason.OutsideSipDomain or RejectionReason.ServiceNotAvailable));
        cause ??= cycle.OfType<JournalEntry.DnsSeen>().FirstOrDefault(e => IsServerTrouble(e.Outcome.Status));
        cause ??= cycle.OfType<JournalEntry.DhcpSeen>().FirstOrDefault(
            e => e.Outcome is { Status: DhcpStatus.Malformed }
                or { Status: DhcpStatus.NoOption, Purpose: DhcpPurpose.UcPhone });
        cause ??= cycle.OfType<JournalEntry.Dhcp6Seen>().FirstOrDefault(
            e => e.Outcome.Status is Dhcp6Status.Malformed or Dhcp6Status.Refused);
        cause ??= cycle.OfType<JournalEntry.DnsSeen>().FirstOrDefault();
        var step = cause is JournalEntry.DhcpSeen or JournalEntry.Dhcp6Seen ? cause.Step : Step.Dns;
        return (step, cause ?? end);
    }

    /// <summary>The entries of the cycle that ended so.</summary>
    private static List<JournalEntry> EntriesOf(IReadOnlyList<JournalEntry> journal, JournalEntry.CycleFailed end)
    {
        var entries = new List<JournalEntry>();
        foreach (var entry in journal)
        {
            if (entry is JournalEntry.CycleBegan)
            {
                entries.Clear();
            }

            entries.Add(entry);
            if (ReferenceEquals(entry, end))
            {
                break;
            }
        }

        return entries;
    }

    private static bool IsFailure(JournalEntry entry) => entry switch
    {
        JournalEntry.ConnectFailed or JournalEntry.HandshakeFailed or JournalEntry.RegisterFailed => true,
        JournalEntry.Secured secured => secured.Verdict != CertificateVerdict.Good,
        JournalEntry.Resolved resolved => resolved.Outcome.Addresses.IsEmpty,
        _ => false,
    };
}
