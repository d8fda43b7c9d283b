namespace Dialtone.Core.Net.Security;

/// <summary>A private key, as a secret: PKCS#8 (RFC 5958) in DER. Never shown.</summary>
/// <param name="pkcs8">The key.</param>
public sealed class PrivateKey(ReadOnlyMemory<byte> pkcs8)
{
    /// <summary>The key, for the host and for the state directory alone.</summary>
    public ReadOnlyMemory<byte> Pkcs8 => pkcs8;

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => "private key (hidden)";
}
