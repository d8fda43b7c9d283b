using System.Buffers.Binary;

namespace Dialtone.Live.Security;

/// <summary>The records of TLS (RFC 5246 section 6.2), as far as tokens are made of them.</summary>
internal static class TlsRecords
{
    private const int HeaderBytes = 5;
    private const int PlainBytesMax = 1 << 14;
    private const int BytesMax = PlainBytesMax + 2048;
    private const byte Handshake = 22;

    /// <summary>
    /// Whether a token is whole records and nothing else: TLS would wait for the rest of a record, and nobody would
    /// send it.
    /// </summary>
    public static bool AreWhole(ReadOnlySpan<byte> token)
    {
        while (token.Length >= HeaderBytes && token[0] is >= 20 and <= 23 && token[1] == 3)
        {
            var length = HeaderBytes + BinaryPrimitives.ReadUInt16BigEndian(token[3..]);
            if (length > token.Length || length > HeaderBytes + BytesMax)
            {
                return false;
            }

            token = token[length..];
        }

        return token.IsEmpty;
    }

    /// <summary>
    /// Puts handshake messages that are sent in the clear into one record, as SChannel does: OpenSSL gives each one of
    /// its own, and some clients do not read the last of them then. Up to the first record of another kind; what
    /// follows ChangeCipherSpec is encrypted.
    /// </summary>
    /// <param name="records">Whole records; changed in place.</param>
    /// <returns>How many bytes they are then.</returns>
    public static int Merge(Span<byte> records)
    {
        int first = 0, merged = 0, at = 0;
        while (at < records.Length && records[at] == Handshake)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(records[(at + 3)..]);
            if (at == 0 || merged - first - HeaderBytes + length > PlainBytesMax)
            {
                first = merged;
                records.Slice(at, HeaderBytes).CopyTo(records[first..]);
                merged += HeaderBytes;
            }

            records.Slice(at + HeaderBytes, length).CopyTo(records[merged..]);
            merged += length;
            at += HeaderBytes + length;
            BinaryPrimitives.WriteUInt16BigEndian(records[(first + 3)..], (ushort)(merged - first - HeaderBytes));
        }

        records[at..].CopyTo(records[merged..]);
        return merged + records.Length - at;
    }
}
