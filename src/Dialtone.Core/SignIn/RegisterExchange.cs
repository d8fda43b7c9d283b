using System.Buffers;
using System.Globalization;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.SignIn;

/// <summary>
/// The REGISTER conversation with one Registrar over one connection: writes the requests, reads the responses. Keeps
/// the Call-ID, the rising CSeq and the proof that the server accepted, so that refreshing and signing out go on from
/// there (RFC 3261 section 10.2).
/// </summary>
internal sealed class RegisterExchange(
    DeviceSettings settings, Candidate registrar, EndPointAddress local, IEntropy entropy)
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

    /// <summary>The most bytes that are kept of a reason phrase or of what a server says for diagnosis.</summary>
    public const int TextBytesMax = 256;

    private static readonly byte[] Methods =
        "\"INVITE, MESSAGE, INFO, SUBSCRIBE, OPTIONS, BYE, CANCEL, NOTIFY, ACK, REFER, BENOTIFY\""u8.ToArray();

    private readonly string _callId = Token(entropy, 16);
    private readonly string _tag = Token(entropy, 8);
    private readonly Guid _instance = EndpointIdentity.Instance(settings.Epid);
    private readonly DigestExchange _digest = new(settings.Credential, entropy);
    private readonly bool _mayUseDigest = registrar.Transport == SipTransport.Tls || settings.Profile.DigestWithoutTls;

    private uint _cseq;
    private uint? _expires;
    private int _intervals;
    private bool _leaving;

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
            _digest.Accepted(registrar.Host);
        }

        return response.StatusCode switch
        {
            < 200 => new RegisterStep.Waiting(),
            < 300 => Accept(response),
            < 400 => RedirectContacts.Read(response, settings.Plan),
            401 or 407 => Challenge(response),
            423 => LongerInterval(response),
            _ => new RegisterStep.Failed(FailureOf(response)),
        };
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
        var domain = settings.Account.Domain.Text;
        var uri = $"sip:{domain}";
        var buffer = new ArrayBufferWriter<byte>(1024);
        var writer = new SipWriter(buffer);
        _ = writer.BeginRequest(SipMethod.Register, Encoding.ASCII.GetBytes(uri))
            .Header(
                SipHeader.Via,
                $"SIP/2.0/{registrar.Transport.ViaName()} {local};branch=z9hG4bK{Token(entropy, 8)};rport")
            .Header(SipHeader.MaxForwards, 70)
            .Header(SipHeader.From, $"<{settings.Account.Uri}>;tag={_tag};epid={settings.Epid}")
            .Header(SipHeader.To, $"<{settings.Account.Uri}>")
            .Header(SipHeader.CallId, _callId)
            .Header(SipHeader.CSeq, string.Create(CultureInfo.InvariantCulture, $"{_cseq} REGISTER"))
            .BeginHeader(SipHeader.Contact)
                .Append($"<sip:{local};transport={registrar.Transport.UriName()};ms-opaque={_tag}>;methods=")
                .Append(Methods)
                .Append($";proxy=replace;+sip.instance=\"<urn:uuid:{_instance}>\"")
                .EndHeader()
            .Header(SipHeader.UserAgent, settings.Profile.UserAgent)
            .Header(SipHeader.Supported, "gruu-10, adhoclist, msrtc-event-categories"u8)
            .Header(SipHeader.Supported, "ms-userservices-state-notification"u8)
            .Header(SipHeader.Supported, "ms-cluster-failover"u8)
            .Header(SipHeader.MsKeepAlive, "UAC;hop-hop=yes"u8)
            .Header(SipHeader.Event, "registration"u8);
        if (expires is { } seconds)
        {
            _ = writer.Header(SipHeader.Expires, seconds);
        }

        foreach (var proof in _digest.Authorize(registrar.Host, "REGISTER", uri, body: default))
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
        return _leaving
            ? new RegisterStep.Registered(TimeSpan.Zero, "", KeepAlive: null)
            : new RegisterStep.Registered(
                ExpiresOf(response), _digest.Mechanism(registrar.Host), KeepAliveOf(response));
    }

    private ServerProof ProofOf(SipMessage response) =>
        response.TryGetHeader(SipHeader.AuthenticationInfo, out var own)
            ? _digest.TakeInfo(registrar.Host, proxy: false, own, response.Body.Span)
            : response.TryGetHeader(SipHeader.ProxyAuthenticationInfo, out var proxy)
                ? _digest.TakeInfo(registrar.Host, proxy: true, proxy, response.Body.Span)
                : ServerProof.NotGiven;

    /// <summary>
    /// The lifetime of this device's own binding: that of the Contact with its instance or address, then Expires
    /// (RFC 3261 section 10.2.4). A 200 lists every endpoint of the user.
    /// </summary>
    private TimeSpan ExpiresOf(SipMessage response)
    {
        uint? own = null;
        var isOurs = false;
        var contacts = response.Contacts;
        while (!isOurs && contacts.TryNext(out var contact))
        {
            isOurs = IsThisInstance(contact.Instance);
            own = isOurs || (own is null && IsThisAddress(contact.Uri)) ? contact.Expires : own;
        }

        if (own is null && response.TryGetExpires(out var seconds, out _))
        {
            own = seconds;
        }

        var expires = own is { } granted ? TimeSpan.FromSeconds(granted) : ExpiresDefault;
        return expires < ExpiresMin ? ExpiresMin : expires > ExpiresMax ? ExpiresMax : expires;
    }

    // Hexadecimal digits of a UUID are compared without regard to case (RFC 4122 section 3).
    private bool IsThisInstance(ReadOnlySpan<byte> instance) =>
        Ascii.EqualsIgnoreCase(instance, Encoding.ASCII.GetBytes($"<urn:uuid:{_instance}>"));

    private bool IsThisAddress(ReadOnlySpan<byte> uri)
    {
        var address = Encoding.ASCII.GetBytes($"sip:{local}");
        return uri.StartsWith(address)
            && (uri.Length == address.Length || uri[address.Length] is (byte)';' or (byte)'?');
    }

    // A keep-alive that cannot be read is no keep-alive: the refresh of the registration still keeps the flow in use.
    private static KeepAlivePace? KeepAliveOf(SipMessage response) =>
        MsKeepAlive.TryRead(response, out var interval, out _) && interval is { } idle
            ? KeepAlivePace.Every(idle) : null;

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

        var outcome = _digest.Challenged(registrar.Host, proxy, challenges);
        if (outcome.GoesOn && _mayUseDigest)
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
        var max = settings.Timings.RetryAfterMax;
        return seconds > max.TotalSeconds ? max : TimeSpan.FromSeconds(seconds);
    }

    private static RegisterFailureKind KindOf(int status) => status switch
    {
        403 => RegisterFailureKind.Forbidden,
        404 or 604 => RegisterFailureKind.UserNotFound,
        408 or (>= 500 and < 600) => RegisterFailureKind.Unavailable,
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
}
