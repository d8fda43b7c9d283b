using System.Buffers.Binary;
using System.Security.Cryptography;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Stun;

/// <summary>
/// A message of STUN (RFC 8489) or TURN (RFC 8656): a view over the bytes it was read from, which allocates nothing.
/// Attributes that the receiver does not know are its own affair. What stands behind MESSAGE-INTEGRITY, but for
/// FINGERPRINT, is found by <see cref="Attributes"/> alone (RFC 8489 section 14.5).
/// </summary>
public readonly ref struct StunMessage
{
    /// <summary>The magic cookie (RFC 8489 section 5).</summary>
    public const uint Cookie = 0x2112_A442;

    /// <summary>The length of a transaction id, in bytes.</summary>
    public const int TransactionIdBytes = 12;

    internal const int Padding = 4;
    private const uint FingerprintMask = 0x5354_554E;

    private readonly ReadOnlySpan<byte> _bytes;

    private StunMessage(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>What it is.</summary>
    public StunClass Class => StunMessageType.ClassOf(BinaryPrimitives.ReadUInt16BigEndian(_bytes));

    /// <summary>What it is for; a number without a name for methods that are unknown here.</summary>
    public StunMethod Method => StunMessageType.MethodOf(BinaryPrimitives.ReadUInt16BigEndian(_bytes));

    /// <summary>Chosen by who asks, repeated by who answers; 12 bytes.</summary>
    public ReadOnlySpan<byte> TransactionId => _bytes.Slice(8, TransactionIdBytes);

    /// <summary>All attributes in their order.</summary>
    public StunAttributeReader Attributes => new(_bytes, Padding);

    /// <summary>Reads one datagram, or one message of a stream.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out StunMessage message, out StunFault fault)
    {
        message = default;
        fault = bytes switch
        {
            { Length: < StunLimits.HeaderBytes } => new(StunFaultKind.TooShort, bytes.Length),
            { Length: > StunLimits.MessageBytesMax } => new(StunFaultKind.TooLong, StunLimits.MessageBytesMax),
            _ when bytes[0] >= 0x40 => new(StunFaultKind.NotStun, 0),
            _ when BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) != Cookie => new(StunFaultKind.WrongCookie, 4),
            _ when BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) is var length
                && (length % Padding != 0 || length != bytes.Length - StunLimits.HeaderBytes) =>
                new(StunFaultKind.WrongLength, 2),
            _ => default,
        };
        if (fault.Kind != StunFaultKind.None || !StunAttributeReader.TryWalk(bytes, Padding, out fault))
        {
            return false;
        }

        message = new(bytes);
        return message.AttributesAreSound(out fault);
    }

    /// <summary>
    /// The first attribute of that type in front of MESSAGE-INTEGRITY; one without a value is found too.
    /// </summary>
    public bool TryGet(StunAttributeType type, out ReadOnlySpan<byte> value)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Type == (ushort)type)
            {
                value = attribute.Value;
                return true;
            }

            if (attribute.Type == (ushort)StunAttributeType.MessageIntegrity
                && type != StunAttributeType.MessageIntegritySha256 && type != StunAttributeType.Fingerprint)
            {
                break;
            }
        }

        value = default;
        return false;
    }

    /// <summary>
    /// An attribute of four bytes as a number, such as LIFETIME; false also where it has another length.
    /// </summary>
    public bool TryGetNumber(StunAttributeType type, out uint number)
    {
        number = 0;
        return TryGet(type, out var value) && BinaryPrimitives.TryReadUInt32BigEndian(value, out number)
            && value.Length == sizeof(uint);
    }

    /// <summary>An address, plain or in the XOR form as its type is; false also where it is none.</summary>
    public bool TryGetAddress(StunAttributeType type, out EndPointAddress address)
    {
        address = default;
        // The key of the XOR form is the cookie and the transaction id, which stand together (RFC 8489 section 14.2).
        return TryGet(type, out var value)
            && StunAddress.TryRead(value, IsPlain(type) ? default : _bytes[4..20], out address);
    }

    /// <summary>ERROR-CODE; false also where it is none.</summary>
    public bool TryGetError(out StunErrorCode error)
    {
        error = default;
        return TryGet(StunAttributeType.ErrorCode, out var value) && StunErrorCode.TryRead(value, out error);
    }

    /// <summary>Whether MESSAGE-INTEGRITY is there and made with that key (RFC 8489 section 14.5).</summary>
    public bool IsIntact(StunKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        foreach (var attribute in Attributes)
        {
            if (attribute.Type == (ushort)StunAttributeType.MessageIntegrity)
            {
                Span<byte> mac = stackalloc byte[StunLimits.IntegrityBytes];
                key.Integrity(_bytes[..attribute.Offset], mac);
                return CryptographicOperations.FixedTimeEquals(mac, attribute.Value);
            }
        }

        return false;
    }

    /// <summary>Whether an attribute with an address carries it as it is.</summary>
    internal static bool IsPlain(StunAttributeType type) =>
        type is StunAttributeType.MappedAddress or StunAttributeType.AlternateServer;

    /// <summary>FINGERPRINT over what stands before it (RFC 8489 section 14.7).</summary>
    internal static uint Fingerprint(ReadOnlySpan<byte> before) => StunCrc.Of(before) ^ FingerprintMask;

    private bool AttributesAreSound(out StunFault fault)
    {
        foreach (var attribute in Attributes)
        {
            var isSound = (StunAttributeType)attribute.Type switch
            {
                StunAttributeType.MessageIntegrity => attribute.Value.Length == StunLimits.IntegrityBytes,
                StunAttributeType.Username => attribute.Value.Length <= StunLimits.UsernameBytesMax,
                StunAttributeType.Realm or StunAttributeType.Nonce or StunAttributeType.Software =>
                    attribute.Value.Length <= StunLimits.TextBytesMax,
                StunAttributeType.ErrorCode => attribute.Value.Length is >= 4 and <= 4 + StunLimits.TextBytesMax,
                _ => true,
            };
            if (!isSound)
            {
                fault = new(StunFaultKind.InvalidAttribute, attribute.Offset);
                return false;
            }

            if (attribute.Type == (ushort)StunAttributeType.Fingerprint && !IsFingerprint(attribute))
            {
                fault = new(StunFaultKind.WrongFingerprint, attribute.Offset);
                return false;
            }
        }

        fault = default;
        return true;
    }

    private bool IsFingerprint(StunAttribute attribute) => attribute.Value.Length == sizeof(uint)
        && attribute.Offset + StunLimits.AttributeHeaderBytes + sizeof(uint) == _bytes.Length
        && BinaryPrimitives.ReadUInt32BigEndian(attribute.Value) == Fingerprint(_bytes[..attribute.Offset]);
}
