using System.Globalization;
using System.Text;

namespace Dialtone.Mutation;

/// <summary>What came of the inputs of one codec.</summary>
public sealed record CodecCounts(string Codec, long Inputs, long Accepted, long Rewritten, long AllocatedBytesMost);

/// <summary>What came of a run.</summary>
/// <param name="Counts">By codec.</param>
/// <param name="Findings">The inputs that showed a defect.</param>
/// <param name="LiveBytesFirst">Bytes of the heap in use after the first part of the run.</param>
/// <param name="LiveBytesMost">The most of them after any later part.</param>
public sealed record MutationReport(
    IReadOnlyList<CodecCounts> Counts, IReadOnlyList<Finding> Findings, long LiveBytesFirst, long LiveBytesMost)
{
    /// <summary>All inputs.</summary>
    public long Inputs => Counts.Sum(c => c.Inputs);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var c in Counts)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{c.Codec,-20} {c.Inputs,13:N0} inputs, {c.Accepted,13:N0} accepted, {c.Rewritten,13:N0} rewritten, "
                + $"{c.AllocatedBytesMost,9:N0} bytes allocated at most");
        }

        text.Append(CultureInfo.InvariantCulture,
            $"{Inputs:N0} inputs, {Findings.Count} findings, "
            + $"live memory {LiveBytesFirst:N0} to {LiveBytesMost:N0} bytes");
        return text.ToString();
    }
}
