using System.Buffers;
using System.Globalization;
using System.Text;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Auth.TlsDsk;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.Proofs;

/// <summary>
/// The Registrar's side of the signing schemes, kept as small as a test can read. Verifies what it is sent and signs
/// what it sends; what it does wrong it is told to.
/// </summary>
internal sealed class SigningRegistrar
{
    public const string Realm = "SIP Communications Service";
    public const string Target = "pool01.contoso.example";

    public static readonly byte[] ServerFlight = "server flight"u8.ToArray();
    public static readonly byte[] ServerFinished = "server finished"u8.ToArray();

    private NtlmChallenge? _challenge;
    private MessageSigner? _signer;
    private SipScheme _scheme;
    private uint _number;
    private int _legs;
    private int _associations;

    /// <summary>What it offers, in its own order.</summary>
    public List<SipScheme> Offers { get; init; } = [SipScheme.Ntlm, SipScheme.Kerberos, SipScheme.TlsDsk];

    /// <summary>The version that it offers.</summary>
    public int Version { get; init; } = 4;

    /// <summary>The password that it knows.</summary>
    public string Password { get; set; } = DeviceBench.Password;

    /// <summary>Further headers of a refusal.</summary>
    public List<string> Says { get; } = [];

    /// <summary>What it answers to a REGISTER that is proved; 200 where it is <c>null</c>.</summary>
    public Func<SipMessage, string?>? Decides { get; set; }

    /// <summary>What becomes of an answer before it is sent, signature included.</summary>
    public Func<string, string>? Changes { get; set; }

    /// <summary>Whether it signs at all.</summary>
    public bool Signs { get; set; } = true;

    /// <summary>How the certificate is judged.</summary>
    public bool TakesCertificate { get; set; } = true;

    /// <summary>Every request, with whether it was signed right.</summary>
    public List<(SipMessage Message, bool IsSigned)> Requests { get; } = [];

    public string Opaque => string.Create(CultureInfo.InvariantCulture, $"0000000{_associations}");

    /// <summary>How many associations it made.</summary>
    public int Associations => _associations;

    /// <summary>Forgets the association.</summary>
    public void Forget() => _signer = null;

    public string Answer(SipMessage request)
    {
        var header = HeaderOf(request);
        var isSigned = IsSigned(request, header);
        Requests.Add((request, isSigned));
        return request.Method != SipMethod.Register
            ? isSigned ? Sign(request.Answer("200 OK")) : Refuse(request)
            : (header?.Scheme, header?.Token) switch
            {
                _ when isSigned => Decide(request),
                (SipScheme.Digest, _) => SipScript.Digest(request),
                (null, _) => Offer(request),
                ({ } scheme, { } token) => Handshake(request, scheme, token),
                _ => Refuse(request),
            };
    }

    /// <summary>A message of its own, signed.</summary>
    public string Sign(string text)
    {
        if (!Signs || _signer is null)
        {
            return text;
        }

        var message = SipScript.Read(text);
        var head = new SipSignatureHeader
        {
            Side = SipSide.Server,
            Scheme = _scheme,
            Realm = Encoding.ASCII.GetBytes(Realm),
            TargetName = Encoding.ASCII.GetBytes(TargetOf(_scheme)),
            Opaque = Encoding.ASCII.GetBytes(Opaque),
            Random = "0badcafe"u8,
            Number = ++_number,
        };
        var covered = new ArrayBufferWriter<byte>();
        SipSignatureText.TryWrite(message, head, Version, covered, out _).ShouldBeTrue();
        var signature = new byte[MessageSigner.SignatureBytesMax];
        var length = _signer.Sign(covered.WrittenSpan, signature);
        var value = new ArrayBufferWriter<byte>();
        head.Write(value, signature.AsSpan(0, length));
        text = text.Replace(
            "\r\nContent-Length:",
            $"\r\nAuthentication-Info: {Encoding.ASCII.GetString(value.WrittenSpan)}\r\nContent-Length:",
            StringComparison.Ordinal);
        return Changes?.Invoke(text) ?? text;
    }

    private static string TargetOf(SipScheme scheme) => scheme == SipScheme.Kerberos ? $"sip/{Target}" : Target;

    private static string NameOf(SipScheme scheme) => Encoding.ASCII.GetString(SipSchemeNames.NameOf(scheme));

