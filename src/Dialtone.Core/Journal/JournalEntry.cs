using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.Net.Security;
using Dialtone.Core.Presence;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Core.UserServices;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Dns;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Presence;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Journal;

/// <summary>
/// One thing that a device saw or decided. Facts, not prose; every entry stands alone. No entry holds a secret.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Step">At which step of the way.</param>
public abstract record JournalEntry(Instant At, Step Step)
{
    /// <summary>The device was switched on.</summary>
    /// <param name="At">When.</param>
    /// <param name="Account">For whom.</param>
    /// <param name="Profile">As which kind of device.</param>
    /// <param name="Memory">What it remembers; <c>null</c> on first boot.</param>
    public sealed record PoweredOn(Instant At, string Account, string Profile, DeviceMemory? Memory)
        : JournalEntry(At, Step.Power);

    /// <summary>A cycle began.</summary>
    public sealed record CycleBegan(Instant At, Cycle Cycle) : JournalEntry(At, Step.Power);

    /// <summary>An SRV or NAPTR question was answered, or not.</summary>
    /// <param name="At">When.</param>
    /// <param name="Question">What was asked.</param>
    /// <param name="Domain">The user's SIP domain.</param>
    /// <param name="Outcome">What came.</param>
    public sealed record DnsSeen(Instant At, DnsQuestion Question, HostName Domain, DnsOutcome Outcome)
        : JournalEntry(At, Step.Dns);

    /// <summary>
    /// The DHCPINFORM was answered, or not. Written when the first usable answer is in, or none came.
    /// </summary>
    public sealed record DhcpSeen(Instant At, DhcpOutcome Outcome) : JournalEntry(At, Step.Dhcp);

    /// <summary>
    /// The INFORMATION-REQUEST was answered, or not. Written when the first usable answer is in, or none came.
    /// </summary>
    public sealed record Dhcp6Seen(Instant At, Dhcp6Outcome Outcome) : JournalEntry(At, Step.Dhcp6);

    /// <summary>Lyncdiscover named the user's Registrar, or did not.</summary>
    public sealed record LyncdiscoverSeen(Instant At, LyncdiscoverOutcome Outcome)
        : JournalEntry(At, Step.Lyncdiscover);

    /// <summary>A source was judged: these candidates come next, and these are refused.</summary>
    public sealed record Planned(
        Instant At, Cycle Cycle, ImmutableArray<Candidate> Candidates, ImmutableArray<RejectedCandidate> Rejected)
        : JournalEntry(At, Step.Dns);

    /// <summary>A candidate's turn came.</summary>
    public sealed record AttemptBegan(Instant At, Cycle Cycle, Candidate Candidate) : JournalEntry(At, Step.Resolve);

    /// <summary>A candidate failed lately, and is tried after all others (RFC 3263 section 4.3).</summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Which.</param>
    /// <param name="For">How long its mark still lasts.</param>
    public sealed record SetAside(Instant At, Candidate Candidate, TimeSpan For) : JournalEntry(At, Step.Resolve);

    /// <summary>
    /// The next candidate is made ready before its turn, since the one whose turn it is keeps silent. It gets no
    /// REGISTER before its own turn comes, which is another entry.
    /// </summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">The next candidate.</param>
    /// <param name="Silent">The one that is silent.</param>
    public sealed record AheadBegan(Instant At, Candidate Candidate, Candidate Silent) : JournalEntry(At, Step.Resolve);

    /// <summary>
    /// A candidate that was made ready was not needed, or lets the contacts of a redirect go first: its connections
    /// are closed. Nothing is wrong with it.
    /// </summary>
    public sealed record AheadDropped(Instant At, Candidate Candidate) : JournalEntry(At, Step.Connect);

    /// <summary>The addresses of a candidate's name were asked for.</summary>
    /// <param name="At">When the answer was in.</param>
    /// <param name="Candidate">For which candidate.</param>
    /// <param name="Outcome">What came.</param>
    /// <param name="FromMemory">Whether the addresses are remembered ones and DNS was not asked.</param>
    public sealed record Resolved(Instant At, Candidate Candidate, DnsOutcome Outcome, bool FromMemory)
        : JournalEntry(At, Step.Resolve);

