using System.Security.Cryptography;

namespace Dialtone.Wire.Auth.Signatures;

/// <summary>
/// P_SHA1 (RFC 2246 section 5): the proof key of a web ticket out of both ends' entropy (WS-Trust 1.3 section 4.4.4,
/// <c>CK/PSHA1</c>).
/// </summary>
public static class Psha1
{
    private const int HashBytes = HMACSHA1.HashSizeInBytes;

    /// <summary>Fills <paramref name="destination"/>, of any length.</summary>
    /// <param name="secret">The client's entropy.</param>
    /// <param name="seed">The server's entropy.</param>
    /// <param name="destination">Takes the key.</param>
    public static void Derive(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> seed, Span<byte> destination)
    {
        // A(i) = HMAC(secret, A(i-1)), A(0) = seed; the output is HMAC(secret, A(i) || seed) for i = 1, 2, …
        var block = new byte[HashBytes + seed.Length];
        seed.CopyTo(block.AsSpan(HashBytes));
        Span<byte> hash = stackalloc byte[HashBytes];
        HMACSHA1.HashData(secret, seed, block);
        while (true)
        {
            HMACSHA1.HashData(secret, block, hash);
            var count = Math.Min(HashBytes, destination.Length);
            hash[..count].CopyTo(destination);
            destination = destination[count..];
            if (destination.IsEmpty)
            {
                break;
            }

            HMACSHA1.HashData(secret, block.AsSpan(0, HashBytes), hash);
            hash.CopyTo(block);
        }

        CryptographicOperations.ZeroMemory(block);
    }
}
