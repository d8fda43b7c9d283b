using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Profiles;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.SignIn;

/// <summary>
/// Requests that belong together, to one Registrar over one connection: their Call-ID and tag, their rising CSeq, and
/// the proof that the server asks for and accepts.
/// </summary>
internal abstract class RegistrarExchange
{
    // The Call-ID in two halves: a number of 128 bits would be given more room than it takes.
    private readonly ulong _callId;
    private readonly ulong _callIdEnd;
    private object _proof; // DigestExchange, or SchemeExchange where a signing scheme is in use
    private uint _cseq;

    /// <summary>Begins with another Call-ID and tag.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="registrar">The Registrar.</param>
    /// <param name="local">This end of the connection.</param>
    /// <param name="digest">
    /// What is known of the nonces of this Registrar and others, and where identifiers come from.
    /// </param>
    protected RegistrarExchange(
        DeviceSettings settings, Candidate registrar, EndPointAddress local, DigestExchange digest)
    {
        (Settings, Registrar, Local, _proof) = (settings, registrar, local, digest);
        // As much as ever was drawn, so that the seeds of before replay as they were.
        Span<byte> random = stackalloc byte[24];
        digest.Entropy.Fill(random);
        _callId = BinaryPrimitives.ReadUInt64BigEndian(random);
        _callIdEnd = BinaryPrimitives.ReadUInt64BigEndian(random[8..])
            ^ BinaryPrimitives.ReadUInt64BigEndian(random[16..]);
    }

    /// <summary>Begins beside another exchange, with the same server and the same nonces.</summary>
    protected RegistrarExchange(RegistrarExchange beside)
        : this(beside.Settings, beside.Registrar, beside.Local, beside.Digest) => _proof = beside._proof;

    /// <summary>This end of the connection.</summary>
    public EndPointAddress Local { get; }

    /// <summary>The settings.</summary>
    public DeviceSettings Settings { get; }

    /// <summary>The Registrar.</summary>
    public Candidate Registrar { get; }

    protected DigestExchange Digest => _proof as DigestExchange ?? ((SchemeExchange)_proof).Digest;

    /// <summary>The signing schemes; <c>null</c> where none is in use.</summary>
    protected SchemeExchange? Schemes
    {
        get => _proof as SchemeExchange;
        set => _proof = value is null ? Digest : value;
    }

    protected string CallId => string.Create(CultureInfo.InvariantCulture, $"{_callId:x16}{_callIdEnd:x16}");

    // As unforeseeable as the Call-ID, and of the same conversation: it needs no chance of its own.
    protected string Tag => (_callId ^ _callIdEnd).ToString("x16", CultureInfo.InvariantCulture);

    protected bool IsStandard => Settings.Profile.Dialect == SipDialect.Standard;

    // Without TLS the proof can be read by whoever listens, and tried against passwords at leisure.
    protected bool MayUseDigest => Registrar.Transport == SipTransport.Tls || Settings.Profile.DigestWithoutTls;

    /// <summary>
    /// Whether requests are proved by Digest. The server's own proof is then of the last request alone.
    /// </summary>
    public bool UsesDigest => Digest.Mechanism(Registrar.Host).Length > 0;

    /// <summary>What a server says for diagnosis; empty where it says nothing.</summary>
    public static string DiagnosticsOf(SipMessage response)
    {
        ReadOnlySpan<SipHeader> telling = [SipHeader.MsDiagnostics, SipHeader.MsDiagnosticsPublic, SipHeader.Warning];
        foreach (var header in telling)
        {
            if (response.TryGetHeader(header, out var value) && !value.IsEmpty)
            {
                return PeerText.Of(value);
            }
        }

        return "";
    }

    /// <summary>The number of what a server says for diagnosis (MS-OCER section 2.2); 0 where it says none.</summary>
    protected static int CauseOf(SipMessage response) =>
        response.TryGetHeader(SipHeader.MsDiagnostics, out var value)
            || response.TryGetHeader(SipHeader.MsDiagnosticsPublic, out value)
            ? Utf8Parser.TryParse(value, out int id, out _) ? id : 0 : 0;

