using System.Buffers.Binary;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Stun;

namespace Dialtone.Wire.MsTurn;

/// <summary>
/// Writes a message of an A/V Edge Server's dialect into a buffer of the caller's, attribute after attribute,
/// MAGIC-COOKIE first. MESSAGE-INTEGRITY comes last. Whatever does not fit is an <see cref="ArgumentException"/>.
/// </summary>
public ref struct MsTurnWriter
{
    private StunAttributeWriter _attributes;

    /// <summary>Begins a message.</summary>
    /// <param name="destination">Where to; at most <see cref="StunLimits.MessageBytesMax"/> bytes are used.</param>
    /// <param name="type">What it is.</param>
    /// <param name="transactionId">16 bytes.</param>
    public MsTurnWriter(Span<byte> destination, MsTurnMessageType type, scoped ReadOnlySpan<byte> transactionId)
    {
        if (transactionId.Length != MsTurnMessage.TransactionIdBytes)
        {
            throw new ArgumentException("A transaction id has 16 bytes.", nameof(transactionId));
        }

        _attributes = new(destination, (ushort)type, transactionId, MsTurnMessage.Padding);
        AddNumber(MsTurnAttributeType.MagicCookie, MsTurnMessage.Cookie);
    }

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _attributes.Written;

    /// <summary>Adds an attribute.</summary>
    public void Add(MsTurnAttributeType type, scoped ReadOnlySpan<byte> value) =>
        _attributes.Add((ushort)type, value);

    /// <summary>Adds an attribute of text.</summary>
    public void Add(MsTurnAttributeType type, string value) => _attributes.Add((ushort)type, value);

    /// <summary>Adds an attribute of four bytes.</summary>
    public void AddNumber(MsTurnAttributeType type, uint value) => _attributes.AddNumber((ushort)type, value);

    /// <summary>Adds an address, plain or in the XOR form as its type is.</summary>
    public void AddAddress(MsTurnAttributeType type, EndPointAddress address) => _attributes.AddAddress(
        (ushort)type, address,
        type == MsTurnAttributeType.XorMappedAddress ? Written.Slice(4, MsTurnMessage.TransactionIdBytes) : default);

    /// <summary>Adds ERROR-CODE.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="code"/> is not 300 to 699.</exception>
    public void AddError(int code, string reason) => _attributes.AddError(code, reason);

    /// <summary>Adds MS-SEQUENCE-NUMBER.</summary>
    /// <param name="connectionId">20 bytes.</param>
    /// <param name="number">The number of the message.</param>
    public void AddSequence(scoped ReadOnlySpan<byte> connectionId, uint number)
    {
        if (connectionId.Length != MsTurnMessage.ConnectionIdBytes)
        {
            throw new ArgumentException("The name of a connection has 20 bytes.", nameof(connectionId));
        }

        var value = _attributes.Reserve(
            (ushort)MsTurnAttributeType.MsSequenceNumber, MsTurnMessage.ConnectionIdBytes + sizeof(uint));
        connectionId.CopyTo(value);
        BinaryPrimitives.WriteUInt32BigEndian(value[MsTurnMessage.ConnectionIdBytes..], number);
    }

    /// <summary>Adds MESSAGE-INTEGRITY over all that was added.</summary>
    public void AddIntegrity(MsTurnKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        // The length in the header, which counts it, is part of what it is made over.
        var before = Written;
        key.Integrity(
            before, _attributes.Reserve((ushort)MsTurnAttributeType.MessageIntegrity, StunLimits.IntegrityBytes));
    }
}
