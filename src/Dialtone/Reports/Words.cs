using System.Collections.Immutable;
using System.Globalization;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Findings;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Transactions;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;
using Dialtone.Wire.Sip;

namespace Dialtone.Reports;

/// <summary>
/// How the values of the engine are said in English. One place, so that a thing is said the same way everywhere.
/// </summary>
public static class Words
{
    /// <summary>The name of a step, as it stands in the walk.</summary>
    public static string Of(Step step) => step switch
    {
        Step.Dhcp => "DHCP",
        Step.Dhcp6 => "DHCPv6",
        Step.Dns => "DNS",
        Step.Tls => "TLS",
        Step.Provision => "Settings",
        Step.Contacts => "Contacts",
        Step.SignOut => "Sign out",
        _ => step.ToString(),
    };

    /// <summary>The name of a step of a transaction, as it stands in its report.</summary>
    public static string Of(TransactionStep step) => step switch
    {
        TransactionStep.Dhcp => "DHCP",
        TransactionStep.Dns => "DNS",
        TransactionStep.Resolve => "Registrar's addresses",
        TransactionStep.Connect => "Connection",
        TransactionStep.Tls => "TLS",
        TransactionStep.WebTicket => "Web ticket",
        TransactionStep.Certificate => "Client certificate",
        TransactionStep.PresenceState => "User services",
        TransactionStep.Provision => "Settings",
        TransactionStep.RelayCredentials => "Relay credentials",
        TransactionStep.RelayReach => "Media Relays",
        TransactionStep.RelayAllocation => "Relay allocation",
        TransactionStep.SignOut => "Sign out",
        _ => step.ToString(),
    };

    /// <summary>How a step of a transaction went.</summary>
    public static string Of(StepResult result) => result switch
    {
        StepResult.NotRun => "not run",
        StepResult.Passed => "passed",
        StepResult.Degraded => "degraded",
        StepResult.Failed => "failed",
        _ => result.ToString(),
    };

    /// <summary>How bad a finding is.</summary>
    public static string Of(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Advice => "advice",
        FindingSeverity.Degraded => "degraded",
        FindingSeverity.Blocking => "blocking",
        _ => severity.ToString(),
    };

    /// <summary>Who can act.</summary>
    public static string Of(Audience audience) => audience switch
    {
        Audience.User => "At the phone",
        Audience.Tester => "Here",
        Audience.ServerAdministrator => "Server administrator",
        Audience.NetworkAdministrator => "Network administrator",
        Audience.DirectoryAdministrator => "Directory administrator",
        _ => audience.ToString(),
    };

    /// <summary>The name of a transaction, as the command line has it.</summary>
    public static string Of(TransactionKind kind) => kind switch
    {
        TransactionKind.ClientAuth => "client-auth",
        TransactionKind.Registration => "registration",
        TransactionKind.PhoneBootstrap => "phone-bootstrap",
        TransactionKind.AvEdgeConnectivity => "av-edge",
        TransactionKind.Presence => "presence",
        _ => kind.ToString(),
    };

    /// <summary>
    /// A length of time in the two or three digits that people read: <c>3 ms</c>, <c>1.2 s</c>, <c>5 s</c>,
    /// <c>15 min</c>.
    /// </summary>
    public static string Of(TimeSpan time)
    {
        var seconds = time.TotalSeconds;
        return seconds switch
        {
            < 0.9995 => Invariant($"{Math.Max(time.TotalMilliseconds, 0):0} ms"),
            < 9.95 => Invariant($"{seconds:0.#} s"),
            < 600 => Invariant($"{seconds:0} s"),
            < 36_000 => Invariant($"{time.TotalMinutes:0} min"),
            _ => Invariant($"{time.TotalHours:0} h"),
        };
    }

    /// <summary>Where a candidate is: its name and port, or the address where a source gave that and no name.</summary>
    public static string PlaceOf(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate.Address is { } address
            ? new EndPointAddress(address, candidate.Port).ToString()
            : Invariant($"{candidate.Host}:{candidate.Port}");
    }