    /// <summary>A TCP connection stands, or over UDP a socket is open.</summary>
    public sealed record Connected(
        Instant At, Candidate Candidate, EndPointAddress Local, EndPointAddress Remote, TimeSpan Took)
        : JournalEntry(At, Step.Connect);

    /// <summary>
    /// An address that said nothing in the last TLS handshake is connected to and asked for small segments: large
    /// packets may be lost on the way from it.
    /// </summary>
    public sealed record SmallSegments(Instant At, Candidate Candidate, EndPointAddress Remote)
        : JournalEntry(At, Step.Connect);

    /// <summary>A TCP connection did not come about.</summary>
    public sealed record ConnectFailed(
        Instant At, Candidate Candidate, EndPointAddress Remote, ChannelEnd Why, string Detail, TimeSpan Took)
        : JournalEntry(At, Step.Connect);

    /// <summary>
    /// Another address of the candidate was ready first: this one's connection is closed. Nothing is wrong with it.
    /// </summary>
    public sealed record RaceLost(Instant At, Candidate Candidate, EndPointAddress Remote, TimeSpan Took)
        : JournalEntry(At, Step.Connect);

    /// <summary>The TLS handshake was done and the certificate judged.</summary>
    public sealed record Secured(
        Instant At, Candidate Candidate, EndPointAddress Remote, TlsFacts Facts, CertificateVerdict Verdict,
        DateTimeOffset WallClock, TimeSpan Took)
        : JournalEntry(At, Step.Tls);

    /// <summary>The TLS handshake failed.</summary>
    public sealed record HandshakeFailed(
        Instant At, Candidate Candidate, EndPointAddress Remote, ChannelEnd Why, string Detail, TlsFacts? Facts,
        TimeSpan Took)
        : JournalEntry(At, Step.Tls);

    /// <summary>The Registrar asked for proof.</summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Which Registrar.</param>
    /// <param name="Offered">The schemes and algorithms offered, as they stand.</param>
    /// <param name="Chosen">The one taken; empty where none is usable.</param>
    public sealed record Challenged(Instant At, Candidate Candidate, ImmutableArray<string> Offered, string Chosen)
        : JournalEntry(At, Step.Register);

    /// <summary>
    /// A scheme that a Registrar offers is not used, although it is allowed: the next one has its turn.
    /// </summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Which Registrar.</param>
    /// <param name="Scheme">The scheme.</param>
    /// <param name="Why">Why.</param>
    /// <param name="Detail">What was seen, for people; may be empty.</param>
    public sealed record SchemePassedOver(
        Instant At, Candidate Candidate, SipScheme Scheme, SchemeFault Why, string Detail)
        : JournalEntry(At, Step.Authenticate)
    {
        /// <summary>The reason that the host gave; <c>null</c> where it is not the host's.</summary>
        public SecurityFault? Host { get; init; }
    }

    /// <summary>
    /// The user is proved by a signing scheme, and the server has signed for the first time: from now on every message
    /// is signed.
    /// </summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Which Registrar.</param>
    /// <param name="Scheme">The scheme.</param>
    /// <param name="Target">The name by which the server was asked to be proved to.</param>
    /// <param name="Version">The version of the protocol.</param>
    /// <param name="RenewIn">After what time it is done again.</param>
    /// <param name="Took">From the challenge.</param>
    public sealed record Authenticated(
        Instant At, Candidate Candidate, SipScheme Scheme, string Target, int Version, TimeSpan RenewIn, TimeSpan Took)
        : JournalEntry(At, Step.Authenticate)
    {
        /// <summary>How it was done: <c>TLSv1.2, AES128-SHA</c>; may be empty.</summary>
        public string Detail { get; init; } = "";
    }

    /// <summary>
    /// The server does not know the security association any more, or says so: it is begun again on this connection.
    /// </summary>
    public sealed record AssociationLost(Instant At, Candidate Candidate, SipScheme Scheme, string Diagnostics)
        : JournalEntry(At, Step.Authenticate);

    /// <summary>A certificate that was kept is refused, and thrown away: another one is got.</summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Who refused it.</param>
    /// <param name="NotAfter">Until when it would have been valid.</param>
    /// <param name="Diagnostics">What was said besides; may be empty.</param>
    public sealed record CertificateDropped(
        Instant At, Candidate Candidate, DateTimeOffset NotAfter, string Diagnostics)
        : JournalEntry(At, Step.Authenticate);

