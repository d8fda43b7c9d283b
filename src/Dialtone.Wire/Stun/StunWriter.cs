using System.Buffers.Binary;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Stun;

/// <summary>
/// Writes a message of STUN or TURN into a buffer of the caller's, attribute after attribute. MESSAGE-INTEGRITY comes
/// behind all others, FINGERPRINT behind it. Whatever does not fit is an <see cref="ArgumentException"/>.
/// </summary>
public ref struct StunWriter
{
    private StunAttributeWriter _attributes;

    /// <summary>Begins a message.</summary>
    /// <param name="destination">Where to; at most <see cref="StunLimits.MessageBytesMax"/> bytes are used.</param>
    /// <param name="messageClass">What it is.</param>
    /// <param name="method">What it is for.</param>
    /// <param name="transactionId">12 bytes.</param>
    public StunWriter(
        Span<byte> destination, StunClass messageClass, StunMethod method, scoped ReadOnlySpan<byte> transactionId)
    {
        if (transactionId.Length != StunMessage.TransactionIdBytes)
        {
            throw new ArgumentException("A transaction id has 12 bytes.", nameof(transactionId));
        }

        Span<byte> behindLength = stackalloc byte[sizeof(uint) + StunMessage.TransactionIdBytes];
        BinaryPrimitives.WriteUInt32BigEndian(behindLength, StunMessage.Cookie);
        transactionId.CopyTo(behindLength[sizeof(uint)..]);
        _attributes = new(
            destination, StunMessageType.Of(messageClass, method), behindLength, StunMessage.Padding);
    }

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _attributes.Written;

    /// <summary>Adds an attribute.</summary>
    public void Add(StunAttributeType type, scoped ReadOnlySpan<byte> value) => _attributes.Add((ushort)type, value);

    /// <summary>Adds an attribute of text.</summary>
    public void Add(StunAttributeType type, string value) => _attributes.Add((ushort)type, value);

    /// <summary>Adds an attribute of four bytes.</summary>
    public void AddNumber(StunAttributeType type, uint value) => _attributes.AddNumber((ushort)type, value);

    /// <summary>Adds an address, plain or in the XOR form as its type is.</summary>
    public void AddAddress(StunAttributeType type, EndPointAddress address) =>
        _attributes.AddAddress((ushort)type, address, StunMessage.IsPlain(type) ? default : Written[4..20]);

    /// <summary>Adds ERROR-CODE.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="code"/> is not 300 to 699.</exception>
    public void AddError(int code, string reason) => _attributes.AddError(code, reason);

    /// <summary>Adds REQUESTED-TRANSPORT for UDP (RFC 8656 section 18.7).</summary>
    public void AddRequestedUdp() => AddNumber(StunAttributeType.RequestedTransport, 17u << 24);

    /// <summary>Adds MESSAGE-INTEGRITY over all that was added.</summary>
    public void AddIntegrity(StunKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var before = Written;
        key.Integrity(
            before, _attributes.Reserve((ushort)StunAttributeType.MessageIntegrity, StunLimits.IntegrityBytes));
    }

    /// <summary>Adds FINGERPRINT over all that was added.</summary>
    public void AddFingerprint()
    {
        // The length in the header, which counts it, is part of what it is made over (RFC 8489 section 14.7).
        var before = Written;
        var value = _attributes.Reserve((ushort)StunAttributeType.Fingerprint, sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(value, StunMessage.Fingerprint(before));
    }
}
