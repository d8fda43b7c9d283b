using System.Buffers.Binary;
using System.Security.Cryptography;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Stun;

namespace Dialtone.Wire.MsTurn;

/// <summary>
/// A message of the dialect that an A/V Edge Server speaks (MS-TURN): a draft of TURN from before its RFC, in the
/// header of RFC 3489. A view over the bytes it was read from, which allocates nothing.
/// </summary>
public readonly ref struct MsTurnMessage
{
    /// <summary>The value of the first attribute (MS-TURN section 2.2.2.1).</summary>
    public const uint Cookie = 0x72C6_4BC6;

    /// <summary>The length of a transaction id, in bytes.</summary>
    public const int TransactionIdBytes = 16;

    /// <summary>The length of the name of a connection in MS-SEQUENCE-NUMBER, in bytes.</summary>
    public const int ConnectionIdBytes = 20;

    internal const int Padding = 1;

    private readonly ReadOnlySpan<byte> _bytes;

    private MsTurnMessage(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>What it is.</summary>
    public MsTurnMessageType Type => (MsTurnMessageType)BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>Chosen by who asks, repeated by who answers; 16 bytes.</summary>
    public ReadOnlySpan<byte> TransactionId => _bytes.Slice(4, TransactionIdBytes);

    /// <summary>All attributes in their order; the first is MAGIC-COOKIE.</summary>
    public StunAttributeReader Attributes => new(_bytes, Padding);

    /// <summary>Reads one datagram, or what is in one frame of a stream.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out MsTurnMessage message, out StunFault fault)
    {
        message = default;
        fault = bytes switch
        {
            { Length: < StunLimits.HeaderBytes } => new(StunFaultKind.TooShort, bytes.Length),
            { Length: > StunLimits.MessageBytesMax } => new(StunFaultKind.TooLong, StunLimits.MessageBytesMax),
            _ when bytes[0] >= 0x40 => new(StunFaultKind.NotStun, 0),
            _ when BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) != bytes.Length - StunLimits.HeaderBytes =>
                new(StunFaultKind.WrongLength, 2),
            _ => default,
        };
        if (fault.Kind != StunFaultKind.None || !StunAttributeReader.TryWalk(bytes, Padding, out fault))
        {
            return false;
        }

        var attributes = new StunAttributeReader(bytes, Padding);
        if (!attributes.MoveNext() || attributes.Current.Type != (ushort)MsTurnAttributeType.MagicCookie
            || !BinaryPrimitives.TryReadUInt32BigEndian(attributes.Current.Value, out var cookie)
            || attributes.Current.Value.Length != sizeof(uint) || cookie != Cookie)
        {
            fault = new(StunFaultKind.WrongCookie, StunLimits.HeaderBytes);
            return false;
        }

        message = new(bytes);
        return message.AttributesAreSound(out fault);
    }

    /// <summary>The first attribute of that type; one without a value is found too.</summary>
    public bool TryGet(MsTurnAttributeType type, out ReadOnlySpan<byte> value)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Type == (ushort)type)
            {
                value = attribute.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>
    /// An attribute of four bytes as a number, such as LIFETIME; false also where it has another length.
    /// </summary>
    public bool TryGetNumber(MsTurnAttributeType type, out uint number)
    {
        number = 0;
        return TryGet(type, out var value) && BinaryPrimitives.TryReadUInt32BigEndian(value, out number)
            && value.Length == sizeof(uint);
    }

    /// <summary>An address, plain or in the XOR form as its type is; false also where it is none.</summary>
    public bool TryGetAddress(MsTurnAttributeType type, out EndPointAddress address)
    {
        address = default;
        // The key of the XOR form is the transaction id alone.
        var key = type == MsTurnAttributeType.XorMappedAddress ? TransactionId : default;
        return TryGet(type, out var value) && StunAddress.TryRead(value, key, out address);
    }

    /// <summary>ERROR-CODE; false also where it is none.</summary>
    public bool TryGetError(out StunErrorCode error)
    {
        error = default;
        return TryGet(MsTurnAttributeType.ErrorCode, out var value) && StunErrorCode.TryRead(value, out error);
    }

    /// <summary>
    /// MS-SEQUENCE-NUMBER: the name of the connection, 20 bytes, and the number; false also where it is none.
    /// </summary>
    public bool TryGetSequence(out ReadOnlySpan<byte> connectionId, out uint number)
    {
        var isThere = TryGet(MsTurnAttributeType.MsSequenceNumber, out var value)
            && value.Length == ConnectionIdBytes + sizeof(uint);
        connectionId = isThere ? value[..ConnectionIdBytes] : default;
        number = isThere ? BinaryPrimitives.ReadUInt32BigEndian(value[ConnectionIdBytes..]) : 0;
        return isThere;
    }

    /// <summary>Whether MESSAGE-INTEGRITY is there, is last, and is made with that key.</summary>
    public bool IsIntact(MsTurnKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        foreach (var attribute in Attributes)
        {
            if (attribute.Type == (ushort)MsTurnAttributeType.MessageIntegrity)
            {
                Span<byte> mac = stackalloc byte[StunLimits.IntegrityBytes];
                key.Integrity(_bytes[..attribute.Offset], mac);
                return attribute.Offset + StunLimits.AttributeHeaderBytes + attribute.Value.Length == _bytes.Length
                    && CryptographicOperations.FixedTimeEquals(mac, attribute.Value);
            }
        }

        return false;
    }

    private bool AttributesAreSound(out StunFault fault)
    {
        foreach (var attribute in Attributes)
        {
            var isSound = (MsTurnAttributeType)attribute.Type switch
            {
                MsTurnAttributeType.Username => attribute.Value.Length <= StunLimits.UsernameBytesMax,
                MsTurnAttributeType.Realm or MsTurnAttributeType.Nonce =>
                    attribute.Value.Length <= StunLimits.TextBytesMax,
                MsTurnAttributeType.ErrorCode => attribute.Value.Length is >= 4 and <= 4 + StunLimits.TextBytesMax,
                _ => true,
            };
            if (!isSound)
            {
                fault = new(StunFaultKind.InvalidAttribute, attribute.Offset);
                return false;
            }
        }

        fault = default;
        return true;
    }
}
