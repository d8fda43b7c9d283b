using System.Security.Cryptography;
using Dialtone.Wire.Auth.Signatures;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// The key with which the holder of a web ticket signs, a secret: P_SHA1 out of both ends' entropy, as long as the
/// client's (WS-Trust 1.3 section 4.4.4).
/// </summary>
public sealed class ProofKey
{
    private readonly byte[] _key;

    private ProofKey(byte[] key) => _key = key;

    /// <summary>The key of a ticket.</summary>
    /// <param name="client">What the client gave in its request.</param>
    /// <param name="server">What the server gave in its answer.</param>
    public static ProofKey Derive(ReadOnlySpan<byte> client, ReadOnlySpan<byte> server)
    {
        var key = new byte[client.Length];
        Psha1.Derive(client, server, key);
        return new(key);
    }

    /// <summary>HMAC-SHA1 of some bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> bytes) => HMACSHA1.HashData(_key, bytes);

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => "proof key (hidden)";
}
