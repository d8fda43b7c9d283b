using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Dialtone.Wire.Dhcp6;

/// <summary>The kind of a DHCPv6 message (RFC 8415 section 7.3).</summary>
public enum Dhcp6MessageType : byte
{
    /// <summary>SOLICIT.</summary>
    Solicit = 1,

    /// <summary>ADVERTISE.</summary>
    Advertise = 2,

    /// <summary>REQUEST.</summary>
    Request = 3,

    /// <summary>CONFIRM.</summary>
    Confirm = 4,

    /// <summary>RENEW.</summary>
    Renew = 5,

    /// <summary>REBIND.</summary>
    Rebind = 6,

    /// <summary>REPLY.</summary>
    Reply = 7,

    /// <summary>RELEASE.</summary>
    Release = 8,

    /// <summary>DECLINE.</summary>
    Decline = 9,

    /// <summary>RECONFIGURE.</summary>
    Reconfigure = 10,

    /// <summary>INFORMATION-REQUEST.</summary>
    InformationRequest = 11,

    /// <summary>RELAY-FORW, which has another header and is not read.</summary>
    RelayForward = 12,

    /// <summary>RELAY-REPL, which has another header and is not read.</summary>
    RelayReply = 13,
}

/// <summary>
/// A DHCPv6 message between client and server (RFC 8415 section 8) with its options. Types above 13 are of later RFCs,
/// and are kept as numbers.
/// </summary>
public sealed class Dhcp6Message
{
    /// <summary>The largest transaction id: it has 24 bits.</summary>
    public const uint TransactionIdMax = 0xFF_FFFF;

    /// <summary>What it is.</summary>
    public required Dhcp6MessageType Type { get; init; }

    /// <summary>Chosen by the client, repeated by the server; 24 bits.</summary>
    public required uint TransactionId { get; init; }

    /// <summary>The options in their order, each as it came.</summary>
    public ImmutableArray<Dhcp6Option> Options { get; init; } = [];

    /// <summary>Option 1, if there is one.</summary>
    public Duid? ClientIdentifier => DuidOf(Dhcp6OptionCode.ClientIdentifier);

    /// <summary>Option 2, if there is one.</summary>
    public Duid? ServerIdentifier => DuidOf(Dhcp6OptionCode.ServerIdentifier);

    /// <summary>Option 13; <see cref="Dhcp6StatusCode.Success"/> without it (RFC 8415 section 21.13).</summary>
    public Dhcp6StatusCode Status =>
        TryGetOption(Dhcp6OptionCode.StatusCode, out var value) && value.Length >= 2
            ? (Dhcp6StatusCode)BinaryPrimitives.ReadUInt16BigEndian(value.Span)
            : Dhcp6StatusCode.Success;

    /// <summary>
    /// What option 13 says for people, its first <see cref="Dhcp6Limits.TextSeenMax"/> bytes; empty without it.
    /// </summary>
    public string StatusMessage =>
        TryGetOption(Dhcp6OptionCode.StatusCode, out var value) && value.Length > 2
            ? Encoding.UTF8.GetString(value.Span[2..Math.Min(value.Length, 2 + Dhcp6Limits.TextSeenMax)])
            : "";

    /// <summary>
    /// Option 8; <c>null</c> without it or where it is not of two bytes, since nothing depends on it.
    /// </summary>
    public TimeSpan? ElapsedTime =>
        TryGetOption(Dhcp6OptionCode.ElapsedTime, out var value) && value.Length == 2
            ? TimeSpan.FromMilliseconds(10 * BinaryPrimitives.ReadUInt16BigEndian(value.Span))
            : null;

    /// <summary>
    /// Option 32; <c>null</c> without it or where it is not of four bytes, since what was asked for is no worse for it.
    /// </summary>
    public TimeSpan? InformationRefreshTime =>
        TryGetOption(Dhcp6OptionCode.InformationRefreshTime, out var value) && value.Length == 4
            ? TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt32BigEndian(value.Span))
            : null;

    /// <summary>How many bytes <see cref="Write"/> writes.</summary>
    public int BytesNeeded
    {
        get
        {
            var bytes = Dhcp6Limits.HeaderBytes;
            foreach (var option in Options)
            {
                bytes += Dhcp6Limits.OptionHeaderBytes + option.Value.Length;
            }

            return bytes;
        }
    }

    /// <summary>Reads one datagram.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Dhcp6Message? message, out Dhcp6Fault fault)
    {
        message = null;
        fault = bytes switch
        {
            { Length: < Dhcp6Limits.HeaderBytes } => new(Dhcp6FaultKind.TooShort, bytes.Length),
            { Length: > Dhcp6Limits.MessageBytesMax } => new(Dhcp6FaultKind.TooLong, Dhcp6Limits.MessageBytesMax),
            [0, ..] => new(Dhcp6FaultKind.InvalidMessageType, 0),
            [(byte)Dhcp6MessageType.RelayForward or (byte)Dhcp6MessageType.RelayReply, ..] =>
                new(Dhcp6FaultKind.RelayMessage, 0),
            _ => default,
        };
        if (fault.Kind != Dhcp6FaultKind.None || !Dhcp6OptionReader.TryRead(bytes, out var options, out fault))
        {
            return false;
        }

        message = new()
        {
            Type = (Dhcp6MessageType)bytes[0],
            TransactionId = BinaryPrimitives.ReadUInt32BigEndian(bytes) & TransactionIdMax,
            Options = options,
        };
        return true;
    }

    /// <summary>The value of the first option of that code; an option without a value is found too.</summary>
    public bool TryGetOption(Dhcp6OptionCode code, out ReadOnlyMemory<byte> value)
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

    /// <summary>Whether option 6 names that code.</summary>
    public bool AsksFor(Dhcp6OptionCode code)
    {
        _ = TryGetOption(Dhcp6OptionCode.OptionRequest, out var codes);
        for (var rest = codes.Span; rest.Length >= 2; rest = rest[2..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(rest) == (ushort)code)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes the message and returns how many bytes.</summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="destination"/> is shorter than <see cref="BytesNeeded"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="TransactionId"/> is more than <see cref="TransactionIdMax"/>.
    /// </exception>
    public int Write(Span<byte> destination)
    {
        var length = BytesNeeded;
        if (destination.Length < length)
        {
            throw new ArgumentException($"The message needs {length} bytes.", nameof(destination));
        }

        if (TransactionId > TransactionIdMax)
        {
            throw new InvalidOperationException($"A transaction id has 24 bits; {TransactionId} has more.");
        }

        BinaryPrimitives.WriteUInt32BigEndian(destination, ((uint)Type << 24) | TransactionId);
        var at = Dhcp6Limits.HeaderBytes;
        foreach (var option in Options)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination[at..], (ushort)option.Code);
            BinaryPrimitives.WriteUInt16BigEndian(destination[(at + 2)..], (ushort)option.Value.Length);
            at += Dhcp6Limits.OptionHeaderBytes;
            option.Value.Span.CopyTo(destination[at..]);
            at += option.Value.Length;
        }

        return length;
    }

    /// <summary>The message as a datagram of its own.</summary>
    /// <exception cref="InvalidOperationException">As <see cref="Write"/>.</exception>
    public byte[] ToBytes()
    {
        var bytes = new byte[BytesNeeded];
        _ = Write(bytes);
        return bytes;
    }

    private Duid? DuidOf(Dhcp6OptionCode code) =>
        TryGetOption(code, out var value) && Duid.TryRead(value.Span, out var duid) ? duid : null;
}
