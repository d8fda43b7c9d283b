using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Dialtone.Wire.Dhcp6;

/// <summary>
/// Reads the options of a message. Two passes: one to check and to count, one to copy. The values are views into one
/// copy of the message's options.
/// </summary>
internal static class Dhcp6OptionReader
{
    public static bool TryRead(
        ReadOnlySpan<byte> message, out ImmutableArray<Dhcp6Option> options, out Dhcp6Fault fault)
    {
        options = [];
        if (!TryCount(message, out var count, out fault))
        {
            return false;
        }

        var values = message[Dhcp6Limits.HeaderBytes..].ToArray();
        var builder = ImmutableArray.CreateBuilder<Dhcp6Option>(count);
        for (var at = 0; at < values.Length;)
        {
            var (code, length) = HeaderAt(values, at);
            at += Dhcp6Limits.OptionHeaderBytes;
            builder.Add(new(code, values.AsMemory(at, length)));
            at += length;
        }

        options = builder.MoveToImmutable();
        return true;
    }

    private static bool TryCount(ReadOnlySpan<byte> message, out int count, out Dhcp6Fault fault)
    {
        count = 0;
        fault = default;
        for (var at = Dhcp6Limits.HeaderBytes; at < message.Length; count++)
        {
            var kind = FaultAt(message, at, count);
            if (kind != Dhcp6FaultKind.None)
            {
                fault = new(kind, at);
                return false;
            }

            at += Dhcp6Limits.OptionHeaderBytes + HeaderAt(message, at).Length;
        }

        return true;
    }

    private static Dhcp6FaultKind FaultAt(ReadOnlySpan<byte> message, int at, int count)
    {
        if (count == Dhcp6Limits.OptionsMax)
        {
            return Dhcp6FaultKind.TooManyOptions;
        }

        if (message.Length - at < Dhcp6Limits.OptionHeaderBytes)
        {
            return Dhcp6FaultKind.OptionHeaderCutShort;
        }

        var (code, length) = HeaderAt(message, at);
        return code switch
        {
            _ when message.Length - at - Dhcp6Limits.OptionHeaderBytes < length => Dhcp6FaultKind.OptionPastEnd,
            Dhcp6OptionCode.ClientIdentifier or Dhcp6OptionCode.ServerIdentifier when !Duid.FitsLength(length) =>
                Dhcp6FaultKind.InvalidDuid,
            Dhcp6OptionCode.OptionRequest when length % 2 != 0 => Dhcp6FaultKind.InvalidOptionRequest,
            Dhcp6OptionCode.StatusCode when length < 2 => Dhcp6FaultKind.InvalidStatusCode,
            _ => Dhcp6FaultKind.None,
        };
    }

    private static (Dhcp6OptionCode Code, int Length) HeaderAt(ReadOnlySpan<byte> bytes, int at) =>
        ((Dhcp6OptionCode)BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]),
            BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]));
}
