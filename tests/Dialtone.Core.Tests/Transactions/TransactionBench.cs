using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;
using Dialtone.Core.Transactions;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Transactions;

/// <summary>A journal written by hand, entry by entry, a second apart.</summary>
internal sealed class TransactionBench
{
    public const string Alice = "sip:alice@contoso.example";
    public const string Bob = "sip:bob@contoso.example";
    public const string Service = "https://web.contoso.example/CertProv/CertProvisioningService.svc";

    public static readonly Candidate Tls =
        new(CandidateSource.InternalSrv, SipTransport.Tls, DeviceBench.Pool01, 5061);

    public static readonly Candidate Tcp = Tls with { Transport = SipTransport.Tcp, Port = 5060 };
    public static readonly EndPointAddress Remote = DeviceBench.At(DeviceBench.FrontEnd1, 5061);

    private double _seconds;

    public TransactionBench(string account = Alice, string profile = "lync-phone")
    {
        Add(at => new JournalEntry.PoweredOn(at, account, profile, null));
        Add(at => new JournalEntry.CycleBegan(at, Cycle.Scratch));
    }

    public List<JournalEntry> Journal { get; } = [];

    public TransactionResult Result(TransactionKind kind = TransactionKind.ClientAuth) =>
        TransactionResult.Of(kind, Journal);

    public StepResult StepOf(TransactionStep step) => TransactionSteps.Of(Journal)[(int)step].Result;

    public TransactionBench Add(Func<Instant, JournalEntry> entry)
    {
        Journal.Add(entry(Instant.Zero + TimeSpan.FromSeconds(_seconds++)));
        return this;
    }

    public TransactionBench Dhcp(DhcpStatus status) =>
        Add(at => new JournalEntry.DhcpSeen(at, new() { Status = status, Took = TimeSpan.FromSeconds(5) }));

    public TransactionBench Dns(DnsStatus status) => Add(at => new JournalEntry.DnsSeen(
        at, DeviceBench.Question(SrvService.InternalTls), DeviceBench.Domain, new() { Status = status }));

    public TransactionBench Resolved(DnsStatus status) => Add(at => new JournalEntry.Resolved(
        at, Tls, status == DnsStatus.Answered ? DeviceBench.Found(DeviceBench.FrontEnd1) : new() { Status = status },
        FromMemory: false));

    public TransactionBench Attempt(Candidate candidate) =>
        Add(at => new JournalEntry.AttemptBegan(at, Cycle.Scratch, candidate));

    public TransactionBench Connected(Candidate candidate) => Add(at => new JournalEntry.Connected(
        at, candidate, DeviceBench.Local, Remote, TimeSpan.FromMilliseconds(3)));

    public TransactionBench NotConnected(Candidate candidate, ChannelEnd why) => Add(
        at => new JournalEntry.ConnectFailed(at, candidate, Remote, why, "", TimeSpan.FromSeconds(1)));

    public TransactionBench Secured(CertificateVerdict verdict = CertificateVerdict.Good) => Add(
        at => new JournalEntry.Secured(
            at, Tls, Remote, DeviceBench.Certificate(Tls.Host), verdict, DeviceBench.WallClock,
            TimeSpan.FromMilliseconds(8)));

    public TransactionBench Challenged() =>
        Add(at => new JournalEntry.Challenged(at, Tls, ["TLS-DSK", "NTLM"], "TLS-DSK"));

    public TransactionBench Sought() =>
        Add(at => new JournalEntry.CertificateSought(at, CertificateSource.Dhcp, Service));

    public TransactionBench NoCertificate(
        CertificateStep step, CertificateFailureKind kind = CertificateFailureKind.NoAnswer, string server = "",
        int errorId = 0, string reason = "") => Add(at => new JournalEntry.CertificateFailed(
            at, new(kind, step) { Server = server, ErrorId = errorId, Reason = reason }, TimeSpan.FromSeconds(15)));

    public TransactionBench Refused(
        RegisterFailureKind kind, int status = 0, string reason = "", string diagnostics = "") => Add(
            at => new JournalEntry.RegisterFailed(
                at, Tls, Remote, new() { Kind = kind, Status = status, Reason = reason, Diagnostics = diagnostics },
                TimeSpan.FromMilliseconds(20)));

    public TransactionBench Registered(Candidate? by = null) => Add(at => new JournalEntry.Registered(
        at, by ?? Tls, Remote, "TLS-DSK", TimeSpan.FromSeconds(600), Refresh: false, TimeSpan.FromMilliseconds(40)));

    public TransactionBench Relay(RelayTransport transport, RelayStatus status, int? code = null, string reason = "") =>
        Add(at => new JournalEntry.RelayChecked(at, new()
        {
            Target = new(
                HostName.Parse("edge1.contoso.example"), DeviceBench.At(DeviceBench.FrontEnd2, 3478), transport,
                RelayDialect.AvEdge),
            Status = status,
            Step = RelayStep.Prove,
            Code = code,
            Reason = reason,
        }));

    public TransactionBench SignedOut(bool confirmed = true) =>
        Add(at => new JournalEntry.SignedOut(at, confirmed));

    public TransactionBench Ended(CycleEnd why) =>
        Add(at => new JournalEntry.CycleFailed(at, Cycle.Scratch, why));

    /// <summary>All the way to the challenge.</summary>
    public TransactionBench Reached() => Dhcp(DhcpStatus.Answered).Dns(DnsStatus.Answered).Attempt(Tls)
        .Resolved(DnsStatus.Answered).Connected(Tls).Secured().Challenged();
}
