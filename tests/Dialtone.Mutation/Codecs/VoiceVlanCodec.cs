using Dialtone.Wire.Dhcp;

namespace Dialtone.Mutation.Codecs;

/// <summary>The value of DHCP option 43 for the vendor class CPE-OCPHONE.</summary>
public sealed class VoiceVlanCodec : Codec
{
    private VoiceVlanOption _option;

    /// <inheritdoc/>
    public override string Name => "option-43-vlan";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } = [[10, 2, 0, 100], [10, 1], [10, 4], [0x0F, 0xFF], [255]];

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 1024;

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        if (!VoiceVlanOption.TryRead(input.Span, out _option, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        hash.AddNumber(_option.Id);
        return Reading.Accepted(hash.Value);
    }

    /// <inheritdoc/>
    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        bytes = _option.ToBytes();
        return true;
    }
}
