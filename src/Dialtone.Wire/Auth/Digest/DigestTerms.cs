namespace Dialtone.Wire.Auth.Digest;

/// <summary>Everything that a Digest response is computed from, but the secret and the body.</summary>
public sealed record DigestTerms
{
    /// <summary>The algorithm, a supported one.</summary>
    public required DigestAlgorithm Algorithm { get; init; }

    /// <summary>One quality, or none for the legacy form.</summary>
    public required DigestQop Qop { get; init; }

    /// <summary>The user name itself, even where the header carries its hash.</summary>
    public required string Username { get; init; }

    /// <summary>The realm of the challenge.</summary>
    public required string Realm { get; init; }

    /// <summary>The SIP method; empty for the server's proof (rspauth), whose A2 has none.</summary>
    public required string Method { get; init; }

    /// <summary>The digest-uri as it stands in the header.</summary>
    public required string Uri { get; init; }

    /// <summary>The nonce of the challenge.</summary>
    public required string Nonce { get; init; }

    /// <summary>How many requests with this nonce, this one included; 1 for the first. Not used without qop.</summary>
    public uint NonceCount { get; init; }

    /// <summary>The client's nonce. Not used without qop.</summary>
    public string Cnonce { get; init; } = "";
}
