using System.Buffers.Binary;
using System.Text;
using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Stun;

namespace Dialtone.Core.Trace;

/// <summary>
/// Takes USERNAME out of messages of STUN and TURN: of the credentials of Media Relays it is a ticket. It keeps its
/// length. MESSAGE-INTEGRITY stays: without the user name that it covers, nobody can guess passwords with it.
/// FINGERPRINT goes, since it would be wrong.
/// </summary>
internal static class TurnRedaction
{
    /// <summary>A message of the standard.</summary>
    public static byte[] Of(StunMessage message, ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        var isHidden = false;
        foreach (var attribute in message.Attributes)
        {
            isHidden |= TryHide(attribute, copy);
            if (isHidden && attribute.Type == (ushort)StunAttributeType.Fingerprint)
            {
                copy = copy[..attribute.Offset];
                BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(2), (ushort)(copy.Length - StunLimits.HeaderBytes));
            }
        }

        return copy;
    }

    /// <summary>A message of the dialect of A/V Edge Servers.</summary>
    public static byte[] Of(MsTurnMessage message, ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        foreach (var attribute in message.Attributes)
        {
            _ = TryHide(attribute, copy);
        }

        return copy;
    }

    private static bool TryHide(StunAttribute attribute, Span<byte> message)
    {
        // The number is the same in both dialects.
        if (attribute.Type != (ushort)StunAttributeType.Username)
        {
            return false;
        }

        var length = attribute.Value.Length;
        var value = message.Slice(attribute.Offset + StunLimits.AttributeHeaderBytes, length);
        value.Fill((byte)' ');
        var text = Redacted.Text(length);
        _ = Encoding.ASCII.GetBytes(text.AsSpan()[..Math.Min(text.Length, length)], value);
        return true;
    }
}
