using System.Buffers;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.UserServices;

/// <summary>
/// One request beside REGISTER, over the connection of a registration and with its proof: SUBSCRIBE for the settings of
/// the user (MS-SIPREGE section 2.2.2), or SERVICE to the Media Relay Authentication Service (MS-AVEDGEA).
/// </summary>
internal sealed class ServiceExchange : RegistrarExchange
{
    /// <summary>The longest URI that is written, in bytes.</summary>
    public const int UriLengthMax = 512;

    private static readonly byte[] Wanted = ProvisioningRequest.OfPhone.ToBytes();

    private readonly string _uri;
    private readonly string _contact;
    private readonly byte[] _body;

    private ServiceExchange(RegistrarExchange register, SipMethod method, string uri, string gruu, byte[] body)
        : base(register)
    {
        (Method, _uri, _body) = (method, uri, body);
        _contact = IsPlain(gruu) ? gruu : $"sip:{Local};transport={Registrar.Transport.UriName()}";
    }

    /// <summary>The method.</summary>
    public SipMethod Method { get; }

    /// <summary>Asks the user's own side for its settings, once: no subscription stays.</summary>
    /// <param name="register">The exchange of the registration.</param>
    /// <param name="user">The user: <c>sip:alice@contoso.example</c>.</param>
    /// <param name="gruu">What the Registrar named this endpoint; may be empty.</param>
    public static ServiceExchange ForSettings(RegistrarExchange register, string user, string gruu) =>
        new(register, SipMethod.Subscribe, user, gruu, Wanted);

    /// <summary>Asks for the credentials of Media Relays.</summary>
    /// <param name="register">The exchange of the registration.</param>
    /// <param name="gruu">What the Registrar named this endpoint; may be empty.</param>
    /// <param name="wanted">What is asked, and of whom.</param>
    public static ServiceExchange ForCredentials(RegistrarExchange register, string gruu, MrasRequest wanted) =>
        new(register, SipMethod.Service, wanted.To, gruu, wanted.ToBytes());

    /// <summary>Whether a URI that a peer gave may stand in a request as it is.</summary>
    public static bool IsPlain(string uri) => uri.Length is > 0 and <= UriLengthMax
        && !uri.AsSpan().ContainsAnyExceptInRange('!', '~') && uri.AsSpan().IndexOfAny('"', '<', '>') < 0;

    /// <summary>The request, with the proof where one was asked for.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var buffer = new ArrayBufferWriter<byte>(_body.Length + 1536);
        var writer = Begin(buffer, Method, _uri, _uri).Header(SipHeader.Contact, $"<{_contact}>");
        if (Method == SipMethod.Subscribe)
        {
            _ = writer.Header(SipHeader.Event, ProvisioningRequest.EventPackage)
                .Header(SipHeader.Accept, ProvisioningRequest.ContentType)
                .Header(SipHeader.Supported, "com.microsoft.autoextend"u8)
                .Header(SipHeader.Supported, "ms-benotify"u8)
                .Header(SipHeader.ProxyRequire, "ms-benotify"u8)
                .Header(SipHeader.Supported, "ms-piggyback-first-notify"u8)
                .Header(SipHeader.Expires, 0)
                .Header(SipHeader.ContentType, ProvisioningRequest.ContentType);
        }
        else
        {
            _ = writer.Header(SipHeader.ContentType, MrasRequest.ContentType);
        }

        return End(buffer, writer, Method, _uri, _body);
    }

    /// <summary>Reads a response to the last request.</summary>
    public ServiceStep Read(SipMessage response)
    {
        if (!IsOfThis(response) || !IsToLast(response) || response.StatusCode < 200)
        {
            return new ServiceStep.Waiting();
        }

        if (response.StatusCode is 401 or 407)
        {
            return Schemes is null ? Challenge(response) : new ServiceStep.AssociationLost();
        }

        var isProved = ProofOf(response) != ServerProof.Wrong;
        Digest.Rest();
        return (response.StatusCode < 300, isProved) switch
        {
            (true, true) => new ServiceStep.Answered(response),
            (true, false) => Failed(response, ServiceFailureKind.ServerNotProved),
            _ => Failed(response, KindOf(response.StatusCode)),
        };
    }

    /// <summary>Whether a notice belongs to this request.</summary>
    public bool IsOfThis(SipMessage message) => message.TryGetCallId(out var callId, out _)
        && callId.SequenceEqual(Encoding.ASCII.GetBytes(CallId));

    private static ServiceStep.Failed Failed(SipMessage response, ServiceFailureKind kind) => new(new ServiceFailure
    {
        Kind = kind,
        Status = response.StatusCode,
        Reason = PeerText.Of(response.ReasonPhrase),
        Diagnostics = DiagnosticsOf(response),
    });

    private static ServiceFailureKind KindOf(int status) => status switch
    {
        404 or 405 or 489 or 501 or 604 => ServiceFailureKind.NotThere,
        408 or 480 or (>= 500 and < 600) => ServiceFailureKind.Unavailable,
        _ => ServiceFailureKind.Refused,
    };

    private ServiceStep Challenge(SipMessage response)
    {
        var outcome = Challenged(response);
        return outcome switch
        {
            { GoesOn: true } when MayUseDigest => new ServiceStep.SendAgain(outcome.Offered, outcome.Chosen),
            { Status: DigestStatus.CredentialRejected } => Failed(response, ServiceFailureKind.CredentialRejected),
            { Status: DigestStatus.TooManyRounds } => Failed(response, ServiceFailureKind.TooManyRounds),
            _ => Failed(response, ServiceFailureKind.NothingUsableOffered),
        };
    }
}
