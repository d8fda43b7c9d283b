using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.SignIn;

public class SignInSummaryTests
{
    private static readonly Candidate Internal =
        new(CandidateSource.InternalSrv, SipTransport.Tls, DeviceBench.Pool01, 5061);

    private static readonly Candidate Tcp = Internal with { Transport = SipTransport.Tcp, Port = 5060 };
    private static readonly Candidate Dhcp = Internal with { Source = CandidateSource.Dhcp };
    private static readonly Candidate Known = Internal with { Source = CandidateSource.Known };
    private static readonly Candidate Memory = Internal with { Source = CandidateSource.Memory };
    private static readonly EndPointAddress Remote = DeviceBench.At(DeviceBench.FrontEnd1, 5061);

    private readonly List<JournalEntry> _journal = [];
    private double _seconds = 3600;

    public SignInSummaryTests() =>
        Add(at => new JournalEntry.PoweredOn(at, "sip:alice@contoso.example", "lync-phone", null));

    [Fact]
    public void Nothing_decided_is_undecided()
    {
        SignInSummary.Of([]).Verdict.ShouldBe(SignInVerdict.Undecided);
        Begin(Cycle.Scratch);
        Sum().ShouldSatisfyAllConditions(
            s => s.Verdict.ShouldBe(SignInVerdict.Undecided),
            s => s.FailedAt.ShouldBeNull(),
            s => s.Cause.ShouldBeNull());
    }

    [Fact]
    public void Signed_in_on_the_straight_way()
    {
        Begin(Cycle.Scratch);
        Dns(SrvService.InternalTls, DnsStatus.Answered);
        Dns(SrvService.InternalTcp, DnsStatus.NoSuchName);
        SawDhcp(DhcpStatus.NoAnswer);
        Register(Internal);

        Sum().ShouldSatisfyAllConditions(
            s => s.Verdict.ShouldBe(SignInVerdict.SignedIn),
            s => s.Degradations.ShouldBeEmpty(),
            s => s.Registered!.Candidate.ShouldBe(Internal),
            s => s.Took.ShouldBe(TimeSpan.FromSeconds(5)),
            s => s.End.ShouldBeNull());
    }

    [Fact]
    public void The_time_counts_from_power_on_whatever_was_written_before()
    {
        _journal.Insert(0, new JournalEntry.MemorySetAside(Instant.Zero, "torn"));
        Register(Internal);

        Sum().Took.ShouldBe(TimeSpan.FromSeconds(1));
        Sum().Degradations.ShouldBe([new Degradation.MemorySetAside("torn")]);
    }

    [Fact]
    public void What_comes_after_the_registration_degrades_nothing_but_memory_that_is_not_stored()
    {
        Register(Internal);
        Add(at => new JournalEntry.ConnectFailed(at, Internal, Remote, ChannelEnd.Reset, "", TimeSpan.Zero));
        Add(at => new JournalEntry.AttemptFailed(at, Step.Connect, Internal, Final: false));
        Sum().Verdict.ShouldBe(SignInVerdict.SignedIn);

        Add(at => new JournalEntry.SaveFailed(at, "disk full"));
        Sum().Degradations.ShouldBe([new Degradation.MemoryNotStored("disk full")]);
    }

    [Fact]
    public void An_address_of_the_Registrar_that_failed_is_a_degradation_at_every_step()
    {
        Connect(Internal, ChannelEnd.TimedOut);
        Secure(Internal, CertificateVerdict.Expired);
        Add(at => new JournalEntry.HandshakeFailed(at, Internal, Remote, ChannelEnd.TlsAlert, "", null, TimeSpan.Zero));
        Refuse(Internal, RegisterFailureKind.Unavailable);
        Secure(Internal, CertificateVerdict.Good);
        Register(Internal);

        Sum().Verdict.ShouldBe(SignInVerdict.SignedInDegraded);
        Sum().Degradations.Cast<Degradation.AddressFailed>().Select(d => d.Evidence.GetType().Name)
            .ShouldBe(["ConnectFailed", "Secured", "HandshakeFailed", "RegisterFailed"]);
    }

    [Fact]
    public void A_candidate_above_that_failed_is_one_degradation_however_many_addresses_it_has()
    {
        Connect(Internal, ChannelEnd.TimedOut);
        Connect(Internal, ChannelEnd.TimedOut);
        GiveUp(Internal, Step.Connect);
        Register(Dhcp);

        Sum().Degradations.ShouldBe([new Degradation.CandidateFailed(Internal, Step.Connect)]);
    }

