using System.Collections.Immutable;
using Dialtone.Wire.Addresses;

namespace Dialtone.Wire.Dhcp;

/// <summary>Which header fields hold options (option 52, RFC 2132 section 9.3).</summary>
[Flags]
internal enum DhcpOverload : byte
{
    None = 0,
    BootFile = 1,
    ServerName = 2,
}

/// <summary>
/// Reads the options of a message: first the options field, then <c>file</c>, then <c>sname</c> (RFC 3396),
/// and joins the pieces of each option. Two passes: one to check and to measure, one to copy.
/// </summary>
internal static class DhcpOptionReader
{
    public static bool TryRead(
        ReadOnlySpan<byte> message,
        out ImmutableArray<DhcpOption> options,
        out DhcpOverload overload,
        out DhcpFault fault)
    {
        options = [];
        var tally = new Tally(stackalloc ushort[256], stackalloc byte[256]);
        var main = new DhcpOptionWalker(message, DhcpLimits.HeaderBytes, message.Length);
        if (!TryMeasure(main, ref tally, out fault) || !TryReadOverload(main, out overload, out fault))
        {
            overload = default;
            return false;
        }

        var file = FieldOf(
            message, overload, DhcpOverload.BootFile, DhcpMessage.BootFileOffset, DhcpMessage.BootFileBytes);
        var name = FieldOf(
            message, overload, DhcpOverload.ServerName, DhcpMessage.ServerNameOffset, DhcpMessage.ServerNameBytes);
        if (!TryMeasure(file, ref tally, out fault) || !TryMeasure(name, ref tally, out fault))
        {
            return false;
        }

        options = Join(main, file, name, ref tally);
        return TypedOptionsAreSound(main, options, out fault);
    }

    private static DhcpOptionWalker FieldOf(
        ReadOnlySpan<byte> message, DhcpOverload overload, DhcpOverload field, int offset, int length) =>
        overload.HasFlag(field) ? new(message, offset, offset + length) : default;

    private static bool TryMeasure(DhcpOptionWalker walker, ref Tally tally, out DhcpFault fault)
    {
        while (walker.MoveNext(out fault))
        {
            tally.Add(walker.Code, walker.Value.Length);
        }

        return fault.Kind == DhcpFaultKind.None;
    }

    /// <summary>Only the options field may say it: a field cannot announce itself.</summary>
    private static bool TryReadOverload(DhcpOptionWalker walker, out DhcpOverload overload, out DhcpFault fault)
    {
        overload = DhcpOverload.None;
        while (walker.MoveNext(out fault))
        {
            if (walker.Code != (byte)DhcpOptionCode.Overload)
            {
                continue;
            }

            if (walker.Value is not [>= 1 and <= 3] || overload != DhcpOverload.None)
            {
                fault = new(DhcpFaultKind.InvalidOverload, walker.Offset);
                return false;
            }

            overload = (DhcpOverload)walker.Value[0];
        }

        return fault.Kind == DhcpFaultKind.None;
    }

    private static ImmutableArray<DhcpOption> Join(
        DhcpOptionWalker main, DhcpOptionWalker file, DhcpOptionWalker name, ref Tally tally)
    {
        var values = new byte[tally.BytesTotal];
        Span<ushort> filled = stackalloc ushort[256];
        Span<ushort> starts = stackalloc ushort[256];
        ushort start = 0;
        foreach (var code in tally.CodesInOrder)
        {
            filled[code] = starts[code] = start;
            start += tally.Lengths[code];
        }

        Copy(main, filled, values);
        Copy(file, filled, values);
        Copy(name, filled, values);
        var options = ImmutableArray.CreateBuilder<DhcpOption>(tally.CodesInOrder.Length);
        foreach (var code in tally.CodesInOrder)
        {
            if (code != (byte)DhcpOptionCode.Overload)
            {
                options.Add(new((DhcpOptionCode)code, values.AsMemory(starts[code], tally.Lengths[code])));
            }
        }

        return options.DrainToImmutable();
    }

    private static void Copy(DhcpOptionWalker walker, Span<ushort> filled, byte[] values)
    {
        while (walker.MoveNext(out _))
        {
            walker.Value.CopyTo(values.AsSpan(filled[walker.Code]));
            filled[walker.Code] += (ushort)walker.Value.Length;
        }
    }

    private static bool TypedOptionsAreSound(
        DhcpOptionWalker main, ImmutableArray<DhcpOption> options, out DhcpFault fault)
    {
        fault = default;
        foreach (var option in options)
        {
            var kind = option.Code switch
            {
                DhcpOptionCode.MessageType when option.Value.Span is not [not 0] => DhcpFaultKind.InvalidMessageType,
                DhcpOptionCode.ServerIdentifier when option.Value.Length != 4 => DhcpFaultKind.InvalidServerIdentifier,
                _ => DhcpFaultKind.None,
            };
            if (kind != DhcpFaultKind.None)
            {
                fault = new(kind, OffsetOf(main, (byte)option.Code));
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Where an option first appears; an option that only an overloaded field has is placed at the options field.
    /// </summary>
    private static int OffsetOf(DhcpOptionWalker walker, byte code)
    {
        while (walker.MoveNext(out _))
        {
            if (walker.Code == code)
            {
                return walker.Offset;
            }
        }

        return DhcpLimits.HeaderBytes;
    }

    /// <summary>How long each option is in all its pieces, and in which order the codes came.</summary>
    private ref struct Tally(Span<ushort> lengths, Span<byte> order)
    {
        private readonly Span<byte> _order = order;
        private UInt128 _seenLow;
        private UInt128 _seenHigh;
        private int _count;

        public Span<ushort> Lengths { get; } = lengths;

        public int BytesTotal { get; private set; }

        public readonly ReadOnlySpan<byte> CodesInOrder => _order[.._count];

        public void Add(byte code, int length)
        {
            ref var seen = ref code < 128 ? ref _seenLow : ref _seenHigh;
            var bit = UInt128.One << (code & 127);
            if ((seen & bit) == 0)
            {
                seen |= bit;
                _order[_count++] = code;
            }

            Lengths[code] += (ushort)length;
            BytesTotal += length;
        }
    }
}
