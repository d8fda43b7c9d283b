using System.Globalization;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;

namespace Dialtone.Reports;

/// <summary>
/// Turns a journal, entry by entry, into the lines that a person follows. DNS answers of lower rungs are held back until
/// their rung is reached or the cycle has failed: that a record exists which was not needed is no news.
/// </summary>
/// <param name="everything">Whether DNS answers that were not needed are shown too, as they come.</param>
public sealed class Walk(bool everything = false)
{
    private readonly SortedDictionary<SrvService, JournalEntry.DnsSeen> _heldBack = [];

    /// <summary>The lines that an entry adds; often none.</summary>
    public IReadOnlyList<WalkLine> Add(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        switch (entry)
        {
            case JournalEntry.DnsSeen dns when !everything && IsHeldBack(dns):
                _heldBack[dns.Service] = dns;
                return [];

            case JournalEntry.AttemptBegan began when ServiceOf(began.Candidate) is { } service
                && _heldBack.Remove(service, out var held):
                return [LineOf(held)!];

            case JournalEntry.Registered:
                _heldBack.Clear();
                return [LineOf(entry)!];

            case JournalEntry.CycleFailed { Why: CycleEnd.Refused }:
                _heldBack.Clear();
                return [];

            case JournalEntry.CycleFailed:
                var lines = _heldBack.Values.Select(each => LineOf(each)!).ToList();
                _heldBack.Clear();
                if (LineOf(entry) is { } end)
                {
                    lines.Add(end);
                }

                return lines;

            default:
                return LineOf(entry) is { } line ? [line] : [];
        }
    }

    private static bool IsHeldBack(JournalEntry.DnsSeen dns) =>
        dns.Service != SrvService.InternalTls && !SignInSummary.IsServerTrouble(dns.Outcome.Status);

    private static SrvService? ServiceOf(Candidate candidate) => (candidate.Source, candidate.Transport) switch
    {
        (CandidateSource.InternalSrv, SipTransport.Tls) => SrvService.InternalTls,
        (CandidateSource.InternalSrv, SipTransport.Tcp) => SrvService.InternalTcp,
        (CandidateSource.ExternalSrv, SipTransport.Tls) => SrvService.ExternalTls,
        (CandidateSource.ExternalSrv, SipTransport.Tcp) => SrvService.ExternalTcp,
        _ => null,
    };

    private static WalkLine? LineOf(JournalEntry entry) => entry switch
    {
        JournalEntry.CycleBegan e => CycleLine(e),
        JournalEntry.DhcpSeen e => DhcpLine(e),
        JournalEntry.DnsSeen e => DnsLine(e),
        JournalEntry.Planned e => PlannedLine(e),
        JournalEntry.Resolved e => ResolvedLine(e),
        JournalEntry.Connected e => new(WalkMark.Done, e.Step, e.Took, $"{e.Remote}{Plain(e.Candidate)}", e),
        JournalEntry.ConnectFailed e => new(
            WalkMark.Failed, e.Step, e.Took, $"{e.Remote} {Words.Of(e.Why)}{Detail(e.Why == ChannelEnd.Failed ? e.Detail : "")}", e),
        JournalEntry.Secured e => SecuredLine(e),
        JournalEntry.HandshakeFailed e => new(WalkMark.Failed, e.Step, e.Took, HandshakeText(e), e),
        JournalEntry.Registered e => RegisteredLine(e),
        JournalEntry.RegisterFailed e => new(
            WalkMark.Failed, e.Step, e.Took, $"{e.Candidate.Host} ({e.Remote.Address}) {Words.Of(e.Failure)}", e),
        JournalEntry.Redirected e => RedirectedLine(e),
        JournalEntry.MemorySaved e => new(
            WalkMark.Done, e.Step, null,
            $"Registrar {e.Memory.Registrar.Host} ({Words.Count(e.Memory.RegistrarAddresses.Length, "address", "addresses")})", e),
        JournalEntry.SaveFailed e => new(WalkMark.Failed, e.Step, null, $"nothing could be stored: {e.Detail}", e),
        JournalEntry.MemorySetAside e => new(WalkMark.Failed, e.Step, null, $"stored memory is set aside: {e.Why}", e),
        JournalEntry.ChannelLost e => new(
            WalkMark.Failed, e.Step, null, $"the connection to {e.Candidate.Host} was lost: it {Words.Of(e.Why)}", e),
        JournalEntry.Deregistered e => new(WalkMark.Failed, e.Step, null, $"{e.Candidate.Host} ended the registration: {e.Why}", e),
        JournalEntry.BackedOff e => new(WalkMark.Note, e.Step, e.For, BackOffText(e), e),
        JournalEntry.SignedOut e => new(
            e.Confirmed ? WalkMark.Done : WalkMark.Note, e.Step, null,
            e.Confirmed ? "the Registrar confirmed it" : "without word from the Registrar", e),
        _ => null,
    };