    [Fact]
    public void TCP_after_TLS_failed_is_a_degradation_of_its_own_and_TCP_alone_is_not()
    {
        GiveUp(Internal, Step.Tls);
        Register(Tcp);
        Sum().Degradations
            .ShouldBe([new Degradation.CandidateFailed(Internal, Step.Tls), new Degradation.TcpInsteadOfTls(Tcp)]);

        _journal.RemoveRange(1, _journal.Count - 1);
        Register(Tcp);
        Sum().Verdict.ShouldBe(SignInVerdict.SignedIn);
    }

    [Fact]
    public void Living_on_memory_is_a_degradation()
    {
        Dns(SrvService.InternalTls, DnsStatus.TimedOut);
        Register(Memory);

        Sum().Degradations.ShouldBe(
            [new Degradation.DnsFailed(_journal.OfType<JournalEntry.DnsSeen>().Single()),
                new Degradation.FromMemory(Memory)]);
    }

    [Theory]
    [InlineData(DnsStatus.Answered, false)]
    [InlineData(DnsStatus.NoSuchName, false)]
    [InlineData(DnsStatus.NoData, false)]
    [InlineData(DnsStatus.NotAsked, false)]
    [InlineData(DnsStatus.ServerFailure, true)]
    [InlineData(DnsStatus.Refused, true)]
    [InlineData(DnsStatus.TimedOut, true)]
    [InlineData(DnsStatus.Malformed, true)]
    [InlineData(DnsStatus.Unreachable, true)]
    [InlineData(DnsStatus.NoServer, true)]
    public void DNS_in_trouble_is_not_the_same_as_no_record(DnsStatus status, bool isTrouble)
    {
        SignInSummary.IsServerTrouble(status).ShouldBe(isTrouble);
        Dns(SrvService.ExternalTls, status);
        Register(Internal);
        Sum().Verdict.ShouldBe(isTrouble ? SignInVerdict.SignedInDegraded : SignInVerdict.SignedIn);
    }

    [Fact]
    public void DHCP_servers_that_disagree_or_are_set_wrongly_and_targets_that_are_not_trusted_are_degradations()
    {
        var rejected = new RejectedCandidate(
            CandidateSource.InternalSrv, DeviceBench.Edge, 5061, RejectionReason.OutsideSipDomain);
        var disagree = new DhcpOutcome { Status = DhcpStatus.Answered, ServersDisagree = true };
        Add(at => new JournalEntry.DhcpSeen(at, disagree));
        SawDhcp(DhcpStatus.Malformed);
        Add(at => new JournalEntry.Planned(
            at, Cycle.Scratch, [], [rejected with { Reason = RejectionReason.Duplicate }, rejected]));
        Register(Internal);

        Sum().Degradations.Length.ShouldBe(3);
        Sum().Degradations[0].ShouldBe(new Degradation.DhcpServersDisagree(disagree));
        Sum().Degradations[1].ShouldBeOfType<Degradation.DhcpUnusable>();
        Sum().Degradations[2].ShouldBe(new Degradation.TargetRejected(rejected));
    }

    [Fact]
    public void The_farthest_failure_is_the_cause_and_the_first_of_those()
    {
        Begin(Cycle.Scratch);
        Connect(Dhcp, ChannelEnd.Refused);
        Secure(Internal, CertificateVerdict.Expired);
        Secure(Internal, CertificateVerdict.NameMismatch);
        Connect(Tcp, ChannelEnd.TimedOut);
        End(Cycle.Scratch, CycleEnd.EveryCandidateFailed);

        Sum().ShouldSatisfyAllConditions(
            s => s.Verdict.ShouldBe(SignInVerdict.NotSignedIn),
            s => s.FailedAt.ShouldBe(Step.Tls),
            s => s.Cause.ShouldBeOfType<JournalEntry.Secured>().Verdict.ShouldBe(CertificateVerdict.Expired),
            s => s.End.ShouldBe(CycleEnd.EveryCandidateFailed));
    }

    [Theory]
    [InlineData(504, false)]
    [InlineData(408, false)]
    [InlineData(503, true)]
    public void A_proxy_that_reached_nobody_itself_came_no_farther_than_the_connection_that_failed(
        int status, bool isFarther)
    {
        Begin(Cycle.Scratch);
        Connect(Internal, ChannelEnd.Refused);
        Add(at => new JournalEntry.RegisterFailed(
            at, Dhcp, default, new() { Kind = RegisterFailureKind.Unavailable, Status = status }, default));
        End(Cycle.Scratch, CycleEnd.EveryCandidateFailed);

        Sum().FailedAt.ShouldBe(isFarther ? Step.Register : Step.Connect);
    }

