using System.Buffers;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.SignIn;

/// <summary>
/// The REGISTER conversation with one Registrar over one connection: writes the requests, reads the responses. Keeps
/// the Call-ID, the rising CSeq and the proof that the server accepted, so that refreshing and signing out go on from
/// there (RFC 3261 section 10.2).
/// </summary>
internal sealed class RegisterExchange : RegistrarExchange
{
    /// <summary>How often a 423 is obeyed before the server is taken to be playing.</summary>
    public const int IntervalsMax = 2;

    /// <summary>What a server that names no lifetime is taken to grant: MS-SIPREGE servers' own default.</summary>
    public static readonly TimeSpan ExpiresDefault = TimeSpan.FromSeconds(600);

    /// <summary>
    /// Shorter lifetimes are renewed as if they were this long, so that no server can make a device spin.
    /// </summary>
    public static readonly TimeSpan ExpiresMin = TimeSpan.FromSeconds(10);

    /// <summary>Longer lifetimes are not believed.</summary>
    public static readonly TimeSpan ExpiresMax = TimeSpan.FromDays(1);

    /// <summary>The lifetime that standard SIP asks for, in seconds (RFC 3261 section 10.2 gives one hour).</summary>
    public const uint ExpiresWanted = 3600;

    // A REGISTER with a proof of SHA-256 fits.
    private const int RegisterBytes = 1536;

    // Where the server saw this end, behind an address translator; nothing is held where both agree.
    private SeenAddress? _seen;
    private uint _expires; // 0 for as long as the dialect asks for
    private byte _intervals;
    private bool _leaving;
    private bool _withoutOutbound;

    /// <summary>Begins over a new connection.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="registrar">The Registrar.</param>
    /// <param name="local">This end of the connection.</param>
    /// <param name="digest">
    /// What is known of the nonces of this Registrar and others, and where identifiers come from.
    /// </param>
    public RegisterExchange(
        DeviceSettings settings, Candidate registrar, EndPointAddress local, DigestExchange digest)
        : base(settings, registrar, local, digest) => digest.BeginConnection(registrar.Host);

    private EndPointAddress Contact => _seen?.Address ?? Local;

    private Guid Instance => EndpointIdentity.Instance(Settings.Epid);

    /// <summary>The GRUU that a Registrar of Lync makes of the user and this endpoint.</summary>
    public string UsualGruu => EndpointIdentity.Gruu(Settings.Account.Uri, Instance);

    /// <summary>What unreadable bytes mean for a sign-in.</summary>
    public static RegisterFailure FailureOf(SipFault fault) => new()
    {
        Kind = fault.Kind == SipFaultKind.TlsRecord
            ? RegisterFailureKind.TlsOnPlainPort : RegisterFailureKind.Malformed,
        Reason = fault.ToString(),
    };

    /// <summary>Whether something is got that the next REGISTER needs.</summary>
    public bool IsProving => Schemes?.IsWaiting ?? false;

    /// <summary>When that must have come; <c>null</c> where nothing is waited for.</summary>
    public Instant? ProvingDeadline => Schemes?.Deadline;

    /// <summary>When the security association is to be renewed; <c>null</c> where there is none.</summary>
    public Instant? RenewAt => Schemes?.Association?.RenewAt;

    /// <summary>The next REGISTER, with the proof where one was asked for.</summary>
    public ReadOnlyMemory<byte> WriteRegister()
    {
        _leaving = false;
        return Write(_expires == 0 ? null : _expires);
    }

    /// <summary>REGISTER with Expires 0: the binding is to go.</summary>
    public ReadOnlyMemory<byte> WriteUnregister()
    {
        _leaving = true;
        return Write(0);
    }

    /// <summary>The next REGISTER begins a security association anew.</summary>
    public void ProveAnew() => Schemes?.BeginAnew();

    /// <summary>Gives up what is under way at the host.</summary>
    public void Abandon(List<DeviceEffect> effects) => Schemes?.Abandon(effects);

    /// <summary>Takes any input of the device, for what the host was asked.</summary>
    /// <returns>What comes next; <c>null</c> where it changed nothing.</returns>
    public RegisterStep? Handle(Now now, DeviceInput input, List<DeviceEffect> effects) =>
        Schemes?.Handle(now, input, effects);