    /// <summary>
    /// A message of the server is not believed: its signature is wrong, or missing where every message has one. The
    /// connection is closed.
    /// </summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Which Registrar.</param>
    /// <param name="Remote">At which address.</param>
    /// <param name="Fault">What is wrong with the signature.</param>
    /// <param name="Message">Which message: <c>200 to REGISTER</c>, <c>BENOTIFY</c>.</param>
    public sealed record SignatureRefused(
        Instant At, Candidate Candidate, EndPointAddress Remote, SignatureFault Fault, string Message)
        : JournalEntry(At, Step.Authenticate);

    /// <summary>200 to REGISTER.</summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Which Registrar.</param>
    /// <param name="Remote">At which address.</param>
    /// <param name="Mechanism">How it was proved: <c>Digest SHA-256</c>; empty where nothing was asked.</param>
    /// <param name="Expires">For how long the binding stands.</param>
    /// <param name="Refresh">Whether a standing registration was renewed.</param>
    /// <param name="Took">From the first REGISTER.</param>
    public sealed record Registered(
        Instant At, Candidate Candidate, EndPointAddress Remote, string Mechanism, TimeSpan Expires, bool Refresh,
        TimeSpan Took)
        : JournalEntry(At, Step.Register)
    {
        /// <summary>What a Registrar of standard SIP gave besides: routes, GRUUs, the keeping of the flow.</summary>
        public RegistrationGrants? Grants { get; init; }
    }

    /// <summary>REGISTER was refused, or not answered.</summary>
    public sealed record RegisterFailed(
        Instant At, Candidate Candidate, EndPointAddress Remote, RegisterFailure Failure, TimeSpan Took)
        : JournalEntry(At, Step.Register);

    /// <summary>The Registrar sent the device elsewhere.</summary>
    public sealed record Redirected(
        Instant At, Candidate Candidate, int Status, ImmutableArray<Candidate> To,
        ImmutableArray<RejectedCandidate> Rejected)
        : JournalEntry(At, Step.Register)
    {
        /// <summary>How long that may be remembered; <c>null</c> where it was not said.</summary>
        public TimeSpan? Expires { get; init; }
    }

    /// <summary>
    /// A backup Registrar does not take its users yet: it has not found out itself that their primary is dead.
    /// </summary>
    /// <param name="At">When.</param>
    /// <param name="Backup">The backup.</param>
    /// <param name="Primary">The primary, which had just failed.</param>
    /// <param name="Failure">What the backup answered to REGISTER.</param>
    /// <param name="NeverSignedIn">
    /// Whether the device has never signed in: then a backup cannot set it up, however long it waits.
    /// </param>
    public sealed record BackupIdle(
        Instant At, Candidate Backup, Candidate Primary, RegisterFailure Failure, bool NeverSignedIn)
        : JournalEntry(At, Step.Register);

    /// <summary>A candidate was given up.</summary>
    /// <param name="At">When.</param>
    /// <param name="FailedAt">The step at which its last address failed.</param>
    /// <param name="Candidate">Which.</param>
    /// <param name="Final">Whether the answer was a refusal that no other candidate can change.</param>
    public sealed record AttemptFailed(Instant At, Step FailedAt, Candidate Candidate, bool Final)
        : JournalEntry(At, FailedAt);

    /// <summary>In-band provisioning brought the settings of the user.</summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">The Registrar that was asked.</param>
    /// <param name="Settings">What is in them.</param>
    /// <param name="Took">From the request.</param>
    public sealed record Provisioned(Instant At, Candidate Candidate, ProvisionedSettings Settings, TimeSpan Took)
        : JournalEntry(At, Step.Provision);

    /// <summary>In-band provisioning brought nothing. The registration stands all the same.</summary>
    public sealed record ProvisioningFailed(Instant At, Candidate Candidate, ServiceFailure Failure, TimeSpan Took)
        : JournalEntry(At, Step.Provision)
    {
        /// <summary>Whether it was to be expected: the Registrar had said that it has no user services.</summary>
        public bool IsExpected { get; init; }
    }