    [Fact]
    public void A_known_Registrar_and_memory_that_fail_are_what_follows_and_not_the_cause()
    {
        Begin(Cycle.Known);
        Refuse(Known, RegisterFailureKind.Unavailable);
        End(Cycle.Known, CycleEnd.EveryCandidateFailed);
        Begin(Cycle.Scratch);
        Dns(SrvService.InternalTls, DnsStatus.NoSuchName);
        Dns(SrvService.InternalTcp, DnsStatus.ServerFailure);
        SawDhcp(DhcpStatus.NoAnswer);
        End(Cycle.Scratch, CycleEnd.NothingFound);
        Begin(Cycle.Remembered);
        Connect(Memory, ChannelEnd.TimedOut);
        End(Cycle.Remembered, CycleEnd.EveryCandidateFailed);

        Sum().ShouldSatisfyAllConditions(
            s => s.FailedAt.ShouldBe(Step.Dns),
            s => s.Cause.ShouldBeOfType<JournalEntry.DnsSeen>().Question
                .ShouldBe(DeviceBench.Question(SrvService.InternalTcp)),
            s => s.End.ShouldBe(CycleEnd.NothingFound),
            s => s.Dhcp!.Status.ShouldBe(DhcpStatus.NoAnswer),
            s => s.Took.ShouldBe(TimeSpan.FromSeconds(_seconds - 3601)));
    }

    [Fact]
    public void A_refusal_in_the_end_is_the_cause_in_whatever_cycle()
    {
        Begin(Cycle.Scratch);
        Dns(SrvService.InternalTls, DnsStatus.TimedOut);
        End(Cycle.Scratch, CycleEnd.NothingFound);
        Begin(Cycle.Remembered);
        Connect(Memory, ChannelEnd.TimedOut);
        Refuse(Memory, RegisterFailureKind.UserNotFound);
        End(Cycle.Remembered, CycleEnd.Refused);

        Sum().ShouldSatisfyAllConditions(
            s => s.FailedAt.ShouldBe(Step.Register),
            s => s.Cause.ShouldBeOfType<JournalEntry.RegisterFailed>().Failure.Kind
                .ShouldBe(RegisterFailureKind.UserNotFound),
            s => s.End.ShouldBe(CycleEnd.Refused));
    }

    [Fact]
    public void A_refusal_by_the_known_Registrar_is_not_the_cause_where_discovery_fails_after_it()
    {
        Begin(Cycle.Known);
        Refuse(Known, RegisterFailureKind.Forbidden);
        End(Cycle.Known, CycleEnd.Refused);
        Begin(Cycle.Scratch);
        Add(at => new JournalEntry.Resolved(
            at, Internal, new DnsOutcome { Status = DnsStatus.NoSuchName }, FromMemory: false));
        End(Cycle.Scratch, CycleEnd.NothingResolved);

        Sum().FailedAt.ShouldBe(Step.Resolve);
        Sum().Cause.ShouldBeOfType<JournalEntry.Resolved>().Candidate.ShouldBe(Internal);
    }

    [Theory]
    [InlineData(Dhcp6Status.Malformed, Step.Dhcp6)]
    [InlineData(Dhcp6Status.Refused, Step.Dhcp6)]
    [InlineData(Dhcp6Status.NoOption, Step.Resolve)]
    public void Where_only_the_domains_own_name_was_left_a_source_that_is_set_wrongly_is_the_cause(
        Dhcp6Status status, Step step)
    {
        var guess = new Candidate(CandidateSource.Dns, SipTransport.Tls, DeviceBench.Domain, 5061);
        Begin(Cycle.Scratch);
        Add(at => new JournalEntry.Dhcp6Seen(at, new Dhcp6Outcome { Status = status }));
        Add(at => new JournalEntry.Resolved(at, guess, new() { Status = DnsStatus.NoData }, FromMemory: false));
        End(Cycle.Scratch, CycleEnd.NothingResolved);

        Sum().FailedAt.ShouldBe(step);
        Sum().Cause!.Step.ShouldBe(step);
        Sum().Dhcp6!.Status.ShouldBe(status);
    }

    [Fact]
    public void A_name_that_was_given_and_has_no_address_says_more_than_a_source_that_is_set_wrongly()
    {
        var named = new Candidate(CandidateSource.Dns, SipTransport.Tls, DeviceBench.Pool01, 5061)
        {
            Via = SrvNames.Of(SrvService.SipsTcp, DeviceBench.Domain),
        };
        Begin(Cycle.Scratch);
        Add(at => new JournalEntry.Dhcp6Seen(at, new Dhcp6Outcome { Status = Dhcp6Status.Malformed }));
        Add(at => new JournalEntry.Resolved(at, named, new() { Status = DnsStatus.NoData }, FromMemory: false));
        End(Cycle.Scratch, CycleEnd.NothingResolved);

        Sum().FailedAt.ShouldBe(Step.Resolve);
    }

