using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Dialtone.Wire.Auth.Digest;

/// <summary>The client's answer: the value of Authorization or Proxy-Authorization (RFC 7616 section 3.4).</summary>
public sealed record DigestCredentials
{
    /// <summary>The user name, or its hash when <see cref="UserHash"/> says so.</summary>
    public required string Username { get; init; }

    /// <summary>The realm answered.</summary>
    public required string Realm { get; init; }

    /// <summary>The nonce answered.</summary>
    public required string Nonce { get; init; }

    /// <summary>The digest-uri; for SIP the Request-URI (RFC 3261 section 22.4).</summary>
    public required string Uri { get; init; }

    /// <summary>The response in hexadecimal.</summary>
    public required string Response { get; init; }

    /// <summary>The algorithm; MD5 when the header names none.</summary>
    public DigestAlgorithm Algorithm { get; init; } = DigestAlgorithm.Md5;

    /// <summary>The algorithm's token as written; empty when none is.</summary>
    public string AlgorithmText { get; init; } = "";

    /// <summary>The quality chosen; <see cref="DigestQop.None"/> is the legacy form.</summary>
    public DigestQop Qop { get; init; }

    /// <summary>The client's nonce; null in the legacy form.</summary>
    public string? Cnonce { get; init; }

    /// <summary>How many requests with this nonce, this one included; 0 in the legacy form.</summary>
    public uint NonceCount { get; init; }

    /// <summary>The server's opaque text, returned; null when the challenge had none.</summary>
    public string? Opaque { get; init; }

    /// <summary>Whether the user name is hashed.</summary>
    public bool UserHash { get; init; }

    /// <summary>Answers a challenge.</summary>
    /// <param name="challenge">One that <see cref="DigestChallenge.CanBeAnswered"/>.</param>
    /// <param name="username">The user name.</param>
    /// <param name="secret">The password or stored HA1.</param>
    /// <param name="method">The SIP method.</param>
    /// <param name="uri">The Request-URI.</param>
    /// <param name="nonceCount">1 for the first request with this nonce.</param>
    /// <param name="cnonce">A fresh random text; not sent in the legacy form.</param>
    /// <param name="body">The message body.</param>
    /// <exception cref="ArgumentException">
    /// The challenge cannot be answered, or a text has a control character.
    /// </exception>
    public static DigestCredentials Answer(
        DigestChallenge challenge, string username, DigestSecret secret, string method, string uri, uint nonceCount,
        string cnonce, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        if (!challenge.CanBeAnswered)
        {
            throw new ArgumentException("This challenge cannot be answered here.", nameof(challenge));
        }

        var legacy = challenge.Qop == DigestQop.None;
        var unsigned = new DigestCredentials
        {
            Username = username,
            Realm = challenge.Realm,
            Nonce = challenge.Nonce,
            Uri = uri,
            Response = "",
            Algorithm = challenge.Algorithm,
            AlgorithmText = challenge.AlgorithmText,
            Qop = challenge.PreferredQop,
            Cnonce = legacy ? null : cnonce,
            NonceCount = legacy ? 0 : nonceCount,
            Opaque = challenge.Opaque,
        };
        return unsigned with { Response = DigestResponse.Compute(unsigned.Terms(method), secret, body) };
    }

    /// <summary>
    /// Whether the response was made from <paramref name="secret"/>, compared in constant time. Whether the nonce, the
    /// count and the URI are ones to accept is the server's to judge. False for an algorithm not supported here, or one
    /// that a stored HA1 does not serve, and for a hashed user name.
    /// </summary>
    public bool Verify(DigestSecret secret, string method, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return !UserHash && DigestAlgorithms.IsSupported(Algorithm) && secret.Serves(Algorithm)
            && DigestResponse.AreEqual(DigestResponse.Compute(Terms(method), secret, body), Response);
    }

    /// <summary>The server's proof for its Authentication-Info: that it knows the secret too.</summary>
    /// <param name="secret">The password or stored HA1.</param>
    /// <param name="responseBody">The body of the server's response.</param>
    public string ResponseAuth(DigestSecret secret, ReadOnlySpan<byte> responseBody) =>
        DigestResponse.Compute(Terms(method: ""), secret, responseBody);

    /// <summary>
    /// Reads the value part of the header. <c>username*</c> (RFC 8187) is not read: SIP text is UTF-8 already.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> headerValue, [NotNullWhen(true)] out DigestCredentials? credentials, out AuthFault fault)
    {
        credentials = null;
        if (!AuthParameterReader.StartsWith(headerValue, "Digest"u8, out var end))
        {
            fault = new(AuthFaultKind.OtherScheme, 0, "");
            return false;
        }

        var reader = new AuthParameterReader(headerValue, end);
        var fields = new Fields();
        while (reader.Next() && (fields.Take(ref reader) || reader.RejectValue()))
        {
        }

        fault = reader.Fault.Kind != AuthFaultKind.None
            ? reader.Fault
            : fields.Missing is { } missing
                ? new(AuthFaultKind.MissingParameter, headerValue.Length, missing)
                : AuthFault.None;
        if (fault.Kind != AuthFaultKind.None)
        {
            return false;
        }

        credentials = fields.ToCredentials();
        return true;
    }

