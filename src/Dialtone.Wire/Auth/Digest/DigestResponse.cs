using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Dialtone.Wire.Auth.Digest;

/// <summary>
/// The response of RFC 7616 section 3.4.1 (and RFC 2617 section 3.2.2.1): one computation for both sides.
/// </summary>
public static class DigestResponse
{
    /// <summary>The response in lower-case hexadecimal.</summary>
    /// <param name="terms">What is covered. With an empty method the result is the server's proof, rspauth.</param>
    /// <param name="secret">The password or the stored HA1.</param>
    /// <param name="body">The message body; looked at for <c>auth-int</c> only.</param>
    /// <exception cref="ArgumentException">The algorithm is not supported, or the secret does not serve it.</exception>
    public static string Compute(DigestTerms terms, DigestSecret secret, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(secret);
        var algorithm = terms.Algorithm;
        var ha1 = secret.Ha1(algorithm, terms.Username, terms.Realm);
        if (DigestAlgorithms.IsSession(algorithm))
        {
            // Hashed in hexadecimal form, as every implementation does (RFC 2617 erratum 1649).
            ha1 = Hash(algorithm, ha1, terms.Nonce, terms.Cnonce);
        }

        var ha2 = terms.Qop == DigestQop.AuthInt
            ? Hash(algorithm, terms.Method, terms.Uri, Hash(algorithm, body))
            : Hash(algorithm, terms.Method, terms.Uri);
        return terms.Qop == DigestQop.None
            ? Hash(algorithm, ha1, terms.Nonce, ha2)
            : Hash(algorithm, ha1, terms.Nonce, NonceCountText(terms.NonceCount), terms.Cnonce,
                DigestText.QopList(terms.Qop), ha2);
    }

    /// <summary>Compares two responses in a time that does not tell how much of them is equal.</summary>
    public static bool AreEqual(string expected, string presented) => CryptographicOperations.FixedTimeEquals(
        MemoryMarshal.AsBytes(expected.AsSpan()), MemoryMarshal.AsBytes(presented.AsSpan()));

    /// <summary>The eight hexadecimal digits of nc.</summary>
    internal static string NonceCountText(uint count) => count.ToString("x8");

    /// <summary>The hash of the parts with a colon between them, in UTF-8, as lower-case hexadecimal.</summary>
    internal static string Hash(DigestAlgorithm algorithm, params ReadOnlySpan<string> parts)
    {
        var size = parts.Length;
        foreach (var part in parts)
        {
            size += Encoding.UTF8.GetMaxByteCount(part.Length);
        }

        var bytes = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var length = 0;
            for (var i = 0; i < parts.Length; i++)
            {
                if (i > 0)
                {
                    bytes[length++] = (byte)':';
                }

                length += Encoding.UTF8.GetBytes(parts[i], bytes.AsSpan(length));
            }

            return Hash(algorithm, bytes.AsSpan(0, length));
        }
        finally
        {
            // The first hash is made over the password.
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private static string Hash(DigestAlgorithm algorithm, ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[DigestAlgorithms.HashBytesMax];
        return Convert.ToHexStringLower(hash[..DigestAlgorithms.Hash(algorithm, data, hash)]);
    }
}