    [Theory]
    [InlineData(true, DnsStatus.TimedOut, DhcpStatus.Malformed, "Planned")]
    [InlineData(false, DnsStatus.TimedOut, DhcpStatus.Malformed, "DnsSeen")]
    [InlineData(false, DnsStatus.NoServer, DhcpStatus.NoAnswer, "DnsSeen")]
    [InlineData(false, DnsStatus.NoSuchName, DhcpStatus.Malformed, "DhcpSeen")]
    [InlineData(false, DnsStatus.NoSuchName, DhcpStatus.NoOption, "DhcpSeen")]
    [InlineData(false, DnsStatus.NoSuchName, DhcpStatus.NoAnswer, "DnsSeen")]
    [InlineData(false, DnsStatus.NoData, DhcpStatus.NotPermitted, "DnsSeen")]
    public void Where_nothing_was_found_the_cause_is_what_can_be_mended(
        bool rejected, DnsStatus dns, DhcpStatus dhcp, string cause)
    {
        Begin(Cycle.Scratch);
        Dns(SrvService.InternalTls, dns);
        SawDhcp(dhcp);
        if (rejected)
        {
            Add(at => new JournalEntry.Planned(
                at, Cycle.Scratch, [],
                [new(CandidateSource.ExternalSrv, DeviceBench.Edge, 443, RejectionReason.OutsideSipDomain)]));
        }

        End(Cycle.Scratch, CycleEnd.NothingFound);

        Sum().Cause!.GetType().Name.ShouldBe(cause);
        Sum().FailedAt.ShouldBe(cause == "DhcpSeen" ? Step.Dhcp : Step.Dns);
    }

    [Fact]
    public void Of_several_cycles_from_scratch_the_last_is_told()
    {
        foreach (var status in (DnsStatus[])[DnsStatus.TimedOut, DnsStatus.Refused])
        {
            Begin(Cycle.Scratch);
            Dns(SrvService.InternalTls, status);
            End(Cycle.Scratch, CycleEnd.NothingFound);
        }

        Sum().Cause.ShouldBeOfType<JournalEntry.DnsSeen>().Outcome.Status.ShouldBe(DnsStatus.Refused);
    }

    [Fact]
    public void Without_evidence_there_is_still_a_step()
    {
        Begin(Cycle.Scratch);
        End(Cycle.Scratch, CycleEnd.NothingFound);
        Sum().FailedAt.ShouldBe(Step.Dns);

        Begin(Cycle.Target);
        End(Cycle.Target, CycleEnd.EveryCandidateFailed);
        Sum().FailedAt.ShouldBe(Step.Connect);
        Sum().Cause.ShouldBeNull();
    }

    private Instant At() => Instant.Zero + TimeSpan.FromSeconds(_seconds++);

    private void Add(Func<Instant, JournalEntry> entry) => _journal.Add(entry(At()));

    private SignInSummary Sum() => SignInSummary.Of(_journal);

    private void Begin(Cycle cycle) => Add(at => new JournalEntry.CycleBegan(at, cycle));

    private void End(Cycle cycle, CycleEnd why) => Add(at => new JournalEntry.CycleFailed(at, cycle, why));

    private void Dns(SrvService service, DnsStatus status) =>
        Add(at => new JournalEntry.DnsSeen(
            at, DeviceBench.Question(service), DeviceBench.Domain, new DnsOutcome { Status = status }));

    private void SawDhcp(DhcpStatus status) =>
        Add(at => new JournalEntry.DhcpSeen(at, new DhcpOutcome { Status = status }));

    private void Connect(Candidate to, ChannelEnd why) =>
        Add(at => new JournalEntry.ConnectFailed(at, to, Remote, why, "", TimeSpan.Zero));

    private void Secure(Candidate to, CertificateVerdict verdict) =>
        Add(at => new JournalEntry.Secured(
            at, to, Remote, DeviceBench.Certificate(to.Host), verdict, DeviceBench.WallClock, TimeSpan.Zero));

    private void Refuse(Candidate by, RegisterFailureKind kind) =>
        Add(at => new JournalEntry.RegisterFailed(at, by, Remote, new RegisterFailure { Kind = kind }, TimeSpan.Zero));

    private void GiveUp(Candidate candidate, Step at) =>
        Add(when => new JournalEntry.AttemptFailed(when, at, candidate, Final: false));

    private void Register(Candidate candidate) =>
        Add(at => new JournalEntry.Registered(
            at, candidate, Remote, "Digest SHA-256", TimeSpan.FromSeconds(600), Refresh: false, TimeSpan.Zero));
}
