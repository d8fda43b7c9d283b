using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.SignIn;
using Dialtone.Core.Tests.Devices;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Findings;

/// <summary>Writes a journal by hand: of a phone that has just been switched on.</summary>
internal sealed class JournalBench
{
    public const string User = "sip:alice@contoso.example";

    public static readonly Candidate Pool01 =
        new(CandidateSource.InternalSrv, SipTransport.Tls, DeviceBench.Pool01, 5061);

    public static readonly Candidate Edge =
        new(CandidateSource.ExternalSrv, SipTransport.Tls, DeviceBench.Edge, 443);

    public static readonly EndPointAddress FrontEnd1 = new(DeviceBench.FrontEnd1, 5061);
    public static readonly EndPointAddress EdgeAddress = new(DeviceBench.EdgeAddress, 443);

    private readonly List<JournalEntry> _entries = [];

    public JournalBench(DeviceMemory? memory = null)
    {
        Add(new JournalEntry.PoweredOn(Instant.Zero, User, "lync-phone", memory));
        Add(new JournalEntry.CycleBegan(Instant.Zero, Cycle.Scratch));
    }

    /// <summary>What is found; whatever it is, people can read it.</summary>
    public RootCauseAnalysis Findings
    {
        get
        {
            var findings = RootCauseAnalysis.Of(_entries);
            foreach (var finding in findings.Causes.Concat(findings.Consequences.Select(one => one.Finding)))
            {
                Texts.ShouldBeReadable(finding);
            }

            return findings;
        }
    }

    /// <summary>The one cause; nothing else may be found.</summary>
    public Finding Found
    {
        get
        {
            Findings.Consequences.ShouldBeEmpty();
            return Findings.Causes.ShouldHaveSingleItem();
        }
    }

    public JournalBench Add(JournalEntry entry)
    {
        _entries.Add(entry);
        return this;
    }

    public JournalBench Attempt(Candidate candidate) =>
        Add(new JournalEntry.AttemptBegan(Instant.Zero, Cycle.Scratch, candidate));

    public JournalBench Refuse(
        Candidate candidate, RegisterFailureKind kind, int status, string reason, string diagnostics) =>
        Refuse(candidate, new() { Kind = kind, Status = status, Reason = reason, Diagnostics = diagnostics });

    public JournalBench Refuse(Candidate candidate, RegisterFailure failure) => Add(new JournalEntry.RegisterFailed(
        Instant.Zero, candidate, candidate == Edge ? EdgeAddress : FrontEnd1, failure, TimeSpan.Zero));

    public JournalBench NoCertificate(CertificateFailure failure) =>
        Add(new JournalEntry.CertificateFailed(Instant.Zero, failure, TimeSpan.Zero));

    public JournalBench End(CycleEnd why = CycleEnd.EveryCandidateFailed) =>
        Add(new JournalEntry.CycleFailed(Instant.Zero, Cycle.Scratch, why));

    public JournalBench SignIn(Candidate? candidate = null, TimeSpan? expires = null, TimeSpan? took = null) =>
        Add(new JournalEntry.Registered(
            Instant.Zero, candidate ?? Pool01, FrontEnd1, "TLS-DSK", expires ?? TimeSpan.FromMinutes(10), false,
            took ?? TimeSpan.FromMilliseconds(80)));

    public static DnsOutcome Answer(DnsStatus status, params IpAddress[] addresses) =>
        new() { Status = status, Addresses = [.. addresses] };
}