    /// <summary>The value part of the header.</summary>
    /// <exception cref="ArgumentException">A text has a control character.</exception>
    public string ToHeaderValue()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Write(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the value part of the header, as UTF-8.</summary>
    /// <param name="output">Where the bytes go: that of the writer whose header was begun.</param>
    /// <exception cref="ArgumentException">A text has a control character.</exception>
    public void Write(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        // qop, nc and algorithm are bare in this direction (RFC 7616 section 3.4); quoted, some servers refuse them.
        var text = new AuthParameterWriter(output, "Digest "u8);
        text.Quoted(DigestParameter.Username, Username);
        text.Quoted(DigestParameter.Realm, Realm);
        text.Quoted(DigestParameter.Nonce, Nonce);
        text.Quoted(DigestParameter.Uri, Uri);
        text.Quoted(DigestParameter.Response, Response);
        text.Bare(DigestParameter.Algorithm, AlgorithmText.Length > 0 ? AlgorithmText : null);
        text.Quoted(DigestParameter.Opaque, Opaque);
        if (Qop != DigestQop.None)
        {
            text.Quoted(DigestParameter.Cnonce, Cnonce);
            text.Bare(DigestParameter.Qop, DigestText.QopList(Qop));
            text.Hex(DigestParameter.NonceCount, NonceCount);
        }

        text.Bare(DigestParameter.UserHash, UserHash ? "true" : null);
    }

    /// <summary>For people: without the response, from which a weak password can be guessed.</summary>
    public override string ToString() => $"Digest {Username} at {Realm}, nonce count {NonceCount}, response (hidden)";

    private DigestTerms Terms(string method) => new()
    {
        Algorithm = Algorithm,
        Qop = Qop,
        Username = Username,
        Realm = Realm,
        Method = method,
        Uri = Uri,
        Nonce = Nonce,
        NonceCount = NonceCount,
        Cnonce = Cnonce ?? "",
    };

    /// <summary>The parameters as they come.</summary>
    private ref struct Fields
    {
        private string? _username, _realm, _nonce, _uri, _response, _algorithm, _cnonce, _opaque;
        private DigestQop _qop;
        private uint _nonceCount;
        private bool _hasNonceCount, _userHash;

        /// <summary>
        /// The first required parameter that was not there. With qop, cnonce and nc are required too.
        /// </summary>
        public readonly string? Missing =>
            _username is null ? DigestParameter.Username
            : _realm is null ? DigestParameter.Realm
            : _nonce is null ? DigestParameter.Nonce
            : _uri is null ? DigestParameter.Uri
            : _response is null ? DigestParameter.Response
            : _qop == DigestQop.None ? null
            : _cnonce is null ? DigestParameter.Cnonce
            : !_hasNonceCount ? DigestParameter.NonceCount
            : null;

        public bool Take(ref AuthParameterReader reader) => reader.Name switch
        {
            DigestParameter.Username => reader.TryGetText(out _username),
            DigestParameter.Realm => reader.TryGetText(out _realm),
            DigestParameter.Nonce => reader.TryGetText(out _nonce),
            DigestParameter.Uri => reader.TryGetText(out _uri),
            DigestParameter.Response => reader.TryGetText(out _response),
            DigestParameter.Algorithm => reader.TryGetToken(out _algorithm),
            DigestParameter.Cnonce => reader.TryGetText(out _cnonce),
            DigestParameter.Opaque => reader.TryGetText(out _opaque),
            DigestParameter.UserHash => TakeUserHash(ref reader),
            DigestParameter.Qop => reader.TryGetText(out var text) && TakeQop(text),
            DigestParameter.NonceCount => reader.TryGetText(out var text) && TakeNonceCount(text),
            _ => true,
        };

        public readonly DigestCredentials ToCredentials() => new()
        {
            Username = _username!,
            Realm = _realm!,
            Nonce = _nonce!,
            Uri = _uri!,
            Response = _response!,
            Algorithm = _algorithm is null ? DigestAlgorithm.Md5 : DigestAlgorithms.FromToken(_algorithm),
            AlgorithmText = _algorithm ?? "",
            Qop = _qop,
            Cnonce = _cnonce,
            NonceCount = _nonceCount,
            Opaque = _opaque,
            UserHash = _userHash,
        };

        private bool TakeUserHash(ref AuthParameterReader reader)
        {
            _userHash = reader.ValueIs("true"u8);
            return true;
        }

        // One quality is chosen here, not a list of them.
        private bool TakeQop(string text)
        {
            _qop = DigestText.ReadQop(text);
            return _qop is DigestQop.Auth or DigestQop.AuthInt;
        }

        private bool TakeNonceCount(string text)
        {
            _hasNonceCount = text.Length == 8
                && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _nonceCount);
            return _hasNonceCount;
        }
    }
}
