using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Mutation.Codecs;

/// <summary>The value of DHCP option 120.</summary>
public sealed class SipServersCodec : Codec
{
    private SipServersOption? _option;

    /// <inheritdoc/>
    public override string Name => "option-120";

    /// <inheritdoc/>
    public override int Share => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
        [.. new[] { "\0", "sip:", "sips:pool01.contoso.example", "0x", "00", "06", ".", ":", ",", " " }
            .Select(Encoding.ASCII.GetBytes), [0x3F], [0x40], [0xC0, 0x0C], [0xFF]];

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 8192 + (64L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        if (!SipServersOption.TryRead(input.Span, out _option, out var fault))
        {
            return Refusal(fault);
        }

        var hash = default(ValueHash);
        hash.Add((ulong)_option.Encoding);
        foreach (var name in _option.Names)
        {
            hash.Add(name.Text);
        }

        foreach (var address in _option.Addresses)
        {
            Add(address, ref hash);
        }

        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = _option!.ToBytes();
        return true;
    }

    // What a fault proposes instead has to be right itself.
    private static Reading Refusal(SipServersFault fault)
    {
        var sound = !fault.TryCorrect(out var value)
            || (SipServersOption.TryRead(value, out var meant, out _)
                && meant.Names is [var name] && name == fault.NameSeen);
        return Reading.Rejected((int)fault.Kind, fault.Offset) with
        {
            Complaint = sound ? null : $"is corrected to what {fault.NameSeen} is not",
        };
    }

    private static void Add(IpAddress address, ref ValueHash hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        hash.Add(bytes[..address.Write(bytes)]);
    }

    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length) =>
        length > 1 && (input[0] == 0 ? input[length - 1] == 0 : (length - 1) % 4 == 0);

    /// <inheritdoc/>
    public override Shape ShapeOf(ReadOnlySpan<byte> input)
    {
        if (input is not [0, ..])
        {
            return Shape.None;
        }

        List<int> cuts = [1];
        List<CountField> counts = [];
        for (var at = 1; at < input.Length; at += 1 + input[at])
        {
            counts.Add(new(at, 1));
            cuts.Add(Math.Min(input.Length, at + 1 + input[at]));
        }

        return new([.. cuts], [.. counts]);
    }
}
