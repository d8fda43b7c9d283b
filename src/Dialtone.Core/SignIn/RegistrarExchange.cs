using System.Buffers;
using System.Buffers.Binary;
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
    private readonly ulong _tag;
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
        (Settings, Registrar, Local, Digest) = (settings, registrar, local, digest);
        Span<byte> random = stackalloc byte[24];
        digest.Entropy.Fill(random);
        _callId = BinaryPrimitives.ReadUInt64BigEndian(random);
        _callIdEnd = BinaryPrimitives.ReadUInt64BigEndian(random[8..]);
        _tag = BinaryPrimitives.ReadUInt64BigEndian(random[16..]);
    }

    /// <summary>Begins beside another exchange, with the same server and the same nonces.</summary>
    protected RegistrarExchange(RegistrarExchange beside)
        : this(beside.Settings, beside.Registrar, beside.Local, beside.Digest)
    {
    }

    /// <summary>This end of the connection.</summary>
    public EndPointAddress Local { get; }

    /// <summary>The settings.</summary>
    public DeviceSettings Settings { get; }

    /// <summary>The Registrar.</summary>
    public Candidate Registrar { get; }

    protected DigestExchange Digest { get; }

    protected string CallId => string.Create(CultureInfo.InvariantCulture, $"{_callId:x16}{_callIdEnd:x16}");

    protected string Tag => _tag.ToString("x16", CultureInfo.InvariantCulture);

    protected bool IsStandard => Settings.Profile.Dialect == SipDialect.Standard;

    // Without TLS the proof can be read by whoever listens, and tried against passwords at leisure.
    protected bool MayUseDigest => Registrar.Transport == SipTransport.Tls || Settings.Profile.DigestWithoutTls;

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

    /// <summary>Writes the head that all requests have, up to and with User-Agent.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="method">The method.</param>
    /// <param name="uri">The Request-URI.</param>
    /// <param name="to">Whom it is for.</param>
    protected SipWriter Begin(IBufferWriter<byte> buffer, SipMethod method, string uri, string to)
    {
        _cseq++;
        var epid = IsStandard ? "" : $";epid={Settings.Epid}";
        var branch = Token(Digest.Entropy, 8);
        return new SipWriter(buffer).BeginRequest(method, Encoding.UTF8.GetBytes(uri))
            .Header(
                SipHeader.Via, $"SIP/2.0/{Registrar.Transport.ViaName()} {Local};branch=z9hG4bK{branch};rport")
            .Header(SipHeader.MaxForwards, 70)
            .Header(SipHeader.From, $"<{Settings.Account.Uri}>;tag={Tag}{epid}")
            .Header(SipHeader.To, $"<{to}>")
            .Header(SipHeader.CallId, CallId)
            .BeginHeader(SipHeader.CSeq).Append(_cseq).Append(" "u8).Append(SipMethodNames.NameOf(method)).EndHeader()
            .Header(SipHeader.UserAgent, Settings.Profile.UserAgent);
    }

    /// <summary>Writes the proof where one was asked for, and the end.</summary>
    protected void End(SipWriter writer, SipMethod method, string uri, ReadOnlySpan<byte> body)
    {
        if (MayUseDigest)
        {
            var name = Encoding.ASCII.GetString(SipMethodNames.NameOf(method));
            foreach (var proof in Digest.Authorize(Registrar.Host, name, uri, body))
            {
                _ = writer.Header(proof.Proxy ? SipHeader.ProxyAuthorization : SipHeader.Authorization, proof.Value);
            }
        }

        writer.End(body);
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

    /// <summary>Takes a 401 or 407.</summary>
    protected DigestOutcome Challenged(SipMessage response)
    {
        var proxy = response.StatusCode == 407;
        var header = proxy ? SipHeader.ProxyAuthenticate : SipHeader.WwwAuthenticate;
        var challenges = new List<ReadOnlyMemory<byte>>();
        var values = response.HeaderValues(header);
        while (values.MoveNext())
        {
            challenges.Add(response.Bytes.Slice(values.CurrentField.ValueOffset, values.Current.Length));
        }

        return Digest.Challenged(Registrar.Host, proxy, challenges);
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
