using Dialtone.Wire.Dhcp;

namespace Dialtone.Mutation.Codecs;

/// <summary>The value of DHCP option 125.</summary>
public sealed class EnterpriseVendorCodec : Codec
{
    /// <inheritdoc/>
    public override string Name => "option-125";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } = [[0, 0, 1, 55], [0, 0, 0, 9, 0], [4, 10, 2, 0, 100]];

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 4096 + (4L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        if (!EnterpriseVendorOption.TryRead(input.Span, out var vendors, out var fault))
        {
            return Reading.Rejected((int)fault.Kind, fault.Offset);
        }

        var hash = default(ValueHash);
        foreach (var vendor in vendors)
        {
            hash.AddNumber(vendor.Enterprise);
            hash.Add(vendor.Data.Span);
        }

        return Reading.Accepted(hash.Value);
    }
}