    private static WalkLine? CycleLine(JournalEntry.CycleBegan e) => e.Cycle switch
    {
        Cycle.Known => new(WalkMark.Note, e.Step, null, "remembered Registrar first", e),
        Cycle.Remembered => new(WalkMark.Note, e.Step, null, "DNS and DHCP gave nothing usable: remembered addresses", e),
        _ => null,
    };

    /// <summary>What DHCP said, in one sentence without a full stop.</summary>
    internal static string TextOf(DhcpOutcome outcome) => outcome.Status switch
    {
        DhcpStatus.Answered => $"{outcome.Server} answered: Registrar {outcome.Registrar} (option 120)"
            + (outcome.ServersDisagree ? "; another server names another" : ""),
        DhcpStatus.NoAnswer => "no DHCP server answered for MS-UC-Client",
        DhcpStatus.NoOption => $"{Servers(outcome)} answered without a Registrar's name (option 120)",
        DhcpStatus.Malformed => $"{Servers(outcome)} sent option 120 wrongly: {FaultOf(outcome)}",
        _ => $"DHCP was not asked{Detail(outcome.Detail)}",
    };

    private static WalkLine DhcpLine(JournalEntry.DhcpSeen e)
    {
        var mark = e.Outcome.Status switch
        {
            DhcpStatus.Answered => WalkMark.Done,
            DhcpStatus.NoAnswer or DhcpStatus.NoOption or DhcpStatus.Malformed => WalkMark.Failed,
            _ => WalkMark.Note,
        };
        return new(mark, e.Step, mark == WalkMark.Note ? null : e.Outcome.Took, TextOf(e.Outcome), e);
    }

    private static WalkLine DnsLine(JournalEntry.DnsSeen e)
    {
        var name = SrvNames.Prefix(e.Service);
        return e.Outcome.Status switch
        {
            DnsStatus.Answered => new(
                WalkMark.Done, e.Step, e.Outcome.Took,
                $"{name} → {string.Join(", ", e.Outcome.Targets.Select(TargetText))}", e),
            DnsStatus.NoSuchName or DnsStatus.NoData => new(WalkMark.Note, e.Step, e.Outcome.Took, $"{name} has no record", e),
            _ => new(WalkMark.Failed, e.Step, e.Outcome.Took, $"{name} {Words.Of(e.Outcome.Status)}", e),
        };
    }

    private static string TargetText(SrvTarget target) =>
        target.Host.IsEmpty ? "." : string.Create(CultureInfo.InvariantCulture, $"{target.Host}:{target.Port}");

    private static WalkLine? PlannedLine(JournalEntry.Planned e)
    {
        var told = e.Rejected.FirstOrDefault(r =>
            r.Reason is RejectionReason.OutsideSipDomain or RejectionReason.ServiceNotAvailable);
        return told is null ? null
            : new(WalkMark.Failed, e.Step, null, $"{told.Host} {Words.Of(told.Reason)}".TrimStart(), e);
    }

