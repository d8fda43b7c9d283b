namespace Dialtone.Wire.Auth.TlsDsk;

/// <summary>The hash of a TLS suite's MAC, which is that of the signatures.</summary>
public enum TlsDskHash : byte
{
    /// <summary>MD5, 16 bytes.</summary>
    Md5,

    /// <summary>SHA-1, 20 bytes.</summary>
    Sha1,

    /// <summary>SHA-256, 32 bytes: between two sides that both take it.</summary>
    Sha256,

    /// <summary>SHA-384, 48 bytes: the same.</summary>
    Sha384,
}
