using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Dialtone.Wire.Auth.Digest;

/// <summary>A Digest challenge: the value of WWW-Authenticate or Proxy-Authenticate (RFC 7616 section 3.3).</summary>
public sealed record DigestChallenge
{
    /// <summary>Which user database is asked for. Exact text: case counts.</summary>
    public required string Realm { get; init; }

    /// <summary>The server's nonce, opaque to the client.</summary>
    public required string Nonce { get; init; }

    /// <summary>To be returned unchanged; null when the challenge has none.</summary>
    public string? Opaque { get; init; }

    /// <summary>
    /// The answer was right but its nonce too old: answer again, without asking the user (RFC 7616 section 3.3).
    /// </summary>
    public bool Stale { get; init; }

    /// <summary>The algorithm; MD5 when the challenge names none.</summary>
    public DigestAlgorithm Algorithm { get; init; } = DigestAlgorithm.Md5;

    /// <summary>The algorithm's token as the server wrote it; empty when it wrote none.</summary>
    public string AlgorithmText { get; init; } = "";

    /// <summary>The qualities offered; <see cref="DigestQop.None"/> when the parameter is absent.</summary>
    public DigestQop Qop { get; init; }

    /// <summary>
    /// Whether the server would take a hashed user name. Recognised, and answered with the name itself.
    /// </summary>
    public bool UserHash { get; init; }

    /// <summary>The algorithm for people: as written, or what its absence means.</summary>
    public string AlgorithmName =>
        AlgorithmText.Length > 0 ? AlgorithmText : DigestAlgorithms.Token(DigestAlgorithm.Md5);

    /// <summary>
    /// Whether this machine can answer it. A <c>-sess</c> key needs a cnonce, which the form without qop may not carry.
    /// </summary>
    public bool CanBeAnswered => DigestAlgorithms.IsSupported(Algorithm) && (Qop == DigestQop.None
        ? !DigestAlgorithms.IsSession(Algorithm)
        : PreferredQop != DigestQop.None);

    /// <summary>
    /// The quality to answer with: <c>auth</c> where it is offered, because <c>auth-int</c> fails wherever something
    /// between the two ends rewrites the body.
    /// </summary>
    public DigestQop PreferredQop => Qop.HasFlag(DigestQop.Auth) ? DigestQop.Auth : Qop & DigestQop.AuthInt;

    /// <summary>
    /// Reads the value part of the header. Unknown parameters, <c>domain</c> and <c>charset</c> are passed over.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> headerValue, [NotNullWhen(true)] out DigestChallenge? challenge, out AuthFault fault)
    {
        challenge = null;
        if (!AuthParameterReader.StartsWith(headerValue, "Digest"u8, out var end))
        {
            fault = new(AuthFaultKind.OtherScheme, 0, "");
            return false;
        }

        string? realm = null, nonce = null, opaque = null, algorithm = null, offered = null;
        bool stale = false, userHash = false;
        var reader = new AuthParameterReader(headerValue, end);
        while (reader.Next())
        {
            _ = reader.Name switch
            {
                DigestParameter.Realm => reader.TryGetText(out realm),
                DigestParameter.Nonce => reader.TryGetText(out nonce),
                DigestParameter.Opaque => reader.TryGetText(out opaque),
                DigestParameter.Algorithm => reader.TryGetToken(out algorithm),
                DigestParameter.Stale => stale = reader.ValueIs("true"u8),
                DigestParameter.UserHash => userHash = reader.ValueIs("true"u8),
                DigestParameter.Qop => reader.TryGetText(out offered),
                _ => true,
            };
        }

        fault = reader.Fault;
        if (fault.Kind == AuthFaultKind.None && (realm is null || nonce is null))
        {
            fault = new(AuthFaultKind.MissingParameter, headerValue.Length,
                realm is null ? DigestParameter.Realm : DigestParameter.Nonce);
        }

        if (fault.Kind != AuthFaultKind.None)
        {
            return false;
        }

        challenge = new()
        {
            Realm = realm!,
            Nonce = nonce!,
            Opaque = opaque,
            Stale = stale,
            Algorithm = algorithm is null ? DigestAlgorithm.Md5 : DigestAlgorithms.FromToken(algorithm),
            AlgorithmText = DigestAlgorithms.KnownToken(algorithm ?? ""),
            Qop = DigestText.ReadQop(offered),
            UserHash = userHash,
        };
        return true;
    }

    /// <summary>The value part of the header, as a server sends it.</summary>
    /// <exception cref="ArgumentException">A text has a control character.</exception>
    public string ToHeaderValue()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Write(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the value part of the header, as a server sends it, as UTF-8.</summary>
    /// <param name="output">Where the bytes go: that of the writer whose header was begun.</param>
    /// <exception cref="ArgumentException">A text has a control character.</exception>
    public void Write(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var text = new AuthParameterWriter(output, "Digest "u8);
        text.Quoted(DigestParameter.Realm, Realm);
        text.Quoted(DigestParameter.Nonce, Nonce);
        text.Quoted(DigestParameter.Opaque, Opaque);
        text.Bare(DigestParameter.Algorithm, AlgorithmText.Length > 0 ? AlgorithmText : null);
        text.Quoted(DigestParameter.Qop, Qop == DigestQop.None ? null : DigestText.QopList(Qop));
        text.Bare(DigestParameter.Stale, Stale ? "true" : null);
        text.Bare(DigestParameter.UserHash, UserHash ? "true" : null);
    }
}
