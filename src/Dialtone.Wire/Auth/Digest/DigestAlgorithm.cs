namespace Dialtone.Wire.Auth.Digest;

/// <summary>The hash that a Digest challenge names (RFC 7616 section 3.3, RFC 8760 section 2).</summary>
public enum DigestAlgorithm : byte
{
    /// <summary>A token that is none of the others; the challenge keeps its text.</summary>
    Unknown,

    /// <summary><c>MD5</c>, and what a challenge without the parameter means.</summary>
    Md5,

    /// <summary><c>MD5-sess</c>.</summary>
    Md5Session,

    /// <summary><c>SHA-256</c>.</summary>
    Sha256,

    /// <summary><c>SHA-256-sess</c>.</summary>
    Sha256Session,

    /// <summary><c>SHA-512-256</c>: SHA-512/256 of FIPS 180-4, which is not SHA-512 cut to half.</summary>
    Sha512Truncated256,

    /// <summary><c>SHA-512-256-sess</c>.</summary>
    Sha512Truncated256Session,
}
