using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Journal;
using Dialtone.Core.Presence;
using Dialtone.Core.Profiles;
using Dialtone.Core.SignIn;

namespace Dialtone.Core.Transactions;

/// <summary>
/// Tells what each entry of one user's journal says of the steps. The calls to a certificate provisioning service are
/// told apart by their order: its metadata, that of the web ticket service, the ticket, the certificate.
/// </summary>
internal sealed class StepSigns
{
    private const int TicketCall = 3;

    private SipDialect _dialect;
    private int _webCalls;
    private TimeSpan _ticketTook;
    private bool _certificateFailed;

    /// <summary>What the next entry says.</summary>
    public StepWord[] Of(JournalEntry entry)
    {
        switch (entry)
        {
            case JournalEntry.PoweredOn on:
                _dialect = DeviceProfile.All.FirstOrDefault(each => each.Name == on.Profile)?.Dialect ?? default;
                return [];
            case JournalEntry.CertificateSought:
                (_webCalls, _ticketTook) = (0, default);
                return One(TransactionStep.Certificate, StepSign.Seen, default);
            case JournalEntry.WebCalled e when e.Step == Step.Certificate:
                return OfCall(e);
            case JournalEntry.CertificateFailed e:
                _certificateFailed = true;
                return OfCertificate(e);
            case JournalEntry.RegisterFailed e:
                return OfRegister(e);
            case JournalEntry.Registered e when !e.Refresh:
                return OfRegistered(e);
            default:
                return OfDiscovery(entry) ?? OfConnection(entry) ?? OfServices(entry);
        }
    }

    private static StepWord[]? OfDiscovery(JournalEntry entry) =>
        entry switch
        {
            JournalEntry.DhcpSeen { Outcome: var outcome } => outcome.Status switch
            {
                DhcpStatus.NotAsked => [],
                DhcpStatus.Answered => One(TransactionStep.Dhcp, StepSign.Good, outcome.Took),
                _ => One(TransactionStep.Dhcp, StepSign.Bad, outcome.Took),
            },
            JournalEntry.Dhcp6Seen { Outcome: var outcome } => outcome.Status switch
            {
                Dhcp6Status.NotAsked => [],
                Dhcp6Status.Answered => One(TransactionStep.Dhcp, StepSign.Good, outcome.Took),
                Dhcp6Status.Malformed or Dhcp6Status.Refused =>
                    One(TransactionStep.Dhcp, StepSign.Bad, outcome.Took),
                _ => One(TransactionStep.Dhcp, StepSign.Missing, outcome.Took),
            },
            JournalEntry.DnsSeen { Outcome: var outcome } => outcome.Status switch
            {
                DnsStatus.NotAsked or DnsStatus.NotAwaited => [],
                DnsStatus.Answered => One(TransactionStep.Dns, StepSign.Good, outcome.Took),
                DnsStatus.NoSuchName or DnsStatus.NoData => One(TransactionStep.Dns, StepSign.Missing, outcome.Took),
                _ => One(TransactionStep.Dns, StepSign.Bad, outcome.Took),
            },
            JournalEntry.LyncdiscoverSeen { Outcome: var outcome } => outcome.Status switch
            {
                LyncdiscoverStatus.Found => One(TransactionStep.Dns, StepSign.Good, outcome.Took),
                LyncdiscoverStatus.NotThere => One(TransactionStep.Dns, StepSign.Missing, outcome.Took),
                _ => One(TransactionStep.Dns, StepSign.Bad, outcome.Took),
            },
            _ => null,
        };

    private static StepWord[]? OfConnection(JournalEntry entry) =>
        entry switch
        {
            JournalEntry.Resolved e when !e.Outcome.Addresses.IsEmpty =>
                One(TransactionStep.Resolve, StepSign.Good, e.Outcome.Took),
            // Nobody named it: that it is not there says nothing.
            JournalEntry.Resolved { Candidate.Source: CandidateSource.UsualName } e =>
                One(TransactionStep.Resolve, StepSign.Missing, e.Outcome.Took),
            JournalEntry.Resolved e => One(TransactionStep.Resolve, StepSign.Bad, e.Outcome.Took),
            JournalEntry.Connected { Candidate.Transport: SipTransport.Udp } =>
                One(TransactionStep.Connect, StepSign.Seen, default),
            JournalEntry.Connected e => One(TransactionStep.Connect, StepSign.Good, e.Took),
            JournalEntry.ConnectFailed e => One(TransactionStep.Connect, StepSign.Bad, e.Took),
            JournalEntry.Secured { Verdict: CertificateVerdict.Good } e =>
                One(TransactionStep.Tls, StepSign.Good, e.Took),
            JournalEntry.Secured e => One(TransactionStep.Tls, StepSign.Bad, e.Took),
            JournalEntry.HandshakeFailed e => One(TransactionStep.Tls, StepSign.Bad, e.Took),
            JournalEntry.Challenged e => One(
                TransactionStep.Challenge, e.Chosen.Length > 0 ? StepSign.Good : StepSign.Bad, default),
            JournalEntry.CertificateObtained e =>
            [
                new(TransactionStep.WebTicket, StepSign.Seen, default),
                new(TransactionStep.Certificate, StepSign.Good, e.Took),
            ],
            JournalEntry.UserFound e => One(
                TransactionStep.Certificate, e.IsExpected ? StepSign.Seen : StepSign.Bad, default),
            JournalEntry.CertificateDropped => One(TransactionStep.Certificate, StepSign.Bad, default),
            JournalEntry.SchemePassedOver or JournalEntry.Authenticated or JournalEntry.AssociationLost =>
                One(TransactionStep.Register, StepSign.Seen, default),
            JournalEntry.SignatureRefused => One(TransactionStep.Register, StepSign.Bad, default),
            JournalEntry.BackupIdle => One(TransactionStep.Register, StepSign.Bad, default),
            JournalEntry.Redirected e => One(
                TransactionStep.Redirect, e.To.IsEmpty ? StepSign.Bad : StepSign.Good, default),
            _ => null,
        };