    /// <summary>Where a candidate came from.</summary>
    public static string Of(CandidateSource source) => source switch
    {
        CandidateSource.InternalSrv => "internal DNS SRV",
        CandidateSource.Dhcp => "DHCP option 120",
        CandidateSource.ExternalSrv => "external DNS SRV",
        CandidateSource.Known => "the last registration",
        CandidateSource.Memory => "memory",
        CandidateSource.Target => "the command line",
        CandidateSource.Redirect => "a redirect",
        CandidateSource.Dns => "DNS",
        CandidateSource.Dhcp6 => "DHCPv6",
        CandidateSource.Lyncdiscover => "Lyncdiscover",
        CandidateSource.UsualName => "custom",
        _ => source.ToString(),
    };

    /// <summary><c>TLS</c>, <c>TCP</c> or <c>UDP</c>.</summary>
    public static string Of(SipTransport transport) => transport.ViaName();

    /// <summary>A Registrar of the user's home, with who named it and when.</summary>
    public static string Of(RememberedRegistrar home)
    {
        ArgumentNullException.ThrowIfNull(home);
        var registrar = home.Registrar;
        var until = home.Until is { } end ? Invariant($", until {end:u}") : "";
        return Invariant($"{registrar.Host}:{registrar.Port} over {Of(registrar.Transport)} ({Of(home.Addresses)}), ")
            + Invariant($"named by {Of(home.NamedBy)} at {home.LearnedAt:u}{until}");
    }

    /// <summary>A Media Relay, with what it offers and when it was named.</summary>
    public static string Of(RememberedRelay relay)
    {
        ArgumentNullException.ThrowIfNull(relay);
        return Invariant($"{relay.Host} ({Of(relay.Addresses)}), {PortsOf(relay)}named at {relay.LearnedAt:u}");
    }

    /// <summary>Who named a Registrar as one of the user's own.</summary>
    public static string Of(RegistrarNaming naming) => naming switch
    {
        RegistrarNaming.Redirect => "a redirect",
        RegistrarNaming.Provisioning => "in-band provisioning",
        RegistrarNaming.PreferredRegistrar => "a preferred-registrar notice",
        _ => naming.ToString(),
    };

    /// <summary>
    /// What was asked of DNS: below the SIP domain the two labels of a service alone, and the whole name elsewhere.
    /// </summary>
    public static string Of(DnsQuestion question, HostName domain)
    {
        var name = question.Name.Text;
        var below = "." + domain;
        var text = name.EndsWith(below, StringComparison.Ordinal) && name.StartsWith('_')
            ? name[..^below.Length] : name;
        return question.Type == DnsType.Srv ? text : $"{text} {question.Type.ToString().ToUpperInvariant()}";
    }

    /// <summary>What became of a DNS question, to stand behind its name.</summary>
    public static string Of(DnsStatus status) => status switch
    {
        DnsStatus.NotAsked => "was not asked",
        DnsStatus.Answered => "answered",
        DnsStatus.NoSuchName => "does not exist (NXDOMAIN)",
        DnsStatus.NoData => "has no such record",
        DnsStatus.ServerFailure => "could not be looked up: the DNS server failed (SERVFAIL)",
        DnsStatus.Refused => "could not be looked up: the DNS server refused (REFUSED)",
        DnsStatus.TimedOut => "could not be looked up: no DNS server answered",
        DnsStatus.Malformed => "could not be looked up: the DNS answer cannot be read",
        DnsStatus.Unreachable => "could not be looked up: no DNS server could be reached",
        DnsStatus.NoServer => "could not be looked up: no DNS server is configured",
        DnsStatus.NotAwaited => "was not waited for: it is not needed",
        _ => status.ToString(),
    };

