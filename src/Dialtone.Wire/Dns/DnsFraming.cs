using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Wire.Dns;

/// <summary>
/// Messages on a stream, each after its length in two bytes (RFC 1035 section 4.2.2, RFC 7766 section 8).
/// </summary>
public sealed class DnsFraming
{
    private byte[] _bytes = [];
    private int _length;

    /// <summary>A message with its length before it.</summary>
    /// <exception cref="ArgumentException">More than <see cref="DnsLimits.MessageBytesMax"/> bytes.</exception>
    public static byte[] Frame(ReadOnlySpan<byte> message)
    {
        if (message.Length > DnsLimits.MessageBytesMax)
        {
            throw new ArgumentException("A message longer than its length can say.", nameof(message));
        }

        var framed = new byte[2 + message.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
        message.CopyTo(framed.AsSpan(2));
        return framed;
    }

    /// <summary>
    /// Takes bytes of the stream, up to the end of one message; call again with the rest. What is kept is one message
    /// at most: 2 + <see cref="DnsLimits.MessageBytesMax"/> bytes.
    /// </summary>
    /// <param name="bytes">Bytes as they arrived; on return those that were not taken.</param>
    /// <param name="message">The message, once it is whole.</param>
    public bool TryTake(ref ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out byte[]? message)
    {
        message = null;
        if (!TryFill(2, ref bytes))
        {
            return false;
        }

        var wanted = 2 + BinaryPrimitives.ReadUInt16BigEndian(_bytes);
        if (!TryFill(wanted, ref bytes))
        {
            return false;
        }

        message = _bytes[2..wanted];
        _length = 0;
        return true;
    }

    private bool TryFill(int wanted, ref ReadOnlySpan<byte> bytes)
    {
        var missing = Math.Max(0, wanted - _length);
        var taken = bytes[..Math.Min(missing, bytes.Length)];
        if (_bytes.Length < _length + taken.Length)
        {
            Array.Resize(ref _bytes, Math.Max(wanted, DnsLimits.PlainUdpBytesMax));
        }

        taken.CopyTo(_bytes.AsSpan(_length));
        _length += taken.Length;
        bytes = bytes[taken.Length..];
        return _length >= wanted;
    }
}
