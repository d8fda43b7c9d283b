using System.Buffers.Binary;

namespace Dialtone.Wire.Dhcp;

/// <summary>
/// Option 43 for the vendor class CPE-OCPHONE: the VLAN in which a phone is to ask for its address once more, in
/// sub-option 10. Windows servers have it as a word; one byte and four are read too.
/// </summary>
/// <param name="Id">The VLAN, 1 to <see cref="IdMax"/> (IEEE 802.1Q).</param>
public readonly record struct VoiceVlanOption(ushort Id)
{
    /// <summary>The vendor class (option 60) that asks for it. Case matters.</summary>
    public const string VendorClass = "CPE-OCPHONE";

    /// <summary>The sub-option with the VLAN.</summary>
    public const byte SubOption = 10;

    /// <summary>The highest VLAN that there is; 4095 is reserved.</summary>
    public const ushort IdMax = 4094;

    private const byte Pad = 0;
    private const byte End = 255;

    /// <summary>Reads the value of option 43, all its pieces joined, without code and length.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out VoiceVlanOption option, out VoiceVlanFault fault)
    {
        option = default;
        if (!TryFind(value, out var at, out fault))
        {
            return false;
        }

        var bytes = value.Slice(at, value[at - 1]);
        uint? id = bytes.Length switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            _ => null,
        };
        fault = id switch
        {
            null => new(VoiceVlanFaultKind.WrongWidth, at),
            0 or > IdMax => new(VoiceVlanFaultKind.OutOfRange, at),
            _ => default,
        };
        option = fault.Kind == VoiceVlanFaultKind.None ? new((ushort)id!) : default;
        return fault.Kind == VoiceVlanFaultKind.None;
    }

    /// <summary>The value, without code, length and end.</summary>
    public byte[] ToBytes() => [SubOption, 2, (byte)(Id >> 8), (byte)Id];

    private static bool TryFind(ReadOnlySpan<byte> value, out int at, out VoiceVlanFault fault)
    {
        var count = 0;
        for (at = 0; at < value.Length && value[at] != End;)
        {
            if (value[at] == Pad)
            {
                at++;
                continue;
            }

            var kind = at + 1 >= value.Length || at + 2 + value[at + 1] > value.Length
                ? VoiceVlanFaultKind.SubOptionPastEnd
                : count++ == DhcpLimits.VendorSubOptionsMax ? VoiceVlanFaultKind.TooManySubOptions
                : VoiceVlanFaultKind.None;
            if (kind != VoiceVlanFaultKind.None)
            {
                fault = new(kind, at);
                return false;
            }

            if (value[at] == SubOption)
            {
                at += 2;
                fault = default;
                return true;
            }

            at += 2 + value[at + 1];
        }

        fault = new(value.IsEmpty ? VoiceVlanFaultKind.Empty : VoiceVlanFaultKind.SubOptionMissing, at);
        return false;
    }
}
