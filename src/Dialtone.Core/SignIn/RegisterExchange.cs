using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Core.Profiles;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.SignIn;

/// <summary>
/// The REGISTER conversation with one Registrar over one connection: writes the requests, reads the responses. Keeps
/// the Call-ID, the rising CSeq and the proof that the server accepted, so that refreshing and signing out go on from
/// there (RFC 3261 section 10.2).
/// </summary>
internal sealed class RegisterExchange
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

    /// <summary>The most bytes that are kept of a reason phrase or of what a server says for diagnosis.</summary>
    public const int TextBytesMax = 256;

    private readonly DeviceSettings _settings;
    private readonly Candidate _registrar;
    private readonly IEntropy _entropy;
    private readonly DigestExchange _digest;
    private readonly UInt128 _callId;
    private readonly ulong _tag;
    private readonly EndPointAddress _local;

    // Where the server saw this end, behind an address translator; nothing is held where both agree.
    private SeenAddress? _seen;
    private uint _cseq;
    private uint? _expires;
    private int _intervals;
    private bool _leaving;
    private bool _withoutOutbound;

    /// <summary>Begins over a new connection.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="registrar">The Registrar.</param>
    /// <param name="local">This end of the connection.</param>
    /// <param name="digest">What is known of the nonces of this Registrar and others.</param>
    /// <param name="entropy">Where identifiers come from.</param>
    public RegisterExchange(
        DeviceSettings settings, Candidate registrar, EndPointAddress local, DigestExchange digest, IEntropy entropy)
    {
        (_settings, _registrar, _digest, _entropy) = (settings, registrar, digest, entropy);
        _local = local;
        Span<byte> random = stackalloc byte[24];
        entropy.Fill(random);
        _callId = BinaryPrimitives.ReadUInt128BigEndian(random);
        _tag = BinaryPrimitives.ReadUInt64BigEndian(random[16..]);
        digest.BeginConnection(_registrar.Host);
    }

    /// <summary>This end of the connection.</summary>
    public EndPointAddress Local => _local;

    private EndPointAddress Contact => _seen?.Address ?? _local;

    private Guid Instance => EndpointIdentity.Instance(_settings.Epid);

    /// <summary>The GRUU that a Registrar of Lync makes of the user and this endpoint.</summary>
    public string UsualGruu => EndpointIdentity.Gruu(_settings.Account.Uri, Instance);

    private bool IsStandard => _settings.Profile.Dialect == SipDialect.Standard;

    // Without TLS the proof can be read by whoever listens, and tried against passwords at leisure.
    private bool MayUseDigest => _registrar.Transport == SipTransport.Tls || _settings.Profile.DigestWithoutTls;

    /// <summary>What unreadable bytes mean for a sign-in.</summary>
    public static RegisterFailure FailureOf(SipFault fault) => new()
    {
        Kind = fault.Kind == SipFaultKind.TlsRecord
            ? RegisterFailureKind.TlsOnPlainPort : RegisterFailureKind.Malformed,
        Reason = fault.ToString(),
    };

    /// <summary>The next REGISTER, with the proof where one was asked for.</summary>
    public ReadOnlyMemory<byte> WriteRegister()
    {
        _leaving = false;
        return Write(_expires);
    }

    /// <summary>REGISTER with Expires 0: the binding is to go.</summary>
    public ReadOnlyMemory<byte> WriteUnregister()
    {
        _leaving = true;
        return Write(0);
    }

    /// <summary>Reads a response to the last request.</summary>
    public RegisterStep Read(SipMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (!response.TryGetCSeq(out var cseq, out _) || cseq.Number != _cseq)
        {
            // The answer to a request that another has overtaken: a refresh, when the person signed out meanwhile.
            return new RegisterStep.Waiting();
        }

        if (response.StatusCode is >= 200 and not (401 or 407))
        {
            // Whatever else it says, a server that gives a final answer is satisfied with the proof.
            _digest.Accepted(_registrar.Host);
        }

        var step = response.StatusCode switch
        {
            < 200 => new RegisterStep.Waiting(),
            < 300 => Accept(response),
            < 400 => RedirectContacts.Read(response, _settings, _registrar.Transport),
            401 or 407 => Challenge(response),
            423 => LongerInterval(response),
            439 when IsStandard && !_withoutOutbound => WithoutOutbound(),
            _ => new RegisterStep.Failed(FailureOf(response)),
        };
        LearnContact(response);
        return step;
    }

    /// <summary>Text of a peer, as it may be written down: in one piece, without control characters.</summary>
    private static string TextOf(ReadOnlySpan<byte> text)
    {
        var read = Encoding.UTF8.GetString(text[..Math.Min(text.Length, TextBytesMax)]);
        return string.Create(read.Length, read, static (clean, dirty) =>
        {
            for (var i = 0; i < clean.Length; i++)
            {
                clean[i] = char.IsControl(dirty[i]) ? ' ' : dirty[i];
            }
        });
    }

    private static string Token(IEntropy entropy, int bytes)
    {
        Span<byte> random = stackalloc byte[bytes];
        entropy.Fill(random);
        return Convert.ToHexStringLower(random);
    }

    private ReadOnlyMemory<byte> Write(uint? expires)
    {
        _cseq++;
        var account = _settings.Account;
        var uri = $"sip:{account.Domain}";
        var tag = _tag.ToString("x16", CultureInfo.InvariantCulture);
        var epid = IsStandard ? "" : $";epid={_settings.Epid}";
        var buffer = new ArrayBufferWriter<byte>(RegisterBytes);
        var writer = new SipWriter(buffer);
        _ = writer.BeginRequest(SipMethod.Register, Encoding.ASCII.GetBytes(uri))
            .Header(
                SipHeader.Via,
                $"SIP/2.0/{_registrar.Transport.ViaName()} {_local};branch=z9hG4bK{Token(_entropy, 8)};rport")
            .Header(SipHeader.MaxForwards, 70)
            .Header(SipHeader.From, $"<{account.Uri}>;tag={tag}{epid}")
            .Header(SipHeader.To, $"<{account.Uri}>")
            .Header(SipHeader.CallId, _callId.ToString("x32", CultureInfo.InvariantCulture))
            .Header(SipHeader.CSeq, string.Create(CultureInfo.InvariantCulture, $"{_cseq} REGISTER"))
            .Header(SipHeader.UserAgent, _settings.Profile.UserAgent);
        if (IsStandard)
        {
            RegisterHeaders.WriteStandard(
                writer, account.User, Contact, _registrar.Transport, Instance, !_withoutOutbound);
            expires ??= ExpiresWanted;
        }
        else
        {
            RegisterHeaders.WriteLync(writer, Contact, _registrar.Transport, tag, Instance);
        }

        if (expires is { } seconds)
        {
            _ = writer.Header(SipHeader.Expires, seconds);
        }

        foreach (var proof in MayUseDigest ? _digest.Authorize(_registrar.Host, "REGISTER", uri, body: default) : [])
        {
            _ = writer.Header(proof.Proxy ? SipHeader.ProxyAuthorization : SipHeader.Authorization, proof.Value);
        }

        writer.End();
        return buffer.WrittenMemory;
    }

    private RegisterStep Accept(SipMessage response)
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
        _digest.Rest();
        if (_leaving)
        {
            return new RegisterStep.Registered(TimeSpan.Zero, "", KeepAlive: null, RegistrationGrants.None);
        }

        var expires = ExpiresOf(response, out var own);
        var grants = IsStandard
            ? RegistrationGrants.ReadStandard(response, own) : RegistrationGrants.ReadLync(response, own);
        return new RegisterStep.Registered(
            expires, _digest.Mechanism(_registrar.Host),
            IsStandard ? grants.PaceOver(isStream: _registrar.Transport != SipTransport.Udp) : KeepAliveOf(response),
            grants);
    }

    private ServerProof ProofOf(SipMessage response) =>
        response.TryGetHeader(SipHeader.AuthenticationInfo, out var own)
            ? _digest.TakeInfo(_registrar.Host, proxy: false, own, response.Body.Span)
            : response.TryGetHeader(SipHeader.ProxyAuthenticationInfo, out var proxy)
                ? _digest.TakeInfo(_registrar.Host, proxy: true, proxy, response.Body.Span)
                : ServerProof.NotGiven;

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
        if (!_settings.Profile.ContactAsSeen || !response.TryGetTopVia(out var via, out _))
        {
            return;
        }

        var received = IpAddress.TryParse(Encoding.ASCII.GetString(via.Received), out var seen)
            ? seen : _local.Address;
        var from = new EndPointAddress(received, via.RPort ?? _local.Port);
        _seen = from == _local ? null : new(from);
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

    private RegisterStep Challenge(SipMessage response)
    {
        var proxy = response.StatusCode == 407;
        var header = proxy ? SipHeader.ProxyAuthenticate : SipHeader.WwwAuthenticate;
        var challenges = new List<ReadOnlyMemory<byte>>();
        var values = response.HeaderValues(header);
        while (values.MoveNext())
        {
            challenges.Add(response.Bytes.Slice(values.CurrentField.ValueOffset, values.Current.Length));
        }

        var outcome = _digest.Challenged(_registrar.Host, proxy, challenges);
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
        return new RegisterStep.Failed(FailureOf(response) with { Kind = kind, Offered = outcome.Offered });
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

    private RegisterFailure FailureOf(SipMessage response) => new()
    {
        Kind = KindOf(response.StatusCode),
        Status = response.StatusCode,
        Reason = TextOf(response.ReasonPhrase),
        Diagnostics = DiagnosticsOf(response),
        RetryAfter = response.TryGetRetryAfter(out var seconds, out _) ? RetryAfterOf(seconds) : null,
    };

    private TimeSpan RetryAfterOf(uint seconds)
    {
        var max = _settings.Timings.RetryAfterMax;
        return seconds > max.TotalSeconds ? max : TimeSpan.FromSeconds(seconds);
    }

    private static RegisterFailureKind KindOf(int status) => status switch
    {
        403 => RegisterFailureKind.Forbidden,
        404 or 604 => RegisterFailureKind.UserNotFound,
        408 or 439 or (>= 500 and < 600) => RegisterFailureKind.Unavailable,
        _ => RegisterFailureKind.Refused,
    };

    private static string DiagnosticsOf(SipMessage response)
    {
        ReadOnlySpan<SipHeader> telling = [SipHeader.MsDiagnostics, SipHeader.MsDiagnosticsPublic, SipHeader.Warning];
        foreach (var header in telling)
        {
            if (response.TryGetHeader(header, out var value) && !value.IsEmpty)
            {
                return TextOf(value);
            }
        }

        return "";
    }

    private sealed record SeenAddress(EndPointAddress Address);
}
