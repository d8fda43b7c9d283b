using System.Buffers;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.UserServices;

/// <summary>
/// One request beside REGISTER, over the connection of a registration and with its proof. After a SUBSCRIBE that was
/// taken it is the subscription, and the next one refreshes that (RFC 6665 section 4.1.2.2).
/// </summary>
internal sealed class ServiceExchange : RegistrarExchange
{
    /// <summary>The longest URI that is written, in bytes.</summary>
    public const int UriLengthMax = 512;

    private const int TagLengthMax = 256;
    private const int HeadBytes = 1536;

    private readonly string _contact;

    // Of the dialog that a SUBSCRIBE made: where its next requests go, and the other end's tag.
    private string _target;
    private string _toTag = "";
    private bool _withoutBeNotify;

    /// <summary>Begins beside a registration.</summary>
    /// <param name="register">The exchange of the registration.</param>
    /// <param name="gruu">What the Registrar named this endpoint; may be empty.</param>
    /// <param name="request">What is asked.</param>
    public ServiceExchange(RegistrarExchange register, string gruu, ServiceRequest request)
        : base(register)
    {
        (Request, _target) = (request, request.Uri);
        _contact = IsPlain(gruu) ? gruu : $"sip:{Local};transport={Registrar.Transport.UriName()}";
    }

    /// <summary>What is asked; another from the next sending on.</summary>
    public ServiceRequest Request { get; set; }

    /// <summary>The method.</summary>
    public SipMethod Method => Request.Method;

    /// <summary>What its responses and notices are known by: their Call-ID.</summary>
    public string Key => CallId;

    /// <summary>Whether a URI that a peer gave may stand in a request as it is.</summary>
    public static bool IsPlain(string uri) => uri.Length is > 0 and <= UriLengthMax
        && !uri.AsSpan().ContainsAnyExceptInRange('!', '~') && uri.AsSpan().IndexOfAny('"', '<', '>') < 0;

    /// <summary>The request, with the proof where one was asked for.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var buffer = new ArrayBufferWriter<byte>(Request.Body.Length + HeadBytes);
        var writer = Begin(buffer, Method, _target, Request.Uri, _toTag)
            .Header(SipHeader.Contact, $"<{_contact}>");
        if (Method == SipMethod.Subscribe)
        {
            WriteSubscription(writer);
        }

        if (Request.ContentType.Length > 0)
        {
            _ = writer.Header(SipHeader.ContentType, Request.ContentType);
        }

        return End(buffer, writer, Method, _target, Request.Body.Span);
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

        if (response.StatusCode == 420 && Method == SipMethod.Subscribe && !_withoutBeNotify)
        {
            // A proxy on the way does not know what it is required to.
            _withoutBeNotify = true;
            return new ServiceStep.SendPlainer();
        }

        var isProved = ProofOf(response) != ServerProof.Wrong;
        Digest.Rest();
        if (isProved && response.StatusCode < 300 && Method == SipMethod.Subscribe && Request.Expires != 0)
        {
            LearnDialog(response);
        }

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

    private void WriteSubscription(SipWriter writer)
    {
        _ = writer.Header(SipHeader.Event, Request.Event).Header(SipHeader.Accept, Request.Accept);
        if (Request.Require.Length > 0)
        {
            _ = writer.Header(SipHeader.Require, Request.Require);
        }

        if (Request.Supported.Length > 0)
        {
            _ = writer.Header(SipHeader.Supported, Request.Supported);
        }

        _ = writer.Header(SipHeader.Supported, "com.microsoft.autoextend"u8);
        if (!_withoutBeNotify)
        {
            _ = writer.Header(SipHeader.Supported, "ms-benotify"u8).Header(SipHeader.ProxyRequire, "ms-benotify"u8);
        }

        _ = writer.Header(SipHeader.Supported, "ms-piggyback-first-notify"u8);
        if (Request.Expires is { } expires)
        {
            _ = writer.Header(SipHeader.Expires, expires);
        }
    }

    private void LearnDialog(SipMessage response)
    {
        if (response.TryGetHeader(SipHeader.To, out var to) && SipNameAddress.TryRead(to, out var address, out _)
            && address.TryGetParameter("tag"u8, out var tag) && tag.Value.Length <= TagLengthMax)
        {
            _toTag = Encoding.UTF8.GetString(tag.Value);
        }

        var contacts = response.Contacts;
        if (contacts.TryNext(out var contact) && Encoding.UTF8.GetString(contact.Uri) is var uri && IsPlain(uri))
        {
            _target = uri;
        }
    }

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