    /// <summary>Reads a response to the last request.</summary>
    /// <param name="now">The time.</param>
    /// <param name="response">The response.</param>
    /// <param name="room">What proving works with.</param>
    /// <param name="effects">Takes what the host is asked.</param>
    public RegisterStep Read(Now now, SipMessage response, ProofRoom room, List<DeviceEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (!IsToLast(response))
        {
            return new RegisterStep.Waiting();
        }

        var step = response.StatusCode switch
        {
            < 200 => new RegisterStep.Waiting(),
            < 300 => Accept(now, response),
            < 400 => RedirectContacts.Read(response, Settings, Registrar.Transport),
            401 or 407 => Challenge(now, response, room, effects),
            423 => LongerInterval(response),
            439 when IsStandard && !_withoutOutbound => WithoutOutbound(),
            _ => new RegisterStep.Failed(FailureOf(response)),
        };
        LearnContact(response);
        return step;
    }

    private ReadOnlyMemory<byte> Write(uint? expires)
    {
        var uri = $"sip:{Settings.Account.Domain}";
        var buffer = new ArrayBufferWriter<byte>(RegisterBytes);
        var writer = Begin(buffer, SipMethod.Register, uri, Settings.Account.Uri);
        if (IsStandard)
        {
            RegisterHeaders.WriteStandard(
                writer, Settings.Account.User, Contact, Registrar.Transport, Instance, !_withoutOutbound);
            expires ??= ExpiresWanted;
        }
        else
        {
            RegisterHeaders.WriteLync(writer, Contact, Registrar.Transport, Tag, Instance);
        }

        if (expires is { } seconds)
        {
            _ = writer.Header(SipHeader.Expires, seconds);
        }

        return End(buffer, writer, SipMethod.Register, uri, body: default);
    }

    private RegisterStep Accept(Now now, SipMessage response)
    {
        if (ProofOf(response) == ServerProof.Wrong)
        {
            return new RegisterStep.Failed(new RegisterFailure
            {
                Kind = RegisterFailureKind.ServerNotProved,
                Status = response.StatusCode,
            });
        }

        _intervals = 0;
        Digest.Rest();
        Schemes?.Accepted(now, response);
        if (_leaving)
        {
            return new RegisterStep.Registered(TimeSpan.Zero, "", KeepAlive: null, RegistrationGrants.None);
        }

        var expires = ExpiresOf(response, out var own);
        var grants = IsStandard
            ? RegistrationGrants.ReadStandard(response, own) : RegistrationGrants.ReadLync(response, own);
        return new RegisterStep.Registered(
            expires, Schemes?.Mechanism ?? Digest.Mechanism(Registrar.Host),
            IsStandard
                ? grants.PaceOver(Registrar.Transport != SipTransport.Udp, Settings.Timings) : KeepAliveOf(response),
            grants);
    }

    /// <summary>
    /// The lifetime of this device's own binding: that of the Contact with its instance or address, then Expires
    /// (RFC 3261 section 10.2.4). A 200 lists every endpoint of the user.
    /// </summary>
    private TimeSpan ExpiresOf(SipMessage response, out SipContact own)
    {
        own = default;
        uint? expires = null;
        var isOurs = false;
        var contacts = response.Contacts;
        while (!isOurs && contacts.TryNext(out var contact))
        {
            isOurs = IsThisInstance(contact.Instance);
            if (isOurs || (expires is null && IsThisAddress(contact.Uri)))
            {
                own = contact;
                expires = contact.Expires;
            }
        }

        if (expires is null && response.TryGetExpires(out var seconds, out _))
        {
            expires = seconds;
        }

        var granted = expires is { } given ? TimeSpan.FromSeconds(given) : ExpiresDefault;
        return granted < ExpiresMin ? ExpiresMin : granted > ExpiresMax ? ExpiresMax : granted;
    }

    // Hexadecimal digits of a UUID are compared without regard to case (RFC 4122 section 3).
    private bool IsThisInstance(ReadOnlySpan<byte> instance) =>
        Ascii.EqualsIgnoreCase(instance, Encoding.ASCII.GetBytes($"<urn:uuid:{Instance}>"));

    private bool IsThisAddress(ReadOnlySpan<byte> uri) =>
        SipUri.TryRead(uri, out var read, out _)
        && IpAddress.TryParse(Encoding.ASCII.GetString(read.Host), out var address)
        && address == Contact.Address && (read.Port ?? 0) == Contact.Port;

    /// <summary>
    /// Where the server saw this device (RFC 3581): behind an address translator only that address leads back here,
    /// and the next REGISTER names it.
    /// </summary>
    private void LearnContact(SipMessage response)
    {
        if (!Settings.Profile.ContactAsSeen || !response.TryGetTopVia(out var via, out _))
        {
            return;
        }

        var received = IpAddress.TryParse(Encoding.ASCII.GetString(via.Received), out var seen)
            ? seen : Local.Address;
        var from = new EndPointAddress(received, via.RPort ?? Local.Port);
        _seen = from == Local ? null : new(from);
    }