    /// <summary>What became of a DNS question, with the servers whose word it is, to stand behind its name.</summary>
    public static string Of(DnsOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var servers = ServersOf(outcome);
        return (outcome.Status, servers) switch
        {
            (_, "") => Of(outcome.Status),
            (DnsStatus.NoSuchName, _) => $"does not exist (NXDOMAIN from {servers})",
            (DnsStatus.NoData, _) => $"has no such record ({servers})",
            (DnsStatus.ServerFailure, _) => $"could not be looked up: {servers} failed (SERVFAIL)",
            (DnsStatus.Refused, _) => $"could not be looked up: {servers} refused (REFUSED)",
            (DnsStatus.TimedOut, _) => $"could not be looked up: no answer from {servers}",
            (DnsStatus.Malformed, _) => $"could not be looked up: the answer of {servers} cannot be read",
            (DnsStatus.Unreachable, _) => $"could not be looked up: {servers} cannot be reached",
            _ => Of(outcome.Status),
        };
    }

    /// <summary>Why a connection ended or never stood, to stand behind its address.</summary>
    public static string Of(ChannelEnd end) => end switch
    {
        ChannelEnd.ClosedByPeer => "closed the connection",
        ChannelEnd.Refused => "refused the connection: nothing listens on that port",
        ChannelEnd.Unreachable => "cannot be reached: no route to it",
        ChannelEnd.TimedOut => "did not answer",
        ChannelEnd.Reset => "reset the connection",
        ChannelEnd.NotPermitted => "could not be tried: this process lacks the right",
        ChannelEnd.LocalAddressUnavailable => "could not be tried: the local address or port is not to be had",
        ChannelEnd.LocalPortTaken => "could not be tried: another program holds the local port",
        ChannelEnd.LocalAddressGone => "is left: the local address is gone",
        ChannelEnd.NotTls => "does not speak TLS on that port",
        ChannelEnd.ClosedDuringHandshake => "closed the connection during the TLS handshake",
        ChannelEnd.TlsAlert => "refused the TLS handshake with an alert",
        ChannelEnd.TlsNotAgreed => "has no version or cipher suite of TLS in common with this device",
        ChannelEnd.TlsFailed => "and this device found no way to do TLS",
        ChannelEnd.Failed => "could not be used",
        _ => end.ToString(),
    };

    /// <summary>Why a named Registrar may not be tried.</summary>
    public static string Of(RejectionReason reason) => reason switch
    {
        RejectionReason.OutsideSipDomain =>
            "lies outside the SIP domain, which a phone does not trust (strict DNS naming)",
        RejectionReason.ServiceNotAvailable => "the record says that the service is not offered (target \".\")",
        RejectionReason.Duplicate => "was named before",
        RejectionReason.RedirectLoop => "was tried before: the Registrars redirect in a circle",
        RejectionReason.FailedBefore => "has just failed",
        RejectionReason.TooManyRedirects => "is one redirect too many",
        RejectionReason.Unusable => "cannot be used",
        RejectionReason.TransportOff => "uses a transport that is switched off",
        _ => reason.ToString(),
    };

    /// <summary>What is wrong with a certificate, with the dates and names that show it.</summary>
    public static string Of(
        CertificateVerdict verdict, CertificateFacts? certificate, ImmutableArray<HostName> expected,
        DateTimeOffset now) =>
        verdict switch
        {
            CertificateVerdict.Good => "is good",
            CertificateVerdict.NameMismatch =>
                $"is not made out to {string.Join(" or ", expected)} but to {NamesOf(certificate)}",
            CertificateVerdict.Expired =>
                Invariant($"expired on {certificate?.NotAfter:yyyy-MM-dd}, this device's clock says {now:yyyy-MM-dd}"),
            CertificateVerdict.NotYetValid => "is valid only from "
                + Invariant($"{certificate?.NotBefore:yyyy-MM-dd}, this device's clock says {now:yyyy-MM-dd}")
                + ": is the clock right?",
            CertificateVerdict.Untrusted => certificate is null ? "is missing"
                : $"leads to no root that this device trusts (issued by {certificate.Issuer})",
            CertificateVerdict.WrongUse => "is not meant for servers (extended key usage)",
            CertificateVerdict.WeakKey =>
                Invariant($"has a key that is too short ({certificate?.KeyAlgorithm} {certificate?.KeyBits})"),
            _ => verdict.ToString(),
        };

