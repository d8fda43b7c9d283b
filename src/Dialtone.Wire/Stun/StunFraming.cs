using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Wire.Stun;

/// <summary>
/// Messages of STUN and TURN on a stream, each of which says its own length (RFC 8656 section 3.1). Data of channels is
/// padded to four bytes there, and is passed over: nothing here binds a channel.
/// </summary>
public sealed class StunFraming
{
    private const int ChannelHeaderBytes = 4;
    private const int CookieEnd = 8;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>
    /// Takes bytes of the stream, up to the end of one message; call again with the rest. What is kept is one message
    /// at most: <see cref="StunLimits.MessageBytesMax"/> bytes, or one piece of a channel's data.
    /// </summary>
    /// <param name="bytes">Bytes as they arrived; on return those that were not taken.</param>
    /// <param name="message">The message, once it is whole.</param>
    /// <param name="fault">
    /// What cannot begin a message, or one that is too long; after it nothing of the stream can be read.
    /// </param>
    public bool TryTake(
        ref ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out byte[]? message, out StunFault fault)
    {
        message = null;
        fault = default;
        while (TryFill(ChannelHeaderBytes, ref bytes))
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(2));
            // Channels have the numbers 4000 to 4FFF (RFC 8656 section 12).
            var isChannel = _bytes[0] is >= 0x40 and < 0x50;
            if (!isChannel && !BeginsMessage(length, ref bytes, out fault))
            {
                return false;
            }

            var wanted = isChannel ? ChannelHeaderBytes + ((length + 3) & ~3) : StunLimits.HeaderBytes + length;
            if (!TryFill(wanted, ref bytes))
            {
                return false;
            }

            _length = 0;
            if (!isChannel)
            {
                message = _bytes[..wanted];
                return true;
            }
        }

        return false;
    }

    // Another protocol is told at once, before what would be its length has been waited for.
    private bool BeginsMessage(int length, ref ReadOnlySpan<byte> bytes, out StunFault fault)
    {
        fault = _bytes[0] >= 0x40 ? new(StunFaultKind.NotStun, 0) : default;
        if (fault.Kind != StunFaultKind.None || !TryFill(CookieEnd, ref bytes))
        {
            return false;
        }

        fault = BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(4)) != StunMessage.Cookie
            ? new(StunFaultKind.WrongCookie, 4)
            : StunLimits.HeaderBytes + length > StunLimits.MessageBytesMax ? new(StunFaultKind.TooLong, 2)
            : default;
        return fault.Kind == StunFaultKind.None;
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