    /// <summary>The addresses of a name that provisioning told were asked for.</summary>
    /// <param name="At">When the answer was in.</param>
    /// <param name="Step">Whether it is a Registrar of the home, or a Media Relay.</param>
    /// <param name="Name">The name.</param>
    /// <param name="Outcome">What came.</param>
    public sealed record Located(Instant At, Step Step, HostName Name, DnsOutcome Outcome) : JournalEntry(At, Step);

    /// <summary>The Media Relay Authentication Service gave credentials, which are not written down.</summary>
    /// <param name="At">When.</param>
    /// <param name="Relays">The relays that they are for.</param>
    /// <param name="Life">For how long they hold.</param>
    /// <param name="Took">From the request.</param>
    public sealed record RelayCredentialsGranted(
        Instant At, ImmutableArray<MediaRelayOffer> Relays, TimeSpan Life, TimeSpan Took)
        : JournalEntry(At, Step.Relays)
    {
        /// <summary>
        /// How long they hold by what stands in them, and by this device's clock; not above zero where that is over.
        /// <c>null</c> where nothing stands in them.
        /// </summary>
        public TimeSpan? LeftByToken { get; init; }
    }

    /// <summary>There are no new credentials for Media Relays. Those of before hold to their end.</summary>
    /// <param name="At">When.</param>
    /// <param name="MrasUri">Where they were asked for.</param>
    /// <param name="Failure">Why.</param>
    /// <param name="Left">How long those of before still hold; <c>null</c> where there are none.</param>
    /// <param name="Took">From the request.</param>
    public sealed record RelayCredentialsFailed(
        Instant At, string MrasUri, ServiceFailure Failure, TimeSpan? Left, TimeSpan Took)
        : JournalEntry(At, Step.Relays);

    /// <summary>A Media Relay was asked, at one address over one transport, with the credentials for it.</summary>
    public sealed record RelayChecked(Instant At, RelayOutcome Outcome) : JournalEntry(At, Step.Relays);

    /// <summary>The credentials for Media Relays came to their end before there were new ones.</summary>
    public sealed record RelayCredentialsLapsed(Instant At) : JournalEntry(At, Step.Relays);

    /// <summary>A web server was asked for something.</summary>
    /// <param name="At">When the answer was in, or none came.</param>
    /// <param name="Step">For which step.</param>
    /// <param name="Outcome">What came.</param>
    public sealed record WebCalled(Instant At, Step Step, WebOutcome Outcome) : JournalEntry(At, Step);

    /// <summary>A certificate is asked of a certificate provisioning service.</summary>
    /// <param name="At">When.</param>
    /// <param name="Source">Who named the service.</param>
    /// <param name="Url">The service.</param>
    public sealed record CertificateSought(Instant At, CertificateSource Source, string Url)
        : JournalEntry(At, Step.Certificate);

    /// <summary>A certificate of the user was issued, and is kept.</summary>
    /// <param name="At">When.</param>
    /// <param name="Certificate">Which.</param>
    /// <param name="Took">From asking this service.</param>
    public sealed record CertificateObtained(Instant At, KeptCertificate Certificate, TimeSpan Took)
        : JournalEntry(At, Step.Certificate);

