using System.Buffers;
using Dialtone.Wire.Auth.Digest;
using Dialtone.Wire.Sip;

namespace Dialtone.Bench.Sip;

/// <summary>
/// Writing the five messages from their parts into one buffer that is used again: what a device and a server have when
/// they write them.
/// </summary>
internal static class SipWrite
{
    private static readonly ArrayBufferWriter<byte> Output = new(2048);
    private static readonly SipWriter Writer = new(Output);

    private static readonly DigestChallenge Asked = new()
    {
        Realm = "contoso.example",
        Nonce = "awKN2msCjK7UZavUZjm/0bBLxi8bOyQp",
        Qop = DigestQop.Auth,
    };

    private static readonly DigestChallenge AskedMd5 = Asked with { AlgorithmText = "MD5" };

    private static readonly DigestCredentials Answer = new()
    {
        Username = "u00001",
        Realm = Asked.Realm,
        Nonce = Asked.Nonce,
        Uri = "sip:contoso.example",
        Response = "6629fae49393a05397450978507c4ef1",
        AlgorithmText = "MD5",
        Cnonce = "6b8b4567",
        Qop = DigestQop.Auth,
        NonceCount = 1,
    };

    private static readonly DigestCredentials AnswerAlice = Answer with { Username = "alice", AlgorithmText = "" };

    /// <summary>What was written adds up here: the compiler must not leave it out.</summary>
    public static long Found { get; private set; }

    public static void AddTo(Rates rates)
    {
        foreach (var name in SipSamples.Names)
        {
            var write = Of(name);
            Check(name, write);
            rates.Add(name + ".sip", write);
        }
    }

    /// <summary>The work that writes the message of that name.</summary>
    public static Action Of(string name) => name switch
    {
        "register" => () => Write(Register),
        "401" => () => Write(Challenge),
        "200" => () => Write(Ok),
        "register-lync" => () => Write(RegisterLync),
        _ => () => Write(ChallengeLync),
    };

    private static void Write(Action<SipWriter> message)
    {
        Output.ResetWrittenCount();
        message(Writer);
        Writer.End();
        Found += Output.WrittenCount;
    }

    /// <summary>What is written has the headers of the sample, and is about as long.</summary>
    private static void Check(string name, Action write)
    {
        write();
        var (written, sample) = (new SipMessage(), new SipMessage());
        if (!SipMessage.TryRead(Output.WrittenMemory, SipLimits.Default, written, out _)
            || !SipMessage.TryRead(SipSamples.File(name), SipLimits.Default, sample, out _)
            || written.HeaderCount != sample.HeaderCount
            || Math.Abs(written.Bytes.Length - sample.Bytes.Length) > 32)
        {
            throw new InvalidOperationException($"{name}.sip is not what was written.");
        }
    }

    private static void Register(SipWriter writer)
    {
        Begin(writer.BeginRequest(SipMethod.Register, "sip:contoso.example"u8), "z9hG4bK-4465-1-2"u8, default);
        writer.BeginHeader(SipHeader.CSeq).Append(2).Append(" REGISTER"u8).EndHeader()
            .BeginHeader(SipHeader.Contact)
            .Append("<sip:u00001@"u8).Append("192.0.2.50"u8).Append(":50123;transport=TLS>"u8).EndHeader()
            .Header(SipHeader.MaxForwards, 70)
            .Header(SipHeader.Expires, 3600)
            .Header(SipHeader.UserAgent, "sipp"u8)
            .BeginHeader(SipHeader.Authorization);
        Answer.Write(writer);
        writer.EndHeader();
    }

    private static void Challenge(SipWriter writer)
    {
        Begin(writer.BeginResponse(401, "Unauthorized"u8), "z9hG4bK-4465-1-0"u8,
            "dc66b629448bb2c0789495daf4c1aac0.2543dc26"u8);
        writer.BeginHeader(SipHeader.CSeq).Append(1).Append(" REGISTER"u8).EndHeader()
            .BeginHeader(SipHeader.WwwAuthenticate);
        Asked.Write(writer);
        writer.EndHeader().Header(SipHeader.Server, "RTC/4.0 (lab registrar)"u8);
    }

    private static void Ok(SipWriter writer)
    {
        Begin(writer.BeginResponse(200, "OK"u8), "z9hG4bK-4465-1-2"u8, "dc66b629448bb2c0789495daf4c1aac0.b3a6dc26"u8);
        writer.BeginHeader(SipHeader.CSeq).Append(2).Append(" REGISTER"u8).EndHeader()
            .BeginHeader(SipHeader.Contact)
            .Append("<sip:u00001@"u8).Append("192.0.2.50"u8).Append(":50123;transport=TLS>;expires="u8).Append(3600)
            .EndHeader()
            .Header(SipHeader.MsKeepAlive, "UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300"u8)
            .Header(SipHeader.AllowEvents,
                "vnd-microsoft-provisioning-v2,vnd-microsoft-roaming-self,presence,presence.wpending"u8)
            .Header(SipHeader.Server, "RTC/4.0 (lab registrar)"u8);
    }

