using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Stun;

namespace Dialtone.Wire.MsTurn;

/// <summary>
/// Messages of an A/V Edge Server on a stream: each in a frame of a kind, a zero and a length. Frames of media are
/// passed over.
/// </summary>
public sealed class MsTurnFraming
{
    /// <summary>What comes before every message, in bytes.</summary>
    public const int HeaderBytes = 4;

    private const byte Control = 2;
    private const byte Media = 3;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>A message in its frame.</summary>
    /// <exception cref="ArgumentException">More than <see cref="StunLimits.MessageBytesMax"/> bytes.</exception>
    public static byte[] Frame(ReadOnlySpan<byte> message)
    {
        if (message.Length > StunLimits.MessageBytesMax)
        {
            throw new ArgumentException("Longer than any message.", nameof(message));
        }

        var framed = new byte[HeaderBytes + message.Length];
        framed[0] = Control;
        BinaryPrimitives.WriteUInt16BigEndian(framed.AsSpan(2), (ushort)message.Length);
        message.CopyTo(framed.AsSpan(HeaderBytes));
        return framed;
    }

    /// <summary>
    /// Takes bytes of the stream, up to the end of one message; call again with the rest. What is kept is one frame at
    /// most.
    /// </summary>
    /// <param name="bytes">Bytes as they arrived; on return those that were not taken.</param>
    /// <param name="message">The message without its frame, once it is whole.</param>
    /// <param name="fault">
    /// What is no frame, or a message that is too long; after it nothing of the stream can be read.
    /// </param>
    public bool TryTake(
        ref ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out byte[]? message, out StunFault fault)
    {
        message = null;
        fault = default;
        while (TryFill(HeaderBytes, ref bytes))
        {
            var isControl = _bytes[0] == Control;
            var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(2));
            if ((!isControl && _bytes[0] != Media) || _bytes[1] != 0)
            {
                fault = new(StunFaultKind.NotStun, 0);
                return false;
            }

            if (isControl && length > StunLimits.MessageBytesMax)
            {
                fault = new(StunFaultKind.TooLong, 2);
                return false;
            }

            if (!TryFill(HeaderBytes + length, ref bytes))
            {
                return false;
            }

            _length = 0;
            if (isControl)
            {
                message = _bytes[HeaderBytes..(HeaderBytes + length)];
                return true;
            }
        }

        return false;
    }

    private bool TryFill(int wanted, ref ReadOnlySpan<byte> bytes)
    {
        var missing = Math.Max(0, wanted - _length);
        var taken = bytes[..Math.Min(missing, bytes.Length)];
        if (_bytes.Length < _length + taken.Length)
        {
            Array.Resize(ref _bytes, Math.Max(wanted, 512));
        }

        taken.CopyTo(_bytes.AsSpan(_length));
        _length += taken.Length;
        bytes = bytes[taken.Length..];
        return _length >= wanted;
    }
}
