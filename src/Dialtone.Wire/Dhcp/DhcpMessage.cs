using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dhcp;

/// <summary>Who speaks (RFC 2131 section 2, <c>op</c>).</summary>
public enum DhcpOperation : byte
{
    /// <summary>BOOTREQUEST, from a client.</summary>
    Request = 1,

    /// <summary>BOOTREPLY, from a server.</summary>
    Reply = 2,
}

/// <summary>
/// A DHCPv4 message (RFC 2131 section 2) with its options (RFC 2132). Options hidden in <c>file</c> and <c>sname</c>
/// (option 52) and options in pieces (RFC 3396) are put together when read; <see cref="Options"/> has each code once.
/// </summary>
public sealed class DhcpMessage
{
    internal const uint MagicCookie = 0x6382_5363;
    internal const int ServerNameOffset = 44;
    internal const int ServerNameBytes = 64;
    internal const int BootFileOffset = 108;
    internal const int BootFileBytes = 128;
    private const int HardwareAddressOffset = 28;
    private const ushort BroadcastFlag = 0x8000;

    /// <summary><c>op</c>.</summary>
    public required DhcpOperation Operation { get; init; }

    /// <summary><c>hops</c>: how many relays it passed.</summary>
    public byte Hops { get; init; }

    /// <summary><c>xid</c>: chosen by the client, repeated by the server.</summary>
    public required uint TransactionId { get; init; }

    /// <summary><c>secs</c>: seconds since the client began.</summary>
    public ushort Seconds { get; init; }

    /// <summary>The broadcast bit of <c>flags</c>: the client cannot take a unicast answer.</summary>
    public bool Broadcast { get; init; }

    /// <summary><c>ciaddr</c>: the client's own address, 0.0.0.0 if it has none.</summary>
    public IpAddress ClientAddress { get; init; } = IpAddress.AnyV4;

    /// <summary><c>yiaddr</c>: the address given to the client; 0.0.0.0 in an answer to DHCPINFORM.</summary>
    public IpAddress YourAddress { get; init; } = IpAddress.AnyV4;

    /// <summary><c>siaddr</c>: the next server in a boot.</summary>
    public IpAddress NextServerAddress { get; init; } = IpAddress.AnyV4;

    /// <summary><c>giaddr</c>: the relay.</summary>
    public IpAddress RelayAddress { get; init; } = IpAddress.AnyV4;

    /// <summary><c>htype</c>, <c>hlen</c> and <c>chaddr</c>.</summary>
    public HardwareAddress HardwareAddress { get; init; }

    /// <summary><c>sname</c> up to its NUL, each byte one character; empty if it held options.</summary>
    public string ServerHostName { get; init; } = "";

    /// <summary><c>file</c> up to its NUL, each byte one character; empty if it held options.</summary>
    public string BootFile { get; init; } = "";

    /// <summary>The options in the order of their first appearance, without pad, end and overload.</summary>
    public ImmutableArray<DhcpOption> Options { get; init; } = [];

    /// <summary>Option 53; <see cref="DhcpMessageType.None"/> without it.</summary>
    public DhcpMessageType MessageType =>
        TryGetOption(DhcpOptionCode.MessageType, out var value) && value.Length == 1
            ? (DhcpMessageType)value.Span[0]
            : DhcpMessageType.None;

    /// <summary>Option 54, if there is one.</summary>
    public IpAddress? ServerIdentifier =>
        TryGetOption(DhcpOptionCode.ServerIdentifier, out var value) && value.Length == 4
            && IpAddress.TryRead(value.Span, out var address)
            ? address
            : null;

    /// <summary>Option 55: the codes asked for; empty without it.</summary>
    public ReadOnlySpan<byte> ParameterRequest => OptionOrEmpty(DhcpOptionCode.ParameterRequest);

    /// <summary>Option 60 as text, each byte one character; empty without it. Compared with regard to case.</summary>
    public string VendorClass => Encoding.Latin1.GetString(OptionOrEmpty(DhcpOptionCode.VendorClass));

    /// <summary>Option 61; empty without it.</summary>
    public ReadOnlySpan<byte> ClientIdentifier => OptionOrEmpty(DhcpOptionCode.ClientIdentifier);

    /// <summary>How many bytes <see cref="Write"/> writes.</summary>
    public int BytesNeeded
    {
        get
        {
            var bytes = DhcpLimits.HeaderBytes + 1;
            foreach (var option in Options)
            {
                bytes += option.Value.Length + (2 * InstancesOf(option.Value.Length));
            }

            return Math.Max(bytes, DhcpLimits.MessageBytesWrittenMin);
        }
    }