    /// <summary>Writes the head that all requests have, up to and with User-Agent.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="method">The method.</param>
    /// <param name="uri">The Request-URI.</param>
    /// <param name="to">Whom it is for.</param>
    /// <param name="toTag">The other end's tag, in a dialog; empty outside of one.</param>
    protected SipWriter Begin(IBufferWriter<byte> buffer, SipMethod method, string uri, string to, string toTag = "")
    {
        _cseq++;
        var epid = IsStandard ? "" : $";epid={Settings.Epid}";
        var branch = Token(Digest.Entropy, 8);
        return new SipWriter(buffer).BeginRequest(method, Encoding.UTF8.GetBytes(uri))
            .Header(
                SipHeader.Via, $"SIP/2.0/{Registrar.Transport.ViaName()} {Local};branch=z9hG4bK{branch};rport")
            .Header(SipHeader.MaxForwards, 70)
            .Header(SipHeader.From, $"<{Settings.Account.Uri}>;tag={Tag}{epid}")
            .Header(SipHeader.To, toTag.Length == 0 ? $"<{to}>" : $"<{to}>;tag={toTag}")
            .Header(SipHeader.CallId, CallId)
            .BeginHeader(SipHeader.CSeq).Append(_cseq).Append(" "u8).Append(SipMethodNames.NameOf(method)).EndHeader()
            .Header(SipHeader.UserAgent, Settings.Profile.UserAgent);
    }

    /// <summary>Looks at the signature of a message that the server sent.</summary>
    public SignatureVerdict Judge(SipMessage message) => Schemes?.Judge(message) ?? default;

    /// <summary>Writes the end, with the proof where one was asked for.</summary>
    protected ReadOnlyMemory<byte> End(
        ArrayBufferWriter<byte> buffer, SipWriter writer, SipMethod method, string uri, ReadOnlySpan<byte> body)
    {
        if (Schemes is { } schemes)
        {
            writer.End(body);
            return schemes.Authorize(buffer.WrittenMemory, method);
        }

        if (MayUseDigest)
        {
            var name = Encoding.ASCII.GetString(SipMethodNames.NameOf(method));
            foreach (var proof in Digest.Authorize(Registrar.Host, name, uri, body))
            {
                _ = writer.Header(proof.Proxy ? SipHeader.ProxyAuthorization : SipHeader.Authorization, proof.Value);
            }
        }

        writer.End(body);
        return buffer.WrittenMemory;
    }

    /// <summary>
    /// Whether a response is to the last request, and not to one that another has overtaken: a refresh, when the person
    /// signed out meanwhile. A final one that asks for nothing says that the server is satisfied with the proof.
    /// </summary>
    protected bool IsToLast(SipMessage response)
    {
        if (!response.TryGetCSeq(out var cseq, out _) || cseq.Number != _cseq)
        {
            return false;
        }

        if (response.StatusCode is >= 200 and not (401 or 407))
        {
            Digest.Accepted(Registrar.Host);
        }

        return true;
    }

    /// <summary>Takes a 401 or 407 of Digest.</summary>
    protected DigestOutcome Challenged(SipMessage response) =>
        Digest.Challenged(Registrar.Host, response.StatusCode == 407, ChallengesOf(response));

    /// <summary>The values of the challenges of a 401 or 407.</summary>
    protected static List<ReadOnlyMemory<byte>> ChallengesOf(SipMessage response)
    {
        var header = response.StatusCode == 407 ? SipHeader.ProxyAuthenticate : SipHeader.WwwAuthenticate;
        var challenges = new List<ReadOnlyMemory<byte>>();
        var values = response.HeaderValues(header);
        while (values.MoveNext())
        {
            challenges.Add(response.Bytes.Slice(values.CurrentField.ValueOffset, values.Current.Length));
        }

        return challenges;
    }

    /// <summary>Takes the server's own proof.</summary>
    protected ServerProof ProofOf(SipMessage response) =>
        response.TryGetHeader(SipHeader.AuthenticationInfo, out var own)
            ? Digest.TakeInfo(Registrar.Host, proxy: false, own, response.Body.Span)
            : response.TryGetHeader(SipHeader.ProxyAuthenticationInfo, out var proxy)
                ? Digest.TakeInfo(Registrar.Host, proxy: true, proxy, response.Body.Span)
                : ServerProof.NotGiven;

    private static string Token(IEntropy entropy, int bytes)
    {
        Span<byte> random = stackalloc byte[bytes];
        entropy.Fill(random);
        return Convert.ToHexStringLower(random);
    }
}
