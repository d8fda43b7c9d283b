using System.Buffers;
using System.Text;
using Dialtone.Wire.Auth.Signatures;
using Dialtone.Wire.Sip;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>What a client of Lync's family sends that proves alice by a scheme that signs, as text.</summary>
internal class SignedMessages(SipScheme scheme)
{
    public const string Self = "sip:alice@contoso.example";

    private const string Instance = "<urn:uuid:34d859db-6585-5f91-a3b4-de853c15347d>";

    private uint _cseq;
    private uint _number;

    /// <summary>What the last handshake gave; its messages are counted anew.</summary>
    public MessageSigner? Signer
    {
        get;
        set => (field, _number) = (value, 0);
    }

    /// <summary>The name of the association; empty before the server gave one.</summary>
    public string Opaque { get; set; } = "";

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
            Scheme = scheme,
            Realm = SipSignatureText.Realm,
            TargetName = Encoding.ASCII.GetBytes($"{(scheme == SipScheme.Kerberos ? "sip/" : "")}fe1.contoso.example"),
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
                && challenge.Scheme == scheme)
            {
                return challenge;
            }
        }

        throw new InvalidOperationException($"No challenge of {scheme}: {answer}");
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
