using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Wire.Stun;

/// <summary>
/// Messages of STUN and TURN on a stream, each of which says its own length (RFC 8656 section 3.1). Data of channels
/// (section 12) is none of them: nothing here binds a channel.
/// </summary>
public sealed class StunFraming
{
    // Another protocol is told by these, before what would be its length has been waited for.
    private const int CookieEnd = 8;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>
    /// Takes bytes of the stream, up to the end of one message; call again with the rest. What is kept is one message
    /// at most: <see cref="StunLimits.MessageBytesMax"/> bytes.
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
        _ = TryFill(CookieEnd, ref bytes);
        if (_length > 0 && _bytes[0] >= 0x40)
        {
            fault = new(StunFaultKind.NotStun, 0);
            return false;
        }

        if (_length < CookieEnd)
        {
            return false;
        }

        var wanted = StunLimits.HeaderBytes + BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(2));
        fault = BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(4)) != StunMessage.Cookie
            ? new(StunFaultKind.WrongCookie, 4)
            : wanted > StunLimits.MessageBytesMax ? new(StunFaultKind.TooLong, 2)
            : default;
        if (fault.Kind != StunFaultKind.None || !TryFill(wanted, ref bytes))
        {
            return false;
        }

        _length = 0;
        message = _bytes[..wanted];
        return true;
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
