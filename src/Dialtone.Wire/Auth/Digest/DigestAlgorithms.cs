using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Dialtone.Wire.Auth.Digest;

/// <summary>What is known of each <see cref="DigestAlgorithm"/>: its token, its hash, and how it ranks.</summary>
public static class DigestAlgorithms
{
    /// <summary>The longest hash of any algorithm, in bytes.</summary>
    public const int HashBytesMax = 32;

    // Strongest first; the only place where algorithms are ranked.
    //   SHA-512-256  the widest internal state, and no length extension
    //   SHA-256      as hard to invert, with a narrower state
    //   MD5          broken for collisions; still the only one that many SIP servers offer (RFC 8760 section 2.6)
    // The -sess form comes after its plain form: the hash is the same, and it ties the key to one nonce, which
    // costs a refresh that a plain form does not need.
    private static readonly ImmutableArray<(DigestAlgorithm Algorithm, string Token)> Table =
    [
        (DigestAlgorithm.Sha512Truncated256, "SHA-512-256"),
        (DigestAlgorithm.Sha512Truncated256Session, "SHA-512-256-sess"),
        (DigestAlgorithm.Sha256, "SHA-256"),
        (DigestAlgorithm.Sha256Session, "SHA-256-sess"),
        (DigestAlgorithm.Md5, "MD5"),
        (DigestAlgorithm.Md5Session, "MD5-sess"),
    ];

    /// <summary>Every known algorithm, strongest first.</summary>
    public static ImmutableArray<DigestAlgorithm> StrongestFirst { get; } = [.. Table.Select(row => row.Algorithm)];

    /// <summary>
    /// The algorithm of a token, without regard to case; <see cref="DigestAlgorithm.Unknown"/> for others.
    /// </summary>
    public static DigestAlgorithm FromToken(ReadOnlySpan<char> token)
    {
        foreach (var (algorithm, known) in Table)
        {
            if (token.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return algorithm;
            }
        }

        return DigestAlgorithm.Unknown;
    }

    /// <summary>The token of a known algorithm, as its RFC spells it.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="algorithm"/> is not a known one.</exception>
    public static string Token(DigestAlgorithm algorithm)
    {
        foreach (var row in Table)
        {
            if (row.Algorithm == algorithm)
            {
                return row.Token;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not a known Digest algorithm.");
    }

    /// <summary>The same text; where it is a token as its RFC spells it, without a copy of its own.</summary>
    internal static string KnownToken(string text)
    {
        foreach (var row in Table)
        {
            if (string.Equals(row.Token, text, StringComparison.Ordinal))
            {
                return row.Token;
            }
        }

        return text;
    }

    /// <summary>
    /// Whether this machine can compute it. SHA-512/256 is taken from OpenSSL's libcrypto, which the platform's own
    /// library does not expose; without OpenSSL it is not supported.
    /// </summary>
    public static bool IsSupported(DigestAlgorithm algorithm) => WithoutSession(algorithm) switch
    {
        DigestAlgorithm.Md5 or DigestAlgorithm.Sha256 => true,
        DigestAlgorithm.Sha512Truncated256 => LibCrypto.HasSha512Truncated256,
        _ => false,
    };

    /// <summary>Whether it is one of the <c>-sess</c> forms.</summary>
    public static bool IsSession(DigestAlgorithm algorithm) => algorithm is DigestAlgorithm.Md5Session
        or DigestAlgorithm.Sha256Session or DigestAlgorithm.Sha512Truncated256Session;

    /// <summary>The form without <c>-sess</c>, which names the hash itself.</summary>
    public static DigestAlgorithm WithoutSession(DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5Session => DigestAlgorithm.Md5,
        DigestAlgorithm.Sha256Session => DigestAlgorithm.Sha256,
        DigestAlgorithm.Sha512Truncated256Session => DigestAlgorithm.Sha512Truncated256,
        _ => algorithm,
    };

    /// <summary>
    /// The strongest supported of the challenges for <paramref name="realm"/>, or -1 when none of them can be answered.
    /// Among equals the first wins: that is the server's own preference (RFC 7616 section 3.7).
    /// </summary>
    public static int IndexOfStrongest(ReadOnlySpan<DigestChallenge> challenges, string realm)
    {
        var best = -1;
        var bestRank = int.MaxValue;
        for (var i = 0; i < challenges.Length; i++)
        {
            var rank = StrongestFirst.IndexOf(challenges[i].Algorithm);
            if (rank >= 0 && rank < bestRank && challenges[i].CanBeAnswered
                && string.Equals(challenges[i].Realm, realm, StringComparison.Ordinal))
            {
                (best, bestRank) = (i, rank);
            }
        }

        return best;
    }

    /// <summary>Hashes <paramref name="data"/> and returns how many bytes were written (16 or 32).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm is not supported here.</exception>
    public static int Hash(DigestAlgorithm algorithm, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        switch (WithoutSession(algorithm))
        {
            case DigestAlgorithm.Md5:
                return MD5.HashData(data, destination);
            case DigestAlgorithm.Sha256:
                return SHA256.HashData(data, destination);
            case DigestAlgorithm.Sha512Truncated256 when LibCrypto.HasSha512Truncated256:
                LibCrypto.Sha512Truncated256(data, destination);
                return LibCrypto.Sha512Truncated256Bytes;
            default:
                throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not supported on this machine.");
        }
    }
}