    /// <summary>Why REGISTER failed, to stand behind the Registrar's name.</summary>
    public static string Of(RegisterFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var said = failure.Status == 0 ? "" : $" ({Invariant($"{failure.Status} {failure.Reason}").TrimEnd()})";
        var text = failure.Kind switch
        {
            RegisterFailureKind.NoAnswer => "did not answer REGISTER",
            RegisterFailureKind.ConnectionLost => "ended the connection before it answered REGISTER"
                + (failure.Reason.Length == 0 ? "" : $": {failure.Reason}"),
            RegisterFailureKind.Malformed => $"answered REGISTER with what is not SIP ({failure.Reason})",
            RegisterFailureKind.TlsOnPlainPort => "answered plain SIP in TLS: this is a TLS port",
            RegisterFailureKind.CredentialRejected => "refused the user name or password" + said,
            RegisterFailureKind.NothingUsableOffered => failure.Offered.IsEmpty
                ? $"asks for a proof and does not say how{said}"
                : $"takes only {string.Join(", ", failure.Offered)}, and this device has none of these",
            RegisterFailureKind.NoSchemeBegan =>
                $"takes {string.Join(", ", failure.Offered)}, and none of what this device has of these could begin",
            RegisterFailureKind.ClockSkew =>
                "does not believe the proof, for the clocks are too far apart: is this device's clock right?" + said,
            RegisterFailureKind.AccountUnusable =>
                "does not take the account: it is locked, disabled or expired" + said,
            RegisterFailureKind.CertificateRejected => "refused the user's certificate, which is new" + said,
            RegisterFailureKind.WrongAddress =>
                "knows the user name and password as those of another sign-in address" + said,
            RegisterFailureKind.Forbidden => "does not allow this user to register" + said,
            RegisterFailureKind.UserNotFound => "does not know this user" + said,
            RegisterFailureKind.Unavailable => "cannot serve now" + said,
            RegisterFailureKind.Refused => "refused REGISTER" + said,
            RegisterFailureKind.RedirectUnusable => "redirects to nowhere that can be tried" + said,
            RegisterFailureKind.ServerNotProved =>
                "answered without knowing this user's secret (its rspauth is wrong or missing): it is not trusted",
            RegisterFailureKind.TooLargeForUdp =>
                "was sent nothing: this REGISTER is longer than may go over UDP (1300 bytes)",
            RegisterFailureKind.TooManyRounds => "asks again and again and never decides" + said,
            _ => failure.Kind.ToString(),
        };
        return failure.Diagnostics.Length == 0 ? text : $"{text}; it says: {failure.Diagnostics}";
    }

    /// <summary>What a backup Registrar that does not take its users yet means for them.</summary>
    public static string Of(JournalEntry.BackupIdle idle)
    {
        ArgumentNullException.ThrowIfNull(idle);
        var (backup, primary) = (idle.Backup.Host, idle.Primary.Host);
        var said = Invariant($"{idle.Failure.Status} {idle.Failure.Reason}").TrimEnd();
        return $"{backup} is the backup of {primary} and does not take its users yet ({said}): it waits until it is "
            + $"sure that {primary} is dead, five minutes by default"
            + (idle.NeverSignedIn
                ? "; this phone has never signed in, and a backup gives a new phone neither settings nor a certificate"
                : "");
    }