    /// <summary>Reads one datagram.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out DhcpMessage? message, out DhcpFault fault)
    {
        message = null;
        if (!HeaderIsSound(bytes, out fault)
            || !DhcpOptionReader.TryRead(bytes, out var options, out var overload, out fault))
        {
            return false;
        }

        message = new DhcpMessage
        {
            Operation = (DhcpOperation)bytes[0],
            Hops = bytes[3],
            TransactionId = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
            Seconds = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]),
            Broadcast = (BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]) & BroadcastFlag) != 0,
            ClientAddress = ReadV4(bytes[12..]),
            YourAddress = ReadV4(bytes[16..]),
            NextServerAddress = ReadV4(bytes[20..]),
            RelayAddress = ReadV4(bytes[24..]),
            HardwareAddress = new(bytes[1], bytes.Slice(HardwareAddressOffset, bytes[2])),
            ServerHostName = overload.HasFlag(DhcpOverload.ServerName)
                ? "" : TextOf(bytes.Slice(ServerNameOffset, ServerNameBytes)),
            BootFile = overload.HasFlag(DhcpOverload.BootFile)
                ? "" : TextOf(bytes.Slice(BootFileOffset, BootFileBytes)),
            Options = options,
        };
        return true;
    }

    /// <summary>The value of an option; an option without a value is found too.</summary>
    public bool TryGetOption(DhcpOptionCode code, out ReadOnlyMemory<byte> value)
    {
        foreach (var option in Options)
        {
            if (option.Code == code)
            {
                value = option.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>
    /// Writes the message, padded to <see cref="DhcpLimits.MessageBytesWrittenMin"/>, and returns how many bytes.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="destination"/> is shorter than <see cref="BytesNeeded"/>, an address is not IPv4, or
    /// <see cref="ServerHostName"/> or <see cref="BootFile"/> does not fit its field.
    /// </exception>
    public int Write(Span<byte> destination)
    {
        var length = BytesNeeded;
        if (destination.Length < length)
        {
            throw new ArgumentException($"The message needs {length} bytes.", nameof(destination));
        }

        destination = destination[..length];
        destination.Clear();
        WriteHeader(destination);
        var at = DhcpLimits.HeaderBytes;
        foreach (var option in Options)
        {
            at += WriteOption(option, destination[at..]);
        }

        destination[at] = (byte)DhcpOptionCode.End;
        return length;
    }

    /// <summary>The message as a datagram of its own.</summary>
    /// <exception cref="ArgumentException">As <see cref="Write"/>.</exception>
    public byte[] ToBytes()
    {
        var bytes = new byte[BytesNeeded];
        _ = Write(bytes);
        return bytes;
    }

    internal static void WriteV4(IpAddress address, Span<byte> destination)
    {
        if (!address.IsV4)
        {
            throw new ArgumentException($"DHCPv4 carries IPv4 addresses, not {address}.", nameof(address));
        }

        _ = address.Write(destination);
    }

    private static bool HeaderIsSound(ReadOnlySpan<byte> bytes, out DhcpFault fault)
    {
        fault = bytes.Length switch
        {
            < DhcpLimits.HeaderBytes => new(DhcpFaultKind.TooShort, bytes.Length),
            > DhcpLimits.MessageBytesMax => new(DhcpFaultKind.TooLong, DhcpLimits.MessageBytesMax),
            _ when bytes[0] is not (1 or 2) => new(DhcpFaultKind.UnknownOperation, 0),
            _ when bytes[2] > DhcpLimits.HardwareAddressBytesMax => new(DhcpFaultKind.HardwareAddressTooLong, 2),
            _ when BinaryPrimitives.ReadUInt32BigEndian(bytes[(DhcpLimits.HeaderBytes - 4)..]) != MagicCookie =>
                new(DhcpFaultKind.NoMagicCookie, DhcpLimits.HeaderBytes - 4),
            _ => default,
        };
        return fault.Kind == DhcpFaultKind.None;
    }

    private static IpAddress ReadV4(ReadOnlySpan<byte> bytes) =>
        IpAddress.V4(BinaryPrimitives.ReadUInt32BigEndian(bytes));

    private static string TextOf(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? field : field[..end]);
    }

    private static int InstancesOf(int length) =>
        Math.Max(1, (length + DhcpLimits.OptionInstanceBytesMax - 1) / DhcpLimits.OptionInstanceBytesMax);

    /// <summary>
    /// RFC 3396: pieces of one option follow each other, so that a reader without it sees the first.
    /// </summary>
    private static int WriteOption(DhcpOption option, Span<byte> destination)
    {
        var value = option.Value.Span;
        var at = 0;
        do
        {
            var piece = value[..Math.Min(value.Length, DhcpLimits.OptionInstanceBytesMax)];
            destination[at] = (byte)option.Code;
            destination[at + 1] = (byte)piece.Length;
            piece.CopyTo(destination[(at + 2)..]);
            at += 2 + piece.Length;
            value = value[piece.Length..];
        }
        while (!value.IsEmpty);
        return at;
    }

    private ReadOnlySpan<byte> OptionOrEmpty(DhcpOptionCode code) =>
        TryGetOption(code, out var value) ? value.Span : default;

    private void WriteHeader(Span<byte> destination)
    {
        destination[0] = (byte)Operation;
        destination[1] = HardwareAddress.Type;
        destination[2] = HardwareAddress.Length;
        destination[3] = Hops;
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], TransactionId);
        BinaryPrimitives.WriteUInt16BigEndian(destination[8..], Seconds);
        BinaryPrimitives.WriteUInt16BigEndian(destination[10..], Broadcast ? BroadcastFlag : (ushort)0);
        WriteV4(ClientAddress, destination[12..]);
        WriteV4(YourAddress, destination[16..]);
        WriteV4(NextServerAddress, destination[20..]);
        WriteV4(RelayAddress, destination[24..]);
        HardwareAddress.Write(destination[HardwareAddressOffset..]);
        _ = Encoding.Latin1.GetBytes(ServerHostName, destination.Slice(ServerNameOffset, ServerNameBytes));
        _ = Encoding.Latin1.GetBytes(BootFile, destination.Slice(BootFileOffset, BootFileBytes));
        BinaryPrimitives.WriteUInt32BigEndian(destination[(DhcpLimits.HeaderBytes - 4)..], MagicCookie);
    }
}