    private static StepWord[] OfServices(JournalEntry entry) =>
        entry switch
        {
            JournalEntry.SurvivableModeBegan => One(TransactionStep.PresenceState, StepSign.Bad, default),
            JournalEntry.Provisioned e => One(
                TransactionStep.Provision, e.Settings.ServerConfigurationMissing ? StepSign.Bad : StepSign.Good,
                e.Took),
            JournalEntry.ProvisioningFailed e => One(
                TransactionStep.Provision, e.IsExpected ? StepSign.Seen : StepSign.Bad, e.Took),
            JournalEntry.Located e => One(
                e.Step == Step.Relays ? TransactionStep.RelayReach : TransactionStep.Provision,
                e.Outcome.Addresses.IsEmpty ? StepSign.Bad : StepSign.Seen, e.Outcome.Took),
            JournalEntry.ContactsReceived e => One(TransactionStep.Contacts, StepSign.Good, e.Took),
            JournalEntry.Published e => One(TransactionStep.Presence, StepSign.Good, e.Took),
            JournalEntry.PresenceNotified => One(TransactionStep.Presence, StepSign.Seen, default),
            JournalEntry.NotificationMissed e => One(TransactionStep.Presence, StepSign.Bad, e.Waited),
            JournalEntry.ContactsShown { Snapshot.Own: not null } e =>
                One(TransactionStep.Presence, StepSign.Good, e.Took),
            JournalEntry.PresenceFailed e => One(
                e.What == PresenceRequest.ContactList ? TransactionStep.Contacts : TransactionStep.Presence,
                StepSign.Bad, e.Took),
            JournalEntry.RelayCredentialsGranted e => One(TransactionStep.RelayCredentials, StepSign.Good, e.Took),
            JournalEntry.RelayCredentialsFailed e => One(TransactionStep.RelayCredentials, StepSign.Bad, e.Took),
            JournalEntry.RelayChecked { Outcome: var outcome } => OfRelay(outcome),
            JournalEntry.SignedOut e => One(
                TransactionStep.SignOut, e.Confirmed ? StepSign.Good : StepSign.Bad, default),
            _ => [],
        };

    private static StepWord[] OfRelay(RelayOutcome outcome) =>
        outcome.Status switch
        {
            RelayStatus.Reachable => One(TransactionStep.RelayReach, StepSign.Good, outcome.Took),
            RelayStatus.Allocated =>
            [
                new(TransactionStep.RelayReach, StepSign.Good, outcome.Latency ?? outcome.Took),
                new(TransactionStep.RelayAllocation, StepSign.Good, outcome.Took),
            ],
            RelayStatus.Declined or RelayStatus.CredentialsRefused or RelayStatus.Unproved =>
            [
                new(TransactionStep.RelayReach, StepSign.Good, outcome.Latency ?? outcome.Took),
                new(TransactionStep.RelayAllocation, StepSign.Bad, outcome.Took),
            ],
            _ => One(TransactionStep.RelayReach, StepSign.Bad, outcome.Took),
        };

    private static StepWord[] OfCertificate(
        JournalEntry.CertificateFailed e) => e.Failure.Step switch
        {
            CertificateStep.TicketMetadata or CertificateStep.Ticket =>
                One(TransactionStep.WebTicket, StepSign.Bad, e.Took),
            _ => One(TransactionStep.Certificate, StepSign.Bad, e.Took),
        };

    private static StepWord[] One(
        TransactionStep step, StepSign sign, TimeSpan took) => [new(step, sign, took)];

    private StepWord[] OfCall(JournalEntry.WebCalled e)
    {
        _webCalls++;
        var isTicket = _webCalls is TicketCall or TicketCall - 1;
        _ticketTook += isTicket ? e.Outcome.Took : default;
        var isHad = _webCalls == TicketCall && e.Outcome.IsSuccess;
        return One(
            isTicket ? TransactionStep.WebTicket : TransactionStep.Certificate,
            isHad ? StepSign.Good : StepSign.Seen, isTicket ? _ticketTook : e.Outcome.Took);
    }

    /// <summary>Where no proof could be made, or the service refused it, the Registrar never saw one.</summary>
    private StepWord[] OfRegister(JournalEntry.RegisterFailed e) =>
        e.Failure.Kind switch
        {
            RegisterFailureKind.NothingUsableOffered => One(TransactionStep.Challenge, StepSign.Bad, e.Took),
            RegisterFailureKind.RedirectUnusable => One(TransactionStep.Redirect, StepSign.Bad, e.Took),
            _ when _certificateFailed && IsWithoutProof(e.Failure) =>
                One(TransactionStep.Challenge, StepSign.Seen, e.Took),
            _ => One(TransactionStep.Register, StepSign.Bad, e.Took),
        };

    private static bool IsWithoutProof(RegisterFailure failure) => failure is
        { Kind: RegisterFailureKind.NoSchemeBegan or RegisterFailureKind.ClockSkew }
        or { Status: 0, Kind: RegisterFailureKind.CredentialRejected or RegisterFailureKind.AccountUnusable };

    private StepWord[] OfRegistered(JournalEntry.Registered e) =>
        _dialect == SipDialect.Standard
            ? One(TransactionStep.Register, StepSign.Good, e.Took)
            : [
                new(TransactionStep.Register, StepSign.Good, e.Took),
                new(TransactionStep.PresenceState, StepSign.Good, default),
            ];
}
