using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Dialtone.Wire.Auth.Signatures;

/// <summary>
/// A challenge of a signing scheme: the value of WWW-Authenticate or Proxy-Authenticate (MS-SIPAE section 2.2.1). The
/// first of a handshake offers the scheme; those after it carry the server's tokens.
/// </summary>
public sealed class SipChallenge
{
    /// <summary>The scheme: NTLM, Kerberos or TLS-DSK.</summary>
    public required SipScheme Scheme { get; init; }

    /// <summary>The realm: <c>SIP Communications Service</c> at servers of this make.</summary>
    public required string Realm { get; init; }

    /// <summary>
    /// Whom the proof is for: the server's name, or with Kerberos its service principal <c>sip/name</c>.
    /// </summary>
    public required string TargetName { get; init; }

    /// <summary>The version of the protocol, 2 where none is named: it decides what is signed.</summary>
    public int Version { get; init; } = SipSignatureText.VersionMin;

    /// <summary>The server's name of the security association; <c>null</c> on the first challenge.</summary>
    public string? Opaque { get; init; }

    /// <summary>The token (gssapi-data), maybe empty; <c>null</c> without one.</summary>
    public ReadOnlyMemory<byte>? Token { get; init; }

    /// <summary>Where certificates are had (TLS-DSK, first challenge); <c>null</c> elsewhere.</summary>
    public string? StsUri { get; init; }

    /// <summary>Reads the value part of the header. Parameters that are not known are passed over.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> headerValue, [NotNullWhen(true)] out SipChallenge? challenge, out AuthFault fault)
    {
        challenge = null;
        if (!SipSignatureHeader.TryScheme(headerValue, out var scheme, out var reader, out fault))
        {
            return false;
        }

        string? realm = null, targetName = null, opaque = null, stsUri = null;
        ReadOnlyMemory<byte>? token = null;
        var version = SipSignatureText.VersionMin;
        while (reader.Next())
        {
            _ = reader.Name switch
            {
                SipAuthParameter.Realm => TryGetText(ref reader, out realm),
                SipAuthParameter.TargetName => TryGetText(ref reader, out targetName),
                SipAuthParameter.Opaque => TryGetText(ref reader, out opaque),
                SipAuthParameter.StsUri => TryGetText(ref reader, out stsUri),
                SipAuthParameter.Version => SipSignatureHeader.TryGetVersion(ref reader, out version),
                SipAuthParameter.GssapiData => TryGetToken(ref reader, out token),
                _ => true,
            };
        }

        fault = reader.Fault;
        if (fault.Kind == AuthFaultKind.None && (realm is null || targetName is null))
        {
            fault = new(AuthFaultKind.MissingParameter, headerValue.Length,
                realm is null ? SipAuthParameter.Realm : SipAuthParameter.TargetName);
        }

        if (fault.Kind != AuthFaultKind.None)
        {
            return false;
        }

        challenge = new()
        {
            Scheme = scheme,
            Realm = realm!,
            TargetName = targetName!,
            Version = version,
            Opaque = opaque,
            Token = token,
            StsUri = stsUri,
        };
        return true;
    }

    /// <summary>Writes the value part of the header, as a server sends it.</summary>
    /// <param name="output">Where the bytes go: that of the writer whose header was begun.</param>
    /// <exception cref="ArgumentException">
    /// A text has a quote, a backslash or a control character; or the scheme is Digest.
    /// </exception>
    public void Write(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var text = SipSignatureHeader.Begin(output, Scheme);
        text.Plain(SipAuthParameter.Realm, Encoding.UTF8.GetBytes(Realm));
        text.Plain(SipAuthParameter.TargetName, Encoding.UTF8.GetBytes(TargetName));
        if (Opaque is not null)
        {
            text.Plain(SipAuthParameter.Opaque, Encoding.UTF8.GetBytes(Opaque));
        }

        if (Token is { } token)
        {
            text.Base64(SipAuthParameter.GssapiData, token.Span);
        }

        SipSignatureHeader.WriteVersion(ref text, Version);
        if (StsUri is not null)
        {
            text.Plain(SipAuthParameter.StsUri, Encoding.UTF8.GetBytes(StsUri));
        }
    }

    /// <summary>The value part of the header.</summary>
    /// <exception cref="ArgumentException">As <see cref="Write"/>.</exception>
    public string ToHeaderValue()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Write(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>For people: without the token.</summary>
    public override string ToString() =>
        $"{Encoding.ASCII.GetString(SipSchemeNames.NameOf(Scheme))} of {TargetName}, version {Version}";

    private static bool TryGetText(scoped ref AuthParameterReader reader, out string? text)
    {
        text = null;
        return reader.TryGetPlain(out _) && reader.TryGetText(out text);
    }

    private static bool TryGetToken(scoped ref AuthParameterReader reader, out ReadOnlyMemory<byte>? token)
    {
        token = null;
        if (!SipSignatureHeader.TryGetBase64(ref reader, out var text))
        {
            return false;
        }

        token = SipSignatureHeader.FromBase64(text);
        return true;
    }
}