    private static void Begin(SipWriter writer, ReadOnlySpan<byte> branch, ReadOnlySpan<byte> toTag)
    {
        writer.BeginHeader(SipHeader.Via)
            .Append("SIP/2.0/TLS "u8).Append("192.0.2.50"u8).Append(":50123;branch="u8).Append(branch).EndHeader()
            .BeginHeader(SipHeader.From).Append("<sip:u00001@contoso.example>;tag="u8).Append(1).EndHeader()
            .BeginHeader(SipHeader.To).Append("<sip:u00001@contoso.example>"u8);
        if (!toTag.IsEmpty)
        {
            writer.Append(";tag="u8).Append(toTag);
        }

        writer.EndHeader().Header(SipHeader.CallId, "1-4465@192.0.2.50"u8);
    }

    private static void RegisterLync(SipWriter writer)
    {
        writer.BeginRequest(SipMethod.Register, "sip:contoso.example"u8)
            .BeginHeader(SipHeader.Via).Append("SIP/2.0/TLS "u8).Append("192.0.2.50:50123"u8).EndHeader()
            .Header(SipHeader.MaxForwards, 70);
        Parties(writer, default);
        writer.BeginHeader(SipHeader.CSeq).Append(3).Append(" REGISTER"u8).EndHeader()
            .BeginHeader(SipHeader.Contact)
            .Append("<sip:"u8).Append("192.0.2.50:50123"u8).Append(";transport=tls;ms-opaque="u8).Append("d3470f2e1d"u8)
            .Append(">;methods="u8)
            .AppendQuoted("INVITE, MESSAGE, INFO, SUBSCRIBE, OPTIONS, BYE, CANCEL, NOTIFY, ACK, REFER, BENOTIFY"u8)
            .Append(";proxy=replace;+sip.instance="u8)
            .AppendQuoted("<urn:uuid:91E1BB1C-7D52-5D59-9E1E-5C8E3A5D7B10>"u8).EndHeader()
            .Header(SipHeader.UserAgent,
                "UCCAPI/4.0.7577.4446 OCPhone/4.0.7577.4446 (Microsoft Lync Phone Edition)"u8)
            .Header(SipHeader.Supported, "gruu-10, adhoclist, msrtc-event-categories"u8)
            .Header(SipHeader.Supported, "ms-forking"u8)
            .Header(SipHeader.Supported, "ms-cluster-failover"u8)
            .Header(SipHeader.Supported, "ms-userservices-state-notification"u8)
            .Header(SipHeader.MsKeepAlive, "UAC;hop-hop=yes"u8)
            .Header(SipHeader.Event, "registration"u8)
            .BeginHeader(SipHeader.Authorization);
        AnswerAlice.Write(writer);
        writer.EndHeader();
    }

    private static void ChallengeLync(SipWriter writer)
    {
        writer.BeginResponse(401, "Unauthorized"u8).Header(SipHeader.Date, "Sun, 22 Nov 2026 06:33:18 GMT"u8);
        Scheme(writer, "NTLM"u8, "pool01.contoso.example"u8).EndHeader();
        Scheme(writer, "Kerberos"u8, "sip/pool01.contoso.example"u8).EndHeader();
        Scheme(writer, "TLS-DSK"u8, "pool01.contoso.example"u8).Append(", sts-uri="u8)
            .AppendQuoted("https://pool01.contoso.example:443/CertProv/CertProvisioningService.svc"u8).EndHeader()
            .BeginHeader(SipHeader.WwwAuthenticate);
        AskedMd5.Write(writer);
        Parties(writer.EndHeader(), "B816D65C2300A32CFA6D371F2AF537FD"u8);
        writer.BeginHeader(SipHeader.CSeq).Append(2).Append(" REGISTER"u8).EndHeader()
            .BeginHeader(SipHeader.Via).Append("SIP/2.0/TLS 192.0.2.50:50123;received="u8).Append("192.0.2.50"u8)
            .Append(";ms-received-port="u8).Append(50123).Append(";ms-received-cid="u8).Append("1E00"u8).EndHeader()
            .Header(SipHeader.Server, "RTC/4.0"u8);
    }

    private static SipWriter Scheme(SipWriter writer, ReadOnlySpan<byte> scheme, ReadOnlySpan<byte> target) =>
        writer.BeginHeader(SipHeader.WwwAuthenticate).Append(scheme).Append(" realm="u8)
            .AppendQuoted("SIP Communications Service"u8).Append(", targetname="u8).AppendQuoted(target)
            .Append(", version="u8).Append(4);

    private static void Parties(SipWriter writer, ReadOnlySpan<byte> toTag)
    {
        writer.BeginHeader(SipHeader.From)
            .Append("<sip:alice@contoso.example>;tag="u8).Append("2947328781"u8).Append(";epid="u8)
            .Append("e2a3f5b8c1"u8).EndHeader()
            .BeginHeader(SipHeader.To).Append("<sip:alice@contoso.example>"u8);
        if (!toTag.IsEmpty)
        {
            writer.Append(";tag="u8).Append(toTag);
        }

        writer.EndHeader().Header(SipHeader.CallId, "8592g5DCBa1694i5887m0D0Bt2247b3F38xAE9Fx"u8);
    }
}
