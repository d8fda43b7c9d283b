using System.Buffers.Binary;
using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Stun;

/// <summary>Writes a header and attributes of either dialect, which differ in their padding.</summary>
internal ref struct StunAttributeWriter
{
    private readonly Span<byte> _bytes;
    private readonly int _padding;

    public StunAttributeWriter(
        Span<byte> destination, ushort type, scoped ReadOnlySpan<byte> behindLength, int padding)
    {
        if (destination.Length < StunLimits.HeaderBytes)
        {
            throw new ArgumentException($"A header has {StunLimits.HeaderBytes} bytes.", nameof(destination));
        }

        _padding = padding;
        _bytes = destination[..Math.Min(destination.Length, StunLimits.MessageBytesMax)];
        BinaryPrimitives.WriteUInt16BigEndian(_bytes, type);
        behindLength.CopyTo(_bytes[4..]);
        Length = StunLimits.HeaderBytes;
        SetLength();
    }

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _bytes[..Length];

    public void Add(ushort type, scoped ReadOnlySpan<byte> value) => value.CopyTo(Reserve(type, value.Length));

    public void Add(ushort type, string value) =>
        _ = Encoding.UTF8.GetBytes(value, Reserve(type, Encoding.UTF8.GetByteCount(value)));

    public void AddNumber(ushort type, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(Reserve(type, sizeof(uint)), value);

    public void AddAddress(ushort type, EndPointAddress address, scoped ReadOnlySpan<byte> key)
    {
        Span<byte> value = stackalloc byte[StunAddress.BytesMax];
        Add(type, value[..StunAddress.Write(address, key, value)]);
    }

    public void AddError(int code, string reason)
    {
        var value = Reserve((ushort)StunAttributeType.ErrorCode, 4 + Encoding.UTF8.GetByteCount(reason));
        StunErrorCode.Write(code, value);
        _ = Encoding.UTF8.GetBytes(reason, value[4..]);
    }

    public Span<byte> Reserve(ushort type, int length)
    {
        var padded = (length + _padding - 1) / _padding * _padding;
        if (_bytes.Length - Length < StunLimits.AttributeHeaderBytes + padded)
        {
            throw new ArgumentException($"No room for {length} bytes of attribute {type:X4}.", nameof(length));
        }

        var at = _bytes[Length..];
        BinaryPrimitives.WriteUInt16BigEndian(at, type);
        BinaryPrimitives.WriteUInt16BigEndian(at[2..], (ushort)length);
        at = at.Slice(StunLimits.AttributeHeaderBytes, padded);
        at[length..].Clear();
        Length += StunLimits.AttributeHeaderBytes + padded;
        SetLength();
        return at[..length];
    }

    private readonly void SetLength() =>
        BinaryPrimitives.WriteUInt16BigEndian(_bytes[2..], (ushort)(Length - StunLimits.HeaderBytes));
}