    /// <summary>Number and PIN said who the user is.</summary>
    /// <param name="At">When.</param>
    /// <param name="Account">The user: <c>sip:alice@contoso.example</c>.</param>
    /// <param name="Number">The phone number or extension that was given.</param>
    /// <param name="Expected">Who it was to be; empty for anybody.</param>
    public sealed record UserFound(Instant At, string Account, string Number, string Expected)
        : JournalEntry(At, Step.Certificate)
    {
        /// <summary>Whether it is who it was to be.</summary>
        public bool IsExpected =>
            Expected.Length == 0 || string.Equals(Account, Expected, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A service gave no certificate, or none could be asked.</summary>
    /// <param name="At">When.</param>
    /// <param name="Failure">Why.</param>
    /// <param name="Took">From asking this service.</param>
    public sealed record CertificateFailed(Instant At, CertificateFailure Failure, TimeSpan Took)
        : JournalEntry(At, Step.Certificate);

    /// <summary>
    /// The roots of the deployment were learned, over plain HTTP: for its SIP domain they are trusted from now on.
    /// </summary>
    /// <param name="At">When.</param>
    /// <param name="Roots">The roots, with their fingerprints.</param>
    /// <param name="Took">From the request.</param>
    public sealed record RootsLearned(Instant At, LearnedRoots Roots, TimeSpan Took)
        : JournalEntry(At, Step.Certificate);

    /// <summary>No roots were learned: only those that the device was given are trusted.</summary>
    public sealed record RootsNotLearned(Instant At, RootChainFailure Failure) : JournalEntry(At, Step.Certificate);

    /// <summary>What discovery had learned was forgotten, as after every successful registration (S5).</summary>
    public sealed record Flushed(Instant At) : JournalEntry(At, Step.Remember);

    /// <summary>Memory was handed over to be stored (S11).</summary>
    public sealed record MemorySaved(Instant At, DeviceMemory Memory) : JournalEntry(At, Step.Remember);

    /// <summary>Memory could not be stored.</summary>
    public sealed record SaveFailed(Instant At, string Detail) : JournalEntry(At, Step.Remember);

    /// <summary>Stored memory could not be used and is set aside.</summary>
    public sealed record MemorySetAside(Instant At, string Why) : JournalEntry(At, Step.Remember);

    /// <summary>A cycle ended without a registration.</summary>
    public sealed record CycleFailed(Instant At, Cycle Cycle, CycleEnd Why) : JournalEntry(At, Step.Register);

    /// <summary>The device waits before it begins again.</summary>
    public sealed record BackedOff(Instant At, TimeSpan For, BackOffReason Why) : JournalEntry(At, Step.Wait);

    /// <summary>A standing registration's connection was lost.</summary>
    public sealed record ChannelLost(Instant At, Candidate Candidate, ChannelEnd Why, string Detail)
        : JournalEntry(At, Step.Connect);

    /// <summary>A refresh found no binding to renew: the Registrar had lost it, and it is begun again.</summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Which Registrar.</param>
    /// <param name="Action">What it did instead.</param>
    public sealed record BindingLost(Instant At, Candidate Candidate, RegisterAction Action)
        : JournalEntry(At, Step.Register);

    /// <summary>A Registrar told something of the registration by NOTIFY.</summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Which Registrar.</param>
    /// <param name="Notice">What it said.</param>
    /// <param name="Preferred">Where it sends the device, and the device goes; <c>null</c> for nowhere.</param>
    /// <param name="Diagnostics">What it said besides; may be empty.</param>
    public sealed record RegistrationNotice(
        Instant At, Candidate Candidate, RegistrationEvent Notice, Candidate? Preferred, string Diagnostics)
        : JournalEntry(At, Step.Register);

    /// <summary>The user has less than usual from now on: survivable mode.</summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">The Registrar that said so.</param>
    /// <param name="Why">What is amiss.</param>
    /// <param name="Primary">The user's primary pool, where it is known and another; else the default value.</param>
    /// <param name="Diagnostics">What the Registrar said besides; may be empty.</param>
    public sealed record SurvivableModeBegan(
        Instant At, Candidate Candidate, SurvivableReason Why, HostName Primary, string Diagnostics)
        : JournalEntry(At, Step.Register);

    /// <summary>The user has everything again.</summary>
    public sealed record SurvivableModeEnded(Instant At, Candidate Candidate) : JournalEntry(At, Step.Register);

    /// <summary>This machine's own addresses have changed.</summary>
    /// <param name="At">When.</param>
    /// <param name="Addresses">All that it has now; the default value where that is not known.</param>
    public sealed record NetworkChanged(Instant At, ImmutableArray<IpAddress> Addresses)
        : JournalEntry(At, Step.Network);

    /// <summary>
    /// The first server is tried again, while the registration with another stands and is kept.
    /// </summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">The first server.</param>
    /// <param name="Standing">The one that is registered with.</param>
    public sealed record FailbackBegan(Instant At, Candidate Candidate, Candidate Standing)
        : JournalEntry(At, Step.Register);

    /// <summary>The first server has registered the device again: the connection to the other is closed.</summary>
    public sealed record FailedBack(Instant At, Candidate From, Candidate To) : JournalEntry(At, Step.Register);

    /// <summary>Bytes arrived that cannot be read.</summary>
    /// <param name="At">When.</param>
    /// <param name="Step">At which step.</param>
    /// <param name="From">Who sent them.</param>
    /// <param name="Fault">The kind of fault, by the parser's own name.</param>
    /// <param name="Offset">Where in the bytes.</param>
    /// <param name="Bytes">The first of them, at most 64.</param>
    public sealed record Malformed(
        Instant At, Step Step, EndPointAddress From, string Fault, int Offset, ImmutableArray<byte> Bytes)
        : JournalEntry(At, Step);

    /// <summary>The contact list has arrived.</summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Who sent it.</param>
    /// <param name="Contacts">How many contacts there are.</param>
    /// <param name="Groups">How many groups there are.</param>
    /// <param name="Delta">The number of its state.</param>
    /// <param name="IsMigrated">Whether the list is kept by Exchange, and this one is empty.</param>
    /// <param name="Took">From the first request on.</param>
    public sealed record ContactsReceived(
        Instant At, Candidate Candidate, int Contacts, int Groups, uint Delta, bool IsMigrated, TimeSpan Took)
        : JournalEntry(At, Step.Contacts);

    /// <summary>The contact list was changed.</summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Who said so.</param>
    /// <param name="Delta">What changed.</param>
    /// <param name="IsInStep">
    /// Whether it is a change of the list that is known; else that is asked for anew.
    /// </param>
    public sealed record ContactsChanged(Instant At, Candidate Candidate, ContactDelta Delta, bool IsInStep)
        : JournalEntry(At, Step.Contacts);

    /// <summary>The server took what the phone publishes.</summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Who took it.</param>
    /// <param name="Publications">What was published.</param>
    /// <param name="Corrected">Whether the server first named other versions.</param>
    /// <param name="Took">From the request on.</param>
    public sealed record Published(
        Instant At, Candidate Candidate, PublishRequest Publications, bool Corrected, TimeSpan Took)
        : JournalEntry(At, Step.Contacts);

    /// <summary>
    /// All that a phone shows after signing in is there, or was waited for long enough: the user's own presence, and
    /// the contacts with theirs.
    /// </summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Who told it.</param>
    /// <param name="Snapshot">What is shown.</param>
    /// <param name="Took">Since the registration stood.</param>
    public sealed record ContactsShown(Instant At, Candidate Candidate, ContactsSnapshot Snapshot, TimeSpan Took)
        : JournalEntry(At, Step.Contacts);

    /// <summary>The presence or the name of a contact has changed since.</summary>
    public sealed record PresenceChanged(Instant At, FollowedContact Contact) : JournalEntry(At, Step.Contacts);

    /// <summary>The presence of whoever is watched was told: as it stood, or since it has changed.</summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Who told it.</param>
    /// <param name="Account">Whose it is: <c>sip:bob@contoso.example</c>.</param>
    public sealed record PresenceNotified(Instant At, Candidate Candidate, string Account)
        : JournalEntry(At, Step.Contacts);

    /// <summary>What somebody published was not told to who watches it.</summary>
    /// <param name="At">When it was given up.</param>
    /// <param name="Account">Who published: <c>sip:bob@contoso.example</c>.</param>
    /// <param name="Waited">For how long it was waited.</param>
    /// <param name="Shown">
    /// What the publisher is shown as; <c>null</c> where that is not known. Who is busy for another reason, or for
    /// another endpoint, stays so whatever a phone publishes.
    /// </param>
    public sealed record NotificationMissed(Instant At, string Account, TimeSpan Waited, UserPresence? Shown)
        : JournalEntry(At, Step.Contacts);

    /// <summary>The user's own presence has changed since.</summary>
    public sealed record OwnPresenceChanged(Instant At, UserPresence Presence) : JournalEntry(At, Step.Contacts);

    /// <summary>Something of contacts and presence was not given, or what was given cannot be read.</summary>
    /// <param name="At">When.</param>
    /// <param name="Candidate">Who did not.</param>
    /// <param name="What">What it was about.</param>
    /// <param name="Failure">Why not.</param>
    /// <param name="Took">From the request on.</param>
    public sealed record PresenceFailed(
        Instant At, Candidate Candidate, PresenceRequest What, ServiceFailure Failure, TimeSpan Took)
        : JournalEntry(At, Step.Contacts);

    /// <summary>The device signed out.</summary>
    /// <param name="At">When.</param>
    /// <param name="Confirmed">Whether the Registrar confirmed it.</param>
    public sealed record SignedOut(Instant At, bool Confirmed) : JournalEntry(At, Step.SignOut);
}
