using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Dialtone.Core.Time;

namespace Dialtone.Lab.Nodes;

/// <summary>What a nonce in an answer is worth.</summary>
internal enum NonceVerdict : byte
{
    /// <summary>Ours, fresh, and this count was not used before.</summary>
    Good,

    /// <summary>Ours, but too old.</summary>
    Expired,

    /// <summary>Ours, but this count was used before (RFC 7616 section 3.4: a replay).</summary>
    Replayed,

    /// <summary>Not one of ours.</summary>
    Foreign,
}

/// <summary>
/// Makes nonces that need no table to be recognised: time, chance, and a signature over both. A table keeps only the
/// counts that were used, of nonces that are still fresh.
/// </summary>
internal sealed class NonceMint(IEntropy entropy, TimeSpan lifetime)
{
    private const int KeyBytes = 32;
    private const int TimeBytes = 8;
    private const int ChanceBytes = 8;
    private const int SignedBytes = TimeBytes + ChanceBytes;
    private const int SignatureBytes = 16;

    // In base64url, without padding: over UDP every byte of a challenge counts twice.
    private static readonly int TextLength = Base64Url.GetEncodedLength(SignedBytes + SignatureBytes);

    private readonly byte[] _key = NewKey(entropy);
    private readonly Dictionary<string, uint> _highestCount = new(StringComparer.Ordinal);
    private readonly Queue<(Instant Expires, string Nonce)> _byAge = new();

    public string Make(Instant now)
    {
        Span<byte> bytes = stackalloc byte[SignedBytes + SignatureBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, now.Ticks);
        entropy.Fill(bytes[TimeBytes..SignedBytes]);
        Sign(bytes[..SignedBytes], bytes[SignedBytes..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <param name="nonce">As the client returned it.</param>
    /// <param name="count">nc; 0 in the legacy form, which has none.</param>
    /// <param name="now">The present moment.</param>
    public NonceVerdict Judge(string nonce, uint count, Instant now)
    {
        while (_byAge.TryPeek(out var oldest) && oldest.Expires <= now)
        {
            _highestCount.Remove(_byAge.Dequeue().Nonce);
        }

        Span<byte> bytes = stackalloc byte[SignedBytes + SignatureBytes];
        Span<byte> signature = stackalloc byte[SignatureBytes];
        if (nonce.Length != TextLength
            || Base64Url.DecodeFromChars(nonce, bytes, out _, out _) != OperationStatus.Done)
        {
            return NonceVerdict.Foreign;
        }

        Sign(bytes[..SignedBytes], signature);
        if (!CryptographicOperations.FixedTimeEquals(signature, bytes[SignedBytes..]))
        {
            return NonceVerdict.Foreign;
        }

        var expires = new Instant(BinaryPrimitives.ReadInt64BigEndian(bytes)) + lifetime;
        return expires <= now ? NonceVerdict.Expired : Count(nonce, Math.Max(count, 1), expires);
    }

    private NonceVerdict Count(string nonce, uint count, Instant expires)
    {
        if (!_highestCount.TryGetValue(nonce, out var highest))
        {
            _byAge.Enqueue((expires, nonce));
        }
        else if (count <= highest)
        {
            return NonceVerdict.Replayed;
        }

        _highestCount[nonce] = count;
        return NonceVerdict.Good;
    }

    // A hash with the key before what is signed serves: all that is signed has one length.
    private void Sign(ReadOnlySpan<byte> signed, Span<byte> signature)
    {
        Span<byte> text = stackalloc byte[KeyBytes + SignedBytes];
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        _key.CopyTo(text);
        signed.CopyTo(text[KeyBytes..]);
        _ = SHA256.HashData(text, whole);
        whole[..SignatureBytes].CopyTo(signature);
    }

    private static byte[] NewKey(IEntropy entropy)
    {
        var key = new byte[KeyBytes];
        entropy.Fill(key);
        return key;
    }
}