    private static WalkLine ResolvedLine(JournalEntry.Resolved e)
    {
        var host = e.Candidate.Host;
        if (e.Outcome.Addresses.IsEmpty)
        {
            return new(WalkMark.Failed, e.Step, e.Outcome.Took, $"{host} {NoAddress(e.Outcome.Status)}", e);
        }

        var addresses = string.Join(", ", e.Outcome.Addresses);
        var note = e.FromMemory ? " (remembered)" : e.Outcome.Addresses.Length > 1 ? " (DNS load balancing)" : "";
        return new(WalkMark.Done, e.Step, e.FromMemory ? null : e.Outcome.Took, $"{host} → {addresses}{note}", e);
    }

    private static string NoAddress(DnsStatus status) =>
        status == DnsStatus.NoData ? "has no address (A or AAAA record)" : Words.Of(status);

    private static WalkLine SecuredLine(JournalEntry.Secured e)
    {
        var leaf = e.Facts.Chain.Count > 0 ? e.Facts.Chain[0] : null;
        if (e.Verdict != CertificateVerdict.Good)
        {
            return new(
                WalkMark.Failed, e.Step, e.Took,
                $"the certificate of {e.Remote} {Words.Of(e.Verdict, leaf, e.Candidate.Host, e.WallClock)}", e);
        }

        var days = leaf is null ? 0 : (int)(leaf.NotAfter - e.WallClock).TotalDays;
        return new(
            WalkMark.Done, e.Step, e.Took,
            $"{e.Facts.Protocol}, {e.Candidate.Host}, issued by {leaf?.Issuer}, {Words.Count(days, "day", "days")} left", e);
    }

    private static string HandshakeText(JournalEntry.HandshakeFailed e)
    {
        var text = e.Why == ChannelEnd.TimedOut
            ? $"{e.Remote} took the connection and did not answer the TLS handshake"
            : $"{e.Remote} {Words.Of(e.Why)}";
        return text + Detail(e.Detail);
    }

    private static WalkLine RegisteredLine(JournalEntry.Registered e)
    {
        var mechanism = e.Mechanism.Length == 0 ? "no proof was asked for" : e.Mechanism;
        var text = string.Create(CultureInfo.InvariantCulture, $"{mechanism}, expires in {e.Expires.TotalSeconds:0} s");
        return new(WalkMark.Done, e.Step, e.Took, e.Refresh ? $"refreshed; {text}" : text, e);
    }

    private static WalkLine RedirectedLine(JournalEntry.Redirected e)
    {
        var to = string.Join(", then ", e.To.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Host}:{c.Port}")));
        var rejected = string.Join("; ", e.Rejected.Select(r => $"{r.Host} {Words.Of(r.Reason)}"));
        return e.To.IsEmpty
            ? new(WalkMark.Failed, e.Step, null, $"{e.Candidate.Host} redirects: {rejected}", e)
            : new(WalkMark.Note, e.Step, null, $"{e.Candidate.Host} redirects to {to}", e);
    }

    private static string BackOffText(JournalEntry.BackedOff e) => e.Why switch
    {
        BackOffReason.RetryAfter => "before the next try, as the Registrar asked",
        BackOffReason.Refused => "before the next try, so that the account is not locked",
        _ => "before the next try",
    };

    private static string Servers(DhcpOutcome outcome) =>
        outcome.Answers.IsEmpty ? "a server" : string.Join(", ", outcome.Answers.Select(a => a.Server.ToString()).Distinct());

    private static string FaultOf(DhcpOutcome outcome) =>
        outcome.Answers.FirstOrDefault(a => a.RegistrarFault.Length > 0)?.RegistrarFault ?? outcome.Detail;

    private static string Plain(Candidate candidate) =>
        candidate.Transport == SipTransport.Tcp ? " (TCP, not encrypted)" : "";

    private static string Detail(string detail) => detail.Length == 0 ? "" : $": {detail}";
}