    private string Offer(SipMessage request, params ReadOnlySpan<string> says) => request.Answer(
        "401 Unauthorized",
        [
            .. Offers.Select(scheme => scheme == SipScheme.Digest ? SipScript.Challenge
                : $"WWW-Authenticate: {NameOf(scheme)} realm=\"{Realm}\", targetname=\"{TargetOf(scheme)}\", "
                    + $"version={Version}"),
            .. says,
        ]);

    private string Refuse(SipMessage request)
    {
        (_signer, _legs) = (null, 0);
        return Offer(request, [.. Says]);
    }

    private string Handshake(SipMessage request, SipScheme scheme, byte[] token)
    {
        switch (scheme)
        {
            case SipScheme.Ntlm when token.Length == 0:
                _associations++;
                _challenge = NtlmServer.Challenge(new() { DnsComputer = Target }, 0x0123456789abcdef);
                return Next(request, scheme, _challenge.ToBytes());
            case SipScheme.Ntlm:
                return Finish(request, scheme, NtlmOf(token));
            case SipScheme.Kerberos:
                _associations++;
                return Finish(
                    request, scheme,
                    token.AsSpan().SequenceEqual(HostStandIn.Ticket) ? HostStandIn.TicketSigner() : null);
            default:
                _associations += _legs == 0 ? 1 : 0;
                return ++_legs switch
                {
                    1 => Next(request, scheme, ServerFlight),
                    2 when !TakesCertificate => Refuse(request),
                    2 => NextWithKeys(request),
                    _ => Refuse(request),
                };
        }
    }

    private NtlmSigner? NtlmOf(byte[] token)
    {
        NtlmAuthenticate.TryRead(token, out var answer, out _).ShouldBeTrue();
        return NtlmServer.Verify(
            NtlmForm.Connectionless, default, _challenge!, token, answer!, NtlmSecret.FromPassword(Password),
            out var session) == NtlmVerdict.Proved ? session!.SignerOf(SipSide.Server) : null;
    }

    private string NextWithKeys(SipMessage request)
    {
        Take(SipScheme.TlsDsk, new TlsDskSigner(HostStandIn.Keys(), SipSide.Server));
        _legs = 0;
        return Next(request, SipScheme.TlsDsk, ServerFinished);
    }

    private string Finish(SipMessage request, SipScheme scheme, MessageSigner? signer)
    {
        if (signer is null)
        {
            return Refuse(request);
        }

        Take(scheme, signer);
        var isSigned = IsSigned(request, HeaderOf(request));
        Requests[^1] = (request, isSigned);
        return Version < 4 || isSigned ? Decide(request) : Refuse(request);
    }

    private void Take(SipScheme scheme, MessageSigner signer)
    {
        (_scheme, _signer, _number) = (scheme, signer, 0);
    }

    private string Next(SipMessage request, SipScheme scheme, byte[] token) => request.Answer(
        "401 Unauthorized",
        $"WWW-Authenticate: {NameOf(scheme)} opaque=\"{Opaque}\", gssapi-data=\"{Convert.ToBase64String(token)}\", "
            + $"targetname=\"{TargetOf(scheme)}\", realm=\"{Realm}\", version={Version}");

    private string Decide(SipMessage request)
    {
        return Sign(Decides?.Invoke(request) ?? request.Ok(600, "Expires: 600"));
    }

    private bool IsSigned(SipMessage request, Proof? proof)
    {
        if (_signer is null || proof is null)
        {
            return false;
        }

        SipSignatureHeader.TryRead(
            Encoding.ASCII.GetBytes(request.Header("Authorization")), SipSide.Client, out var header, out _)
            .ShouldBeTrue();
        if (!header.IsSigned)
        {
            return false;
        }

        var covered = new ArrayBufferWriter<byte>();
        SipSignatureText.TryWrite(request, header, Version, covered, out _).ShouldBeTrue();
        var signature = new byte[MessageSigner.SignatureBytesMax];
        return _signer.Verify(covered.WrittenSpan, signature.AsSpan(0, header.GetSignature(signature)));
    }

    private static Proof? HeaderOf(SipMessage request)
    {
        if (!request.Has("Authorization"))
        {
            return null;
        }

        if (request.Header("Authorization").StartsWith("Digest", StringComparison.Ordinal))
        {
            return new(SipScheme.Digest, null);
        }

        SipSignatureHeader.TryRead(
            Encoding.ASCII.GetBytes(request.Header("Authorization")), SipSide.Client, out var header, out var fault)
            .ShouldBeTrue(fault.ToString());
        return new(header.Scheme, header.HasToken ? header.GetToken() : null);
    }

    private sealed record Proof(SipScheme Scheme, byte[]? Token);
}
