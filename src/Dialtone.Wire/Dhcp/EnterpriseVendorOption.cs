using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Dialtone.Wire.Dhcp;

/// <summary>What option 125 has of one vendor (RFC 3925 section 4).</summary>
/// <param name="Enterprise">The vendor's number at IANA.</param>
/// <param name="Data">Its sub-options.</param>
public readonly record struct EnterpriseVendorData(uint Enterprise, ReadOnlyMemory<byte> Data);

/// <summary>
/// Option 125, vendor-identifying vendor-specific information (RFC 3925 section 4): option 43 of several vendors, each
/// with its number and a length.
/// </summary>
public static class EnterpriseVendorOption
{
    /// <summary>Microsoft's number.</summary>
    public const uint Microsoft = 311;

    private const int HeadBytes = 5;

    /// <summary>Reads the value of option 125, all its pieces joined, without code and length.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> value, out ImmutableArray<EnterpriseVendorData> vendors, out EnterpriseVendorFault fault)
    {
        vendors = [];
        var found = ImmutableArray.CreateBuilder<EnterpriseVendorData>();
        for (var at = 0; at < value.Length; at += HeadBytes + value[at + HeadBytes - 1])
        {
            var kind = value.Length - at < HeadBytes ? EnterpriseVendorFaultKind.HeadCutShort
                : value.Length - at - HeadBytes < value[at + HeadBytes - 1] ? EnterpriseVendorFaultKind.DataPastEnd
                : found.Count == DhcpLimits.EnterprisesMax ? EnterpriseVendorFaultKind.TooManyEnterprises
                : EnterpriseVendorFaultKind.None;
            if (kind != EnterpriseVendorFaultKind.None)
            {
                fault = new(kind, at);
                return false;
            }

            var data = value.Slice(at + HeadBytes, value[at + HeadBytes - 1]).ToArray();
            found.Add(new(BinaryPrimitives.ReadUInt32BigEndian(value[at..]), data));
        }

        fault = value.IsEmpty ? new(EnterpriseVendorFaultKind.Empty, 0) : default;
        vendors = found.DrainToImmutable();
        return fault.Kind == EnterpriseVendorFaultKind.None;
    }

    /// <summary>The value with one vendor's sub-options, without code and length.</summary>
    /// <exception cref="ArgumentException">They have more than 255 bytes.</exception>
    public static byte[] ToBytes(uint enterprise, ReadOnlySpan<byte> data)
    {
        if (data.Length > byte.MaxValue)
        {
            throw new ArgumentException("A vendor has at most 255 bytes in option 125.", nameof(data));
        }

        var value = new byte[HeadBytes + data.Length];
        BinaryPrimitives.WriteUInt32BigEndian(value, enterprise);
        value[HeadBytes - 1] = (byte)data.Length;
        data.CopyTo(value.AsSpan(HeadBytes));
        return value;
    }
}