    /// <summary>What a Registrar told of a registration.</summary>
    public static string Of(JournalEntry.RegistrationNotice told)
    {
        ArgumentNullException.ThrowIfNull(told);
        var (who, notice) = (told.Candidate.Host, told.Notice);
        var text = notice.Kind switch
        {
            RegistrationEventKind.Unregistered =>
                $"{who} ended the registration: the user is signed in at too many places, or elsewhere",
            RegistrationEventKind.Rejected => $"{who} ended the registration: the user is disabled",
            RegistrationEventKind.Deactivated =>
                $"{who} ended the registration: the user has moved to another Registrar",
            RegistrationEventKind.PreferredRegistrarChange when told.Preferred is { } preferred =>
                $"{who} sends the user to {preferred.Host}",
            RegistrationEventKind.PreferredRegistrarChange => $"{who} sends the user elsewhere, and does not say where",
            RegistrationEventKind.UserServicesUnavailable when notice.IsOver =>
                $"{who} ended the registration: its user services are not to be had",
            RegistrationEventKind.UserServicesUnavailable => $"the user services of {who} are not to be had",
            _ => $"{who} told of the registration what this device does not know",
        };
        return told.Diagnostics.Length == 0 ? text : $"{text}; it says: {told.Diagnostics}";
    }

    /// <summary>What a Registrar says of the binding and of itself.</summary>
    public static string Of(PresenceState state) =>
        $"binding {DataNames.Of(state.Action)}, {DataNames.Of(state.PrimaryCluster)} cluster, "
            + state.IsConnectedToPrimary switch
            {
                true => "connected to primary",
                false => "not connected to primary",
                null => "primary not said",
            }
            + (state.UserServicesUnavailable ? ", user services unavailable" : "");

    /// <summary>Why the user has less than usual, and what of it.</summary>
    public static string Of(JournalEntry.SurvivableModeBegan began)
    {
        ArgumentNullException.ThrowIfNull(began);
        var registrar = began.Candidate.Host;
        var who = (began.Why, began.Primary.IsEmpty) switch
        {
            (SurvivableReason.OnBackup, false) => $"{registrar} stands in for {began.Primary}",
            (SurvivableReason.OnBackup, true) => $"{registrar} is not the user's own Registrar but its backup",
            _ => $"the user services of {registrar} are not to be had",
        };
        return $"{who}; calls work, presence, contacts and conferences do not"
            + (began.Diagnostics.Length == 0 ? "" : $"; it says: {began.Diagnostics}");
    }

    /// <summary>How many of something.</summary>
    public static string Count(int number, string one, string many) =>
        number == 1 ? $"1 {one}" : Invariant($"{number} {many}");

    /// <summary>
    /// Text as it may stand on a terminal: what a peer said may hold control characters, and those stay unsaid.
    /// </summary>
    internal static string Printable(string text) => !text.Any(char.IsControl) ? text
        : string.Create(text.Length, text, static (clean, dirty) =>
        {
            for (var i = 0; i < clean.Length; i++)
            {
                clean[i] = char.IsControl(dirty[i]) ? ' ' : dirty[i];
            }
        });

    // The port is said where it is not the usual one.
    private static string ServersOf(DnsOutcome outcome)
    {
        IEnumerable<EndPointAddress> servers = outcome.Tries.IsEmpty && outcome.Server is { } known
            ? [known] : outcome.Tries.Select(each => each.Server).Distinct();
        return string.Join(", ", servers.Select(each => each.Port == 53 ? each.Address.ToString() : each.ToString()));
    }

    private static string NamesOf(CertificateFacts? certificate) =>
        certificate is null ? "nobody"
        : certificate.DnsNames.Count == 0 ? certificate.Subject
        : string.Join(", ", certificate.DnsNames.Take(5)) + (certificate.DnsNames.Count > 5 ? ", …" : "");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Of(ImmutableArray<IpAddress> addresses) =>
        addresses.IsDefaultOrEmpty ? "never resolved" : string.Join(", ", addresses);

    private static string PortsOf(RememberedRelay relay) => (relay.UdpPort, relay.TcpPort) switch
    {
        ({ } udp, { } tcp) => Invariant($"UDP {udp} and TCP {tcp}, "),
        ({ } udp, null) => Invariant($"UDP {udp}, "),
        (null, { } tcp) => Invariant($"TCP {tcp}, "),
        _ => "",
    };
}
