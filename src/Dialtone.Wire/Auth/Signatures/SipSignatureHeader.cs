using System.Buffers;
using System.Buffers.Text;

namespace Dialtone.Wire.Auth.Signatures;

/// <summary>
/// The value of the header by which an end of a security association sends a token of the handshake, a signature, or
/// both (MS-SIPAE section 2.2): Authorization and Proxy-Authorization of the client, Authentication-Info and
/// Proxy-Authentication-Info of the server. A view over borrowed bytes; values stand as on the wire.
/// </summary>
public readonly ref struct SipSignatureHeader
{
    private const int RandomDigitsMax = 8;

    /// <summary>To be filled and written.</summary>
    public SipSignatureHeader()
    {
    }

    /// <summary>Whose header it is.</summary>
    public required SipSide Side { get; init; }

    /// <summary>The scheme: NTLM, Kerberos or TLS-DSK.</summary>
    public required SipScheme Scheme { get; init; }

    /// <summary>The realm of the challenge.</summary>
    public required ReadOnlySpan<byte> Realm { get; init; }

    /// <summary>The target of the challenge.</summary>
    public required ReadOnlySpan<byte> TargetName { get; init; }

    /// <summary>The server's name of the security association; empty before the server gave one.</summary>
    public ReadOnlySpan<byte> Opaque { get; init; }

    /// <summary>
    /// The version of the protocol; 0 where none is named, as servers do: then it is what the association has.
    /// </summary>
    public int Version { get; init; }

    /// <summary>crand or srand: 8 hexadecimal digits.</summary>
    public ReadOnlySpan<byte> Random { get; init; }

    /// <summary>cnum or snum: 1 for the first signature of that end.</summary>
    public uint Number { get; init; }

    /// <summary>Whether there is a token (gssapi-data), which may be empty.</summary>
    public bool HasToken { get; init; }

    /// <summary>Whether there is a signature (response or rspauth).</summary>
    public bool IsSigned => !SignatureText.IsEmpty;

    private ReadOnlySpan<byte> TokenText { get; init; }

    private ReadOnlySpan<byte> SignatureText { get; init; }

    /// <summary>Reads the value part of the header. Parameters that are not known are passed over.</summary>
    /// <param name="headerValue">The value.</param>
    /// <param name="side">Whose header it is: only that side's parameters are looked at.</param>
    /// <param name="header">The view; meaningless when the answer is false.</param>
    /// <param name="fault">What is wrong, at which byte of the value.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> headerValue, SipSide side, out SipSignatureHeader header, out AuthFault fault)
    {
        header = default;
        if (!TryScheme(headerValue, out var scheme, out var reader, out fault))
        {
            return false;
        }

        var isClient = side == SipSide.Client;
        ReadOnlySpan<byte> realm = default, target = default, opaque = default, random = default;
        ReadOnlySpan<byte> token = default, signature = default;
        bool hasRealm = false, hasTarget = false, hasToken = false, hasNumber = false;
        uint number = 0;
        var version = 0;
        while (reader.Next())
        {
            _ = reader.Name switch
            {
                SipAuthParameter.Realm => hasRealm = reader.TryGetPlain(out realm),
                SipAuthParameter.TargetName => hasTarget = reader.TryGetPlain(out target),
                SipAuthParameter.Opaque => reader.TryGetPlain(out opaque),
                SipAuthParameter.Version => TryGetVersion(ref reader, out version),
                SipAuthParameter.GssapiData => hasToken = TryGetBase64(ref reader, out token),
                SipAuthParameter.ClientRandom when isClient => TryGetRandom(ref reader, out random),
                SipAuthParameter.ServerRandom when !isClient => TryGetRandom(ref reader, out random),
                SipAuthParameter.ClientNumber when isClient => hasNumber = TryGetNumber(ref reader, out number),
                SipAuthParameter.ServerNumber when !isClient => hasNumber = TryGetNumber(ref reader, out number),
                SipAuthParameter.Response when isClient => TryGetSignature(ref reader, out signature),
                SipAuthParameter.ResponseAuth when !isClient => TryGetSignature(ref reader, out signature),
                _ => true,
            };
        }

        var missing = !hasRealm ? SipAuthParameter.Realm
            : !hasTarget ? SipAuthParameter.TargetName
            : signature.IsEmpty ? null
            : random.IsEmpty ? RandomName(side)
            : hasNumber ? null : NumberName(side);
        fault = reader.Fault.Kind != AuthFaultKind.None ? reader.Fault
            : missing is not null ? new(AuthFaultKind.MissingParameter, headerValue.Length, missing)
            : AuthFault.None;
        header = new()
        {
            Side = side,
            Scheme = scheme,
            Realm = realm,
            TargetName = target,
            Opaque = opaque,
            Version = version,
            Random = random,
            Number = number,
            HasToken = hasToken,
            TokenText = token,
            SignatureText = signature,
        };
        return fault.Kind == AuthFaultKind.None;
    }

    /// <summary>The token that was read; empty where there is none. Allocates.</summary>
    public byte[] GetToken() => FromBase64(TokenText);

    /// <summary>Copies the signature that was read and returns its length; 0 where there is none.</summary>
    /// <param name="destination">Room for <see cref="MessageSigner.SignatureBytesMax"/>.</param>
    public int GetSignature(Span<byte> destination)
    {
        _ = Convert.FromHexString(SignatureText, destination, out _, out var length);
        return length;
    }

    /// <summary>Writes the value part of the header.</summary>
    /// <param name="output">Where the bytes go: that of the writer whose header was begun.</param>
    /// <param name="signature">
    /// The signature; empty for none, and then random text and number are left out too.
    /// </param>
    /// <param name="token">The token, looked at where <see cref="HasToken"/>.</param>
    /// <exception cref="ArgumentException">
    /// A text has a quote, a backslash or a control character; or the scheme is Digest.
    /// </exception>
    public void Write(
        IBufferWriter<byte> output, ReadOnlySpan<byte> signature = default, ReadOnlySpan<byte> token = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        var text = Begin(output, Scheme);
        text.Plain(SipAuthParameter.Qop, "auth"u8);
        if (!Opaque.IsEmpty)
        {
            text.Plain(SipAuthParameter.Opaque, Opaque);
        }

        text.Plain(SipAuthParameter.Realm, Realm);
        text.Plain(SipAuthParameter.TargetName, TargetName);
        if (HasToken)
        {
            text.Base64(SipAuthParameter.GssapiData, token);
        }

        WriteVersion(ref text, Version);
        if (!signature.IsEmpty)
        {
            text.Plain(RandomName(Side), Random);
            text.Number(NumberName(Side), Number, quoted: true);
            text.HexBytes(SignatureName(Side), signature);
        }
    }

    /// <summary>For people: whose it is and which, without what proves anybody.</summary>
    public override string ToString() => $"{Scheme} of the {(Side == SipSide.Client ? "client" : "server")}, {Number}";

    /// <summary>Begins to read, where the value is of a signing scheme.</summary>
    internal static bool TryScheme(
        ReadOnlySpan<byte> headerValue, out SipScheme scheme, out AuthParameterReader reader, out AuthFault fault)
    {
        var isSigning = SipSchemeNames.TryFind(headerValue, out scheme, out var end) && scheme != SipScheme.Digest;
        reader = isSigning
            ? new(headerValue, end, SipAuthParameter.All, SipAuthLimits.HeaderBytesMax, SipAuthLimits.ValueBytesMax)
            : default;
        fault = isSigning ? AuthFault.None : new(AuthFaultKind.OtherScheme, 0, "");
        return isSigning;
    }

    /// <summary>Begins to write the value of a signing scheme.</summary>
    internal static AuthParameterWriter Begin(IBufferWriter<byte> output, SipScheme scheme)
    {
        if (scheme == SipScheme.Digest)
        {
            throw new ArgumentException("Digest has headers of its own.", nameof(scheme));
        }

        output.Write(SipSchemeNames.NameOf(scheme));
        return new(output, " "u8);
    }

    /// <summary>The version; that of a server which names none, 0, is left out.</summary>
    internal static void WriteVersion(ref AuthParameterWriter text, int version)
    {
        // Version 2 is what those speak who do not know the parameter (MS-SIPAE section 2.2).
        if (version > SipSignatureText.VersionMin)
        {
            text.Number(SipAuthParameter.Version, (uint)version, quoted: false);
        }
    }

    internal static bool TryGetVersion(scoped ref AuthParameterReader reader, out int version)
    {
        version = 0;
        if (!TryGetNumber(ref reader, out var number) || number is < SipSignatureText.VersionMin or > byte.MaxValue)
        {
            return reader.RejectValue();
        }

        version = (int)number;
        return true;
    }

    internal static bool TryGetBase64(scoped ref AuthParameterReader reader, out ReadOnlySpan<byte> text) =>
        reader.TryGetPlain(out text) && (Base64.IsValid(text) || reader.RejectValue());

    internal static byte[] FromBase64(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        _ = Base64.DecodeFromUtf8(text, bytes, out _, out var length);
        return length == bytes.Length ? bytes : bytes[..length];
    }

    private static string RandomName(SipSide side) =>
        side == SipSide.Client ? SipAuthParameter.ClientRandom : SipAuthParameter.ServerRandom;

    private static string NumberName(SipSide side) =>
        side == SipSide.Client ? SipAuthParameter.ClientNumber : SipAuthParameter.ServerNumber;

    private static string SignatureName(SipSide side) =>
        side == SipSide.Client ? SipAuthParameter.Response : SipAuthParameter.ResponseAuth;

    private static bool TryGetRandom(scoped ref AuthParameterReader reader, out ReadOnlySpan<byte> random) =>
        reader.TryGetPlain(out random)
        && ((random.Length is > 0 and <= RandomDigitsMax && IsHex(random)) || reader.RejectValue());

    // What is signed has the number as it is written: one with leading zeros would be another text.
    private static bool TryGetNumber(scoped ref AuthParameterReader reader, out uint number)
    {
        number = 0;
        return reader.TryGetPlain(out var text)
            && ((Utf8Parser.TryParse(text, out number, out var used) && used == text.Length
                && (text[0] is not ((byte)'0' or (byte)'+') || text.Length == 1)) || reader.RejectValue());
    }

    private static bool TryGetSignature(scoped ref AuthParameterReader reader, out ReadOnlySpan<byte> signature) =>
        reader.TryGetPlain(out signature)
        && ((signature.Length is > 0 and <= 2 * MessageSigner.SignatureBytesMax && signature.Length % 2 == 0
            && IsHex(signature)) || reader.RejectValue());

    private static bool IsHex(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!char.IsAsciiHexDigit((char)b))
            {
                return false;
            }
        }

        return true;
    }
}
