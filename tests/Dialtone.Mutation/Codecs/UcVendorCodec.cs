using System.Text;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Mutation.Codecs;

/// <summary>The value of DHCP option 43 for the vendor class MS-UC-Client.</summary>
public sealed class UcVendorCodec : Codec
{
    private UcVendorOption? _option;

    /// <inheritdoc/>
    public override string Name => "option-43";

    /// <inheritdoc/>
    public override int Share => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
        [.. new[] { "MS-UC-Client", "https", "443", "65536", "/", "/a b", ".", "\0" }.Select(Encoding.ASCII.GetBytes),
            [1, 1], [4, 1, 0x30], [5, 0], [255]];

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 4096 + (64L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        if (!UcVendorOption.TryRead(input.Span, out _option, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        hash.Add(_option.Scheme);
        hash.Add(_option.Server.Text);
        hash.AddNumber(_option.Port);
        hash.Add(_option.Path);
        hash.Add(_option.Url);
        foreach (var unknown in _option.Unknown)
        {
            hash.Add(unknown.Code);
            hash.Add(unknown.Value.Span);
        }

        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = _option!.ToBytes();
        return true;
    }

    // There is no end but that of the option, unless an end byte is there.
    /// <inheritdoc/>
    public override bool MayEndAt(ReadOnlySpan<byte> input, int length)
    {
        var cuts = ShapeOf(input).Cuts;
        return cuts.Contains(length) || length > cuts[^1];
    }

    /// <inheritdoc/>
    public override Shape ShapeOf(ReadOnlySpan<byte> input)
    {
        List<int> cuts = [0];
        List<CountField> counts = [];
        for (var at = 0; at + 1 < input.Length && input[at] != 255;)
        {
            if (input[at] != 0)
            {
                counts.Add(new(at + 1, 1));
            }

            at += input[at] == 0 ? 1 : 2 + input[at + 1];
            cuts.Add(Math.Min(at, input.Length));
        }

        return new([.. cuts], [.. counts]);
    }
}
