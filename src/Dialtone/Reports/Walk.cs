using System.Globalization;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Reports;

/// <summary>
/// Turns a journal, entry by entry, into the lines that a person follows. DNS answers of lower rungs are held back
/// until their rung is reached or the cycle has failed: that a record exists which was not needed is no news.
/// </summary>
/// <param name="everything">
/// Whether DNS answers and connections that were not needed are shown too, as they come.
/// </param>
public sealed class Walk(bool everything = false)
{
    private readonly List<JournalEntry.DnsSeen> _heldBack = [];
    private KnownRegistrar? _last;
    private bool _wasRegistered;

    /// <summary>The lines that an entry adds; often none.</summary>
    public IReadOnlyList<WalkLine> Add(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        switch (entry)
        {
            case JournalEntry.PoweredOn on:
                _last = on.Memory?.Registrar;
                return [];

            case JournalEntry.CycleBegan { Cycle: Cycle.Known } when _last is { } last:
                return
                [
                    new(WalkMark.Note, Step.Remember, null,
                        string.Create(
                            CultureInfo.InvariantCulture, $"the last Registrar first: {last.Host}:{last.Port}"),
                        entry),
                ];

            case JournalEntry.SignedOut when !_wasRegistered:
                return [new(WalkMark.Note, entry.Step, null, "it was not signed in", entry)];

            case JournalEntry.DnsSeen dns when !everything && IsHeldBack(dns):
                _heldBack.Add(dns);
                return [];

            case JournalEntry.AttemptBegan began
                when _heldBack.Find(each => each.Outcome.Name == began.Candidate.Via) is { } held:
                _ = _heldBack.Remove(held);
                return [LineOf(held)!];

            case JournalEntry.RaceLost when !everything:
                return [];

            case JournalEntry.AheadBegan ahead
                when _heldBack.Find(each => each.Outcome.Name == ahead.Candidate.Via) is { } held:
                _ = _heldBack.Remove(held);
                return [LineOf(held)!, LineOf(entry)!];

            case JournalEntry.Registered:
                _heldBack.Clear();
                _wasRegistered = true;
                return [LineOf(entry)!];

            case JournalEntry.MemorySaved saved:
                _last = saved.Memory.Registrar;
                return [LineOf(entry)!];

            case JournalEntry.CycleFailed { Why: CycleEnd.Refused }:
                _heldBack.Clear();
                return [];

            case JournalEntry.CycleFailed:
                var lines = _heldBack.OrderBy(OrderOf).Select(each => LineOf(each)!).ToList();
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
        OrderOf(dns) != 0 && !SignInSummary.IsServerTrouble(dns.Outcome.Status);

    // The order in which a phone looks, whatever order the answers came in; its first question is never held back.
    private static int OrderOf(JournalEntry.DnsSeen dns)
    {
        ReadOnlySpan<SrvService> order =
        [
            SrvService.InternalTls, SrvService.InternalTcp, SrvService.ExternalTls, SrvService.SipsTcp,
            SrvService.ExternalTcp, SrvService.SipUdp,
        ];
        for (var i = 0; i < order.Length; i++)
        {
            if (dns.Question.Name.Text.StartsWith(SrvNames.Prefix(order[i]) + ".", StringComparison.Ordinal))
            {
                return i;
            }
        }

        return order.Length;
    }

    /// <summary>
    /// What an entry says where no other line stands before it: with the Registrar's name besides the address. Empty
    /// where it says nothing.
    /// </summary>
    internal static string Alone(JournalEntry entry) => entry is JournalEntry.ConnectFailed e
        ? Words.Printable(ConnectText(e, Who(e.Candidate, e.Remote)))
        : LineOf(entry)?.Text ?? "";

    internal static WalkLine? LineOf(JournalEntry entry) =>
        LineAsSaid(entry) is { } line ? line with { Text = Words.Printable(line.Text) } : null;

    private static WalkLine? LineAsSaid(JournalEntry entry) => entry switch
    {
        JournalEntry.CycleBegan e => CycleLine(e),
        JournalEntry.DhcpSeen e => DhcpText.LineOf(e),
        JournalEntry.Dhcp6Seen e => Dhcp6Text.LineOf(e),
        JournalEntry.LyncdiscoverSeen e => LyncdiscoverText.LineOf(e),
        JournalEntry.DnsSeen e => DnsLine(e),
        JournalEntry.Planned e => PlannedLine(e),
        JournalEntry.SetAside e => new(
            WalkMark.Note, e.Step, null, $"{WithTransport(e.Candidate)} failed lately and is tried last", e),
        JournalEntry.AheadBegan e => new(
            WalkMark.Note, e.Step, null,
            $"no word yet of {WithTransport(e.Silent)}: {WithTransport(e.Candidate)} is made ready meanwhile", e),
        JournalEntry.Resolved e => ResolvedLine(e),
        JournalEntry.Connected e => ConnectedLine(e),
        JournalEntry.SmallSegments e => new(
            WalkMark.Note, e.Step, null,
            $"{e.Remote} is asked for small packets: it said nothing in the last TLS handshake", e),
        JournalEntry.ConnectFailed e => new(WalkMark.Failed, e.Step, e.Took, ConnectText(e, e.Remote.ToString()), e),
        JournalEntry.RaceLost e => new(
            WalkMark.Note, e.Step, e.Took, $"{e.Remote} is not needed: another address was ready first", e),
        JournalEntry.Secured e => SecuredLine(e),
        JournalEntry.HandshakeFailed e => new(WalkMark.Failed, e.Step, e.Took, HandshakeText(e), e),
        JournalEntry.SchemePassedOver e => ProofText.LineOf(e),
        JournalEntry.Authenticated e => ProofText.LineOf(e),
        JournalEntry.AssociationLost e => ProofText.LineOf(e),
        JournalEntry.CertificateDropped e => ProofText.LineOf(e),
        JournalEntry.SignatureRefused e => ProofText.LineOf(e),
        JournalEntry.Registered e => RegisteredLine(e),
        JournalEntry.RegisterFailed e => new(
            WalkMark.Failed, e.Step, e.Took, $"{e.Candidate.Host} ({e.Remote}) {Words.Of(e.Failure)}", e),
        JournalEntry.Redirected e => RedirectedLine(e),
        JournalEntry.BackupIdle e => new(WalkMark.Note, e.Step, null, Words.Of(e), e),
        JournalEntry.CertificateSought e => CertificateText.LineOf(e),
        JournalEntry.CertificateObtained e => CertificateText.LineOf(e),
        JournalEntry.CertificateFailed e => CertificateText.LineOf(e),
        JournalEntry.RootsLearned e => new(WalkMark.Note, e.Step, e.Took, RootText.Of(e.Roots), e),
        JournalEntry.RootsNotLearned e => new(WalkMark.Note, e.Step, null, RootText.Of(e.Failure), e),
        JournalEntry.Provisioned e => ServiceText.LineOf(e),
        JournalEntry.ProvisioningFailed e => ServiceText.LineOf(e),
        JournalEntry.Located e => ServiceText.LineOf(e),
        JournalEntry.RelayCredentialsGranted e => ServiceText.LineOf(e),
        JournalEntry.RelayCredentialsFailed e => ServiceText.LineOf(e),
        JournalEntry.RelayChecked e => new(
            e.Outcome.IsGood ? WalkMark.Done : WalkMark.Failed, e.Step, e.Outcome.Took,
            $"{RelayText.NameOf(e.Outcome.Target)}: {RelayText.Of(e.Outcome)}", e),
        JournalEntry.RelayCredentialsLapsed e => new(
            WalkMark.Failed, e.Step, null, "the credentials have lapsed: no call from here gets through a relay", e),
        JournalEntry.ContactsReceived e => PresenceText.LineOf(e),
        JournalEntry.ContactsChanged e => PresenceText.LineOf(e),
        JournalEntry.Published e => PresenceText.LineOf(e),
        JournalEntry.ContactsShown e => PresenceText.LineOf(e),
        JournalEntry.UserFound e => new(
            e.IsExpected ? WalkMark.Done : WalkMark.Failed, e.Step, null, CertificateText.Of(e), e),
        JournalEntry.NotificationMissed e => new(WalkMark.Failed, e.Step, e.Waited, PresenceText.Of(e), e),
        JournalEntry.PresenceChanged e => new(WalkMark.Note, e.Step, null, PresenceText.Of(e), e),
        JournalEntry.OwnPresenceChanged e => new(WalkMark.Note, e.Step, null, PresenceText.Of(e), e),
        JournalEntry.PresenceFailed e => PresenceText.LineOf(e),
        JournalEntry.MemorySaved e => new(WalkMark.Done, e.Step, null, SavedText(e.Memory), e),
        JournalEntry.SaveFailed e => new(WalkMark.Failed, e.Step, null, $"nothing could be stored: {e.Detail}", e),
        JournalEntry.MemorySetAside e => new(WalkMark.Failed, e.Step, null, $"stored memory is set aside: {e.Why}", e),
        JournalEntry.ChannelLost e => new(WalkMark.Failed, e.Step, null, LostText(e), e),
        JournalEntry.NetworkChanged e => new(WalkMark.Note, e.Step, null, NetworkText(e), e),
        JournalEntry.FailbackBegan e => new(
            WalkMark.Note, e.Step, null, $"{e.Candidate.Host} is tried again, {e.Standing.Host} stays meanwhile", e),
        JournalEntry.FailedBack e => new(
            WalkMark.Done, e.Step, null, $"back at {e.To.Host}, from {e.From.Host}", e),
        JournalEntry.BindingLost e => new(
            WalkMark.Failed, e.Step, null,
            $"{e.Candidate.Host} had lost the registration ({DataNames.Of(e.Action)}): it is begun again", e),
        JournalEntry.RegistrationNotice e => new(
            e.Notice.IsOver && e.Preferred is null ? WalkMark.Failed : WalkMark.Note, e.Step, null, Words.Of(e), e),
        JournalEntry.SurvivableModeBegan e => new(
            WalkMark.Note, e.Step, null, $"limited functionality due to an outage: {Words.Of(e)}", e),
        JournalEntry.SurvivableModeEnded e => new(
            WalkMark.Done, e.Step, null, $"{e.Candidate.Host} offers everything again", e),
        JournalEntry.BackedOff e => new(WalkMark.Note, e.Step, e.For, BackOffText(e), e),
        JournalEntry.SignedOut e => new(
            e.Confirmed ? WalkMark.Done : WalkMark.Note, e.Step, null,
            e.Confirmed ? "the Registrar confirmed it" : "without word from the Registrar", e),
        _ => null,
    };

    private static WalkLine? CycleLine(JournalEntry.CycleBegan e) => e.Cycle switch
    {
        Cycle.Known => new(WalkMark.Note, Step.Remember, null, "the last Registrar first", e),
        Cycle.Remembered => new(
            WalkMark.Note, Step.Remember, null, "DNS and DHCP gave nothing usable: remembered addresses next", e),
        _ => null,
    };

    private static WalkLine DnsLine(JournalEntry.DnsSeen e)
    {
        var name = Words.Of(e.Question, e.Domain);
        return e.Outcome.Status switch
        {
            DnsStatus.Answered => new(
                WalkMark.Done, e.Step, e.Outcome.Took,
                $"{name} → {string.Join(", ", e.Outcome.Targets.Select(TargetText).Concat(RulesOf(e)))}"
                    + Silent(e.Outcome),
                e),
            DnsStatus.NoSuchName or DnsStatus.NoData =>
                new(WalkMark.Note, e.Step, e.Outcome.Took, $"{name} has no record{Silent(e.Outcome)}", e),
            DnsStatus.NotAwaited => new(WalkMark.Note, e.Step, null, $"{name} {Words.Of(e.Outcome)}", e),
            _ => new(WalkMark.Failed, e.Step, e.Outcome.Took, $"{name} {Words.Of(e.Outcome)}", e),
        };
    }

    // A server that another one had to stand in for: no failure, but what an administrator wants to know.
    private static string Silent(DnsOutcome outcome)
    {
        var silent = outcome.Tries.Where(each => each.Status == DnsStatus.TimedOut && each.Server != outcome.Server)
            .Select(each => each.Server.ToString()).Distinct().ToList();
        return outcome.Server is null || silent.Count == 0 ? "" : $"; no answer from {string.Join(", ", silent)}";
    }

    private static string TargetText(SrvTarget target) =>
        target.Host.IsEmpty ? "." : string.Create(CultureInfo.InvariantCulture, $"{target.Host}:{target.Port}");

    private static IEnumerable<string> RulesOf(JournalEntry.DnsSeen e) =>
        e.Outcome.Rules.OrderBy(rule => (rule.Order, rule.Preference))
            .Select(rule => $"{rule.Services} {Words.Of(new(rule.Replacement, DnsType.Srv), e.Domain)}");

    private static WalkLine? PlannedLine(JournalEntry.Planned e)
    {
        var told = e.Rejected.FirstOrDefault(r =>
            r.Reason is RejectionReason.OutsideSipDomain or RejectionReason.ServiceNotAvailable);
        return told is null ? null
            : new(WalkMark.Failed, e.Step, null, $"{Words.Of(told.Source)}: {RejectedText(told)}", e);
    }

    private static string RejectedText(RejectedCandidate rejected) => rejected.Reason switch
    {
        RejectionReason.ServiceNotAvailable => Words.Of(rejected.Reason),
        _ when rejected.Host.IsEmpty => $"a contact {Words.Of(rejected.Reason)}",
        _ => $"{rejected.Host} {Words.Of(rejected.Reason)}",
    };

    private static WalkLine ResolvedLine(JournalEntry.Resolved e)
    {
        var host = e.Candidate.Host;
        if (e.Candidate.Address is { } given)
        {
            return new(WalkMark.Note, e.Step, null, $"{given} was given as an address: DNS is not asked for it", e);
        }

        if (e.Outcome.Addresses.IsEmpty)
        {
            return new(WalkMark.Failed, e.Step, e.Outcome.Took, $"{host} {NoAddress(e)}", e);
        }

        var addresses = string.Join(", ", e.Outcome.Addresses);
        var note = e.FromMemory ? " (remembered)" : e.Outcome.Addresses.Length > 1 ? " (DNS load balancing)" : "";
        var text = $"{host} → {addresses}{note}{Silent(e.Outcome)}";
        return new(WalkMark.Done, e.Step, e.FromMemory ? null : e.Outcome.Took, text, e);
    }

    private static string NoAddress(JournalEntry.Resolved e) => (e.FromMemory, e.Outcome.Status) switch
    {
        (true, _) => "has no remembered address",
        (_, DnsStatus.NoData) => "has no address (A or AAAA record)",
        _ => Words.Of(e.Outcome),
    };

    // A socket for UDP is no connection: that it could be opened says nothing of the server.
    private static WalkLine ConnectedLine(JournalEntry.Connected e) => e.Candidate.Transport switch
    {
        SipTransport.Tls => new(WalkMark.Done, e.Step, e.Took, $"{e.Remote}", e),
        SipTransport.Tcp => new(WalkMark.Done, e.Step, e.Took, $"{e.Remote} (TCP, not encrypted)", e),
        _ => new(
            WalkMark.Note, e.Step, null,
            $"{e.Remote} (UDP, not encrypted): only an answer shows whether anybody is there", e),
    };

    internal static string WithTransport(Candidate candidate) =>
        $"{candidate.Address?.ToString() ?? candidate.Host.Text} over {Words.Of(candidate.Transport)}";

    private static string ConnectText(JournalEntry.ConnectFailed e, string who) =>
        $"{who} {Words.Of(e.Why)}{Detail(e.Why == ChannelEnd.Failed ? e.Detail : "")}";

    private static string Who(Candidate candidate, EndPointAddress remote) => $"{candidate.Host} ({remote})";

    private static WalkLine SecuredLine(JournalEntry.Secured e)
    {
        if (e.Verdict != CertificateVerdict.Good)
        {
            return new(WalkMark.Failed, e.Step, e.Took, ServerCertificateText(e), e);
        }

        var leaf = e.Facts.Chain.Count > 0 ? e.Facts.Chain[0] : null;
        var days = leaf is null ? 0 : (int)(leaf.NotAfter - e.WallClock).TotalDays;
        return new(
            WalkMark.Done, e.Step, e.Took,
            $"{e.Facts.Protocol}, {e.Candidate.Host}, issued by {leaf?.Issuer}, "
                + $"{Words.Count(days, "day", "days")} left",
            e);
    }

    private static string ServerCertificateText(JournalEntry.Secured e)
    {
        var problem = CertificateJudge.Judge(e.Facts, e.Candidate.CertificateNames, e.WallClock).Problems
            .FirstOrDefault(each => each.Verdict == e.Verdict);
        var certificate = problem.ChainIndex < e.Facts.Chain.Count ? e.Facts.Chain[problem.ChainIndex] : null;
        var whose = $"the certificate of {Who(e.Candidate, e.Remote)}";
        var what = Words.Of(e.Verdict, certificate, e.Candidate.CertificateNames, e.WallClock);
        return (e.Verdict, e.Facts.Trust, problem.ChainIndex) switch
        {
            (CertificateVerdict.Untrusted, ChainTrust.Incomplete, _) =>
                $"{whose} comes without the one of its issuer, {certificate?.Issuer}: the chain is incomplete",
            (CertificateVerdict.Untrusted, ChainTrust.Broken, _) =>
                $"{whose} is not what its issuer signed: the chain is broken{Detail(e.Facts.TrustDetail)}",
            (_, _, > 0) =>
                $"{whose} was issued by {certificate?.Subject}, whose own {what}",
            _ => $"{whose} {what}",
        };
    }

    private static string HandshakeText(JournalEntry.HandshakeFailed e)
    {
        var text = e.Why == ChannelEnd.TimedOut
            ? $"{Who(e.Candidate, e.Remote)} took the connection and did not answer the TLS handshake"
            : $"{Who(e.Candidate, e.Remote)} {Words.Of(e.Why)}";
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
        var to = string.Join(", then ", e.To.Select(Words.PlaceOf));
        var rejected = e.Rejected.IsEmpty ? "no contact is named" : string.Join("; ", e.Rejected.Select(RejectedText));
        return e.To.IsEmpty
            ? new(WalkMark.Note, e.Step, null, $"{e.Candidate.Host} redirects: {rejected}", e)
            : new(WalkMark.Note, e.Step, null, $"{e.Candidate.Host} redirects to {to}", e);
    }

    private static string SavedText(DeviceMemory memory)
    {
        var addresses = Words.Count(memory.RegistrarAddresses.Length, "address", "addresses");
        return $"Registrar {memory.Registrar.Host} ({addresses})"
            + (memory.Home.IsEmpty ? ""
                : $", home {string.Join(", ", memory.Home.Select(each => each.Registrar.Host))}")
            + (memory.MediaRelays.IsEmpty ? ""
                : $", {Words.Count(memory.MediaRelays.Length, "Media Relay", "Media Relays")}");
    }

    private static string LostText(JournalEntry.ChannelLost e) => e.Why == ChannelEnd.LocalAddressGone
        ? $"the connection to {e.Candidate.Host} came from {e.Detail}, which this machine no longer has: "
            + "the registration is lost"
        : $"{e.Candidate.Host} {Words.Of(e.Why)}: the registration is lost";

    private static string NetworkText(JournalEntry.NetworkChanged e)
    {
        var others = e.Addresses.IsDefault ? [] : e.Addresses.RemoveAll(static each => each.IsLoopback);
        return e.Addresses.IsDefault ? "the addresses of this machine have changed"
            : others.IsEmpty ? "this machine has no address on any network now"
            : $"this machine has other addresses now: {string.Join(", ", others)}";
    }

    private static string BackOffText(JournalEntry.BackedOff e) => e.Why switch
    {
        BackOffReason.BackupIdle => "before the next try: the backup takes users when it is sure of the outage",
        BackOffReason.Deregistered => "before the next try, unless somebody signs in here anew",
        BackOffReason.RetryAfter => "before the next try, as the Registrar asked",
        BackOffReason.NoNetwork => "at most, for an address on some network",
        BackOffReason.Refused => "before the next try, so that the account is not locked",
        _ => "before the next try",
    };

    // What a system says is often a sentence; within a line it is none.
    private static string Detail(string detail) => detail.Length == 0 ? "" : $": {detail.TrimEnd('.')}";
}
