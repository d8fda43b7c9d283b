using System.Buffers;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Lab.Nodes;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Auth.Ntlm;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>A person with a terminal who proves alice by a scheme that signs, against a Front End of the lab.</summary>
internal sealed class SigningClient
{
    public const string Password = "Dial-Tone-1";
    public const string Self = "sip:alice@contoso.example";

    private const string Instance = "<urn:uuid:34d859db-6585-5f91-a3b4-de853c15347d>";

    private uint _cseq;
    private uint _number;

    public SigningClient(SipScheme scheme, PublishedCertificates? published = null)
    {
        Scheme = scheme;
        var address = IpAddress.V4(192, 0, 2, 11);
        Registrar = new(
            new()
            {
                Name = HostName.Parse("fe1.contoso.example"),
                Tls = new(address, 5061),
                Tcp = new(address, 5060),
                TlsIdentity = "pool01",
                Schemes = [SipScheme.TlsDsk, SipScheme.Kerberos, SipScheme.Ntlm],
                CertificateService = "https://web01.contoso.example/CertProv/CertProvisioningService.svc",
                Certificates = published,
            },
            new(HostName.Parse("contoso.example"),
            [
                new("alice", Password) { NtLogin = @"CONTOSO\alice" },
                new("bob", "Dial-Tone-2") { NtLogin = @"CONTOSO\bob" },
            ]),
            new SeededEntropy(1, "registrar"));
        Raw = new(new(address, 5061), new TlsRequest(HostName.Parse("pool01.contoso.example")));
        Pair = new(Raw, Registrar);
        Pair.World.Certificates["pool01"] = new("TLS 1.3", "TLS_AES_256_GCM_SHA384", [], ChainTrust.Trusted);
        Pair.World.PowerOn(Pair.DevicePlace);
        Pair.Advance(TimeSpan.FromSeconds(1));
    }

    public SipScheme Scheme { get; }

    public Registrar Registrar { get; }

    public RawSipClient Raw { get; }

    public Pair Pair { get; }

    /// <summary>What the last handshake gave.</summary>
    public MessageSigner? Signer { get; set; }

    public string Opaque { get; set; } = "";

    /// <summary>Sends a request and returns the answer.</summary>
    public string Ask(string request)
    {
        var before = Raw.Answers.Count;
        Send(request);
        Pair.Drive(() => Raw.Answers.Count > before).ShouldBe(PairStop.Reached);
        return Raw.Last;
    }

    public void Send(string request)
    {
        Raw.Queue(request);
        Pair.World.Tell(Pair.DevicePlace, new NetInput.SignOut());
    }

    /// <summary>The whole of NTLM, and the answer to its last REGISTER.</summary>
    public string SignInByNtlm(string login = @"CONTOSO\alice", string password = Password)
    {
        var challenge = Challenge(Ask(Request("REGISTER", Header(token: []))));
        Opaque = challenge.Opaque!;
        var bytes = challenge.Token!.Value.ToArray();
        NtlmChallenge.TryRead(bytes, out var read, out _).ShouldBeTrue();
        NtlmClient.TryAnswer(
            NtlmForm.Connectionless, bytes, read, NtlmAccount.Of(login, NtlmSecret.FromPassword(password)),
            DateTimeOffset.UnixEpoch, new byte[NtlmClient.ChanceBytes], out var answer, out _).ShouldBeTrue();
        Signer = answer.Session.SignerOf(SipSide.Client);
        _number = 0;
        return Ask(Signed("REGISTER", token: answer.Message.ToArray()));
    }

    /// <summary>A request with a right signature, or with another number than the next.</summary>
    public string Signed(string method = "REGISTER", byte[]? token = null, uint? number = null, string from = Self)
    {
        var request = Request(method, from: from);
        return request.Replace("\r\nContent-Length", $"\r\n{Header(token, request, number)}\r\nContent-Length");
    }

    public string Request(string method = "REGISTER", string? authorization = null, string from = Self) =>
        string.Join("\r\n",
        [
            $"{method} sip:contoso.example SIP/2.0",
            "Via: SIP/2.0/TLS 192.0.2.50:51234",
            "Max-Forwards: 70",
            $"From: <{from}>;tag=4f2a9c0d11;epid=c8ca638a15",
            $"To: <{from}>",
            $"Call-ID: {method}",
            $"CSeq: {++_cseq} {method}",
            $"Contact: <sip:192.0.2.50:51234;transport=tls>;+sip.instance=\"{Instance}\"",
            "Event: registration",
            .. authorization is null ? (ReadOnlySpan<string>)[] : [authorization],
            "Content-Length: 0",
            "",
            "",
        ]);

    /// <summary>The Authorization header: a token, a signature over a request, or both.</summary>
    public string Header(byte[]? token = null, string? request = null, uint? number = null)
    {
        var header = new SipSignatureHeader
        {
            Side = SipSide.Client,
            Scheme = Scheme,
            Realm = SipSignatureText.Realm,
            TargetName = Encoding.ASCII.GetBytes($"{(Scheme == SipScheme.Kerberos ? "sip/" : "")}fe1.contoso.example"),
            Opaque = Encoding.ASCII.GetBytes(Opaque),
            Version = 4,
            Random = "5be51d05"u8,
            Number = number ?? (request is null ? 0 : ++_number),
            HasToken = token is not null,
        };
        byte[] signature = [];
        if (request is not null)
        {
            signature = new byte[MessageSigner.SignatureBytesMax];
            signature = signature[..Signer!.Sign(TextOf(request, header), signature)];
        }

        var output = new ArrayBufferWriter<byte>();
        header.Write(output, signature, token);
        return $"Authorization: {Encoding.ASCII.GetString(output.WrittenSpan)}";
    }

    /// <summary>Whether a message of the server bears a right signature.</summary>
    public bool IsSigned(string message)
    {
        var value = RawSipClient.Headers(message, "Authentication-Info");
        if (value.Length == 0)
        {
            return false;
        }

        SipSignatureHeader.TryRead(Encoding.ASCII.GetBytes(value[0]), SipSide.Server, out var header, out var fault)
            .ShouldBeTrue($"{fault}");
        var signature = new byte[MessageSigner.SignatureBytesMax];
        return Signer!.Verify(TextOf(message, header), signature.AsSpan(0, header.GetSignature(signature)));
    }

    /// <summary>The challenge of this client's scheme in a 401.</summary>
    public SipChallenge Challenge(string answer)
    {
        RawSipClient.Status(answer).ShouldBe(401, answer);
        foreach (var value in RawSipClient.Headers(answer, "WWW-Authenticate"))
        {
            if (SipChallenge.TryRead(Encoding.ASCII.GetBytes(value), out var challenge, out _)
                && challenge.Scheme == Scheme)
            {
                return challenge;
            }
        }

        throw new InvalidOperationException($"No challenge of {Scheme}: {answer}");
    }

    private static byte[] TextOf(string message, scoped in SipSignatureHeader header)
    {
        var read = new SipMessage();
        SipMessage.TryRead(Encoding.UTF8.GetBytes(message), SipLimits.Default, read, out var fault)
            .ShouldBeTrue($"{fault}");
        var text = new ArrayBufferWriter<byte>();
        SipSignatureText.TryWrite(read, header, 4, text, out fault).ShouldBeTrue($"{fault}");
        return text.WrittenSpan.ToArray();
    }
}