    private RegisterStep.SendAgain WithoutOutbound()
    {
        _withoutOutbound = true;
        return new RegisterStep.SendAgain([], "");
    }

    // A keep-alive that cannot be read is no keep-alive: the refresh of the registration still keeps the flow in use.
    private static KeepAlivePace? KeepAliveOf(SipMessage response) =>
        MsKeepAlive.TryRead(response, out var interval, out _) && interval is { } idle
            ? SharedValues.Of(KeepAlivePace.Every(idle)) : null;

    private RegisterStep Challenge(Now now, SipMessage response, ProofRoom room, List<DeviceEffect> effects)
    {
        var challenges = ChallengesOf(response);
        if (Schemes is null && SchemeOrder.Of(Settings) is not [SipScheme.Digest]
            && challenges.Exists(static value => !SchemeNegotiation.IsDigest(value)))
        {
            Schemes = new(Settings, Registrar, Digest);
        }

        if (Schemes?.Challenged(
            now, challenges, response.StatusCode == 407, DiagnosticsOf(response), room, effects) is { } step)
        {
            return step is not RegisterStep.Failed { Failure: var failure } ? step
                : new RegisterStep.Failed(Told(FailureOf(response), failure));
        }

        Schemes = null;
        var outcome = Challenged(response);
        if (outcome.GoesOn && MayUseDigest)
        {
            return new RegisterStep.SendAgain(outcome.Offered, outcome.Chosen);
        }

        var kind = outcome.Status switch
        {
            DigestStatus.CredentialRejected => RegisterFailureKind.CredentialRejected,
            DigestStatus.TooManyRounds => RegisterFailureKind.TooManyRounds,
            _ => RegisterFailureKind.NothingUsableOffered,
        };
        return new RegisterStep.Failed(
            Told(FailureOf(response), new() { Kind = kind, Offered = outcome.Offered }));
    }

    private RegisterStep LongerInterval(SipMessage response)
    {
        if (!response.TryGetMinExpires(out var seconds, out _) || ++_intervals > IntervalsMax)
        {
            return new RegisterStep.Failed(FailureOf(response) with { Kind = RegisterFailureKind.TooManyRounds });
        }

        _expires = Math.Min(seconds, (uint)ExpiresMax.TotalSeconds);
        return new RegisterStep.SendAgain([], "");
    }

    // What the server says besides decides where it says more than that the proof is refused.
    private static RegisterFailure Told(RegisterFailure response, RegisterFailure found) => response with
    {
        Kind = response.Kind != RegisterFailureKind.Refused && found.IsOfCredential ? response.Kind : found.Kind,
        Offered = found.Offered,
    };

    private RegisterFailure FailureOf(SipMessage response) => new()
    {
        Kind = KindOf(response),
        Status = response.StatusCode,
        Reason = PeerText.Of(response.ReasonPhrase),
        Diagnostics = DiagnosticsOf(response),
        RetryAfter = response.TryGetRetryAfter(out var seconds, out _) ? RetryAfterOf(seconds) : null,
    };

    private TimeSpan RetryAfterOf(uint seconds)
    {
        var max = Settings.Timings.RetryAfterMax;
        return seconds > max.TotalSeconds ? max : TimeSpan.FromSeconds(seconds);
    }

    // MS-OCER names what a status alone does not tell.
    private static RegisterFailureKind KindOf(SipMessage response) => (response.StatusCode, CauseOf(response)) switch
    {
        (401 or 403 or 407, 1013) => RegisterFailureKind.ClockSkew,
        (401 or 403 or 407, 4141) => RegisterFailureKind.AccountUnusable,
        (401 or 403 or 407, 4004) => RegisterFailureKind.WrongAddress,
        (403, 1003 or 4005 or 4006) => RegisterFailureKind.UserNotFound,
        (403, 1000) => RegisterFailureKind.CredentialRejected,
        var (status, _) => KindOf(status),
    };

    private static RegisterFailureKind KindOf(int status) => status switch
    {
        403 => RegisterFailureKind.Forbidden,
        404 or 604 => RegisterFailureKind.UserNotFound,
        408 or 439 or (>= 500 and < 600) => RegisterFailureKind.Unavailable,
        _ => RegisterFailureKind.Refused,
    };

    private sealed record SeenAddress(EndPointAddress Address);
}
