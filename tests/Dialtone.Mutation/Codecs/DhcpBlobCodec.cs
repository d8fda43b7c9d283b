using System.Text;
using Dialtone.Core.Publishing;

namespace Dialtone.Mutation.Codecs;

/// <summary>
/// What somebody has of a DHCP option, as text in any form. All of it has a verdict, and what a verdict proposes has to
/// be right itself.
/// </summary>
public sealed class DhcpBlobCodec : Codec
{
    private static readonly BlobOption?[] Options = [null, .. Enum.GetValues<BlobOption>()];

    /// <inheritdoc/>
    public override string Name => "dhcp-blob";

    /// <inheritdoc/>
    public override bool IsText => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
        [.. new[]
        {
            "0x", "00", "06", ":", ",", " ", "'", "\"", "\\x", "\\", "MS-UC-Client", "4D532D55432D436C69656E74",
            "pool01.contoso.example", "https://", "=", "0a020064", "00000137", "2001:db8::11", "0d0a", "-",
        }.Select(Encoding.ASCII.GetBytes)];

    /// <inheritdoc/>
    public override long AllocatedBytesMax(int inputLength) => 262144 + (4096L * inputLength);

    /// <inheritdoc/>
    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        var text = Encoding.Latin1.GetString(input.Span);
        var hash = default(ValueHash);
        string? complaint = null;
        foreach (var option in Options)
        {
            var verdict = DhcpBlob.Judge(text, option);
            hash.AddNumber((byte)verdict.Option);
            hash.Add(verdict.Corrected.AsSpan());
            foreach (var problem in verdict.Problems)
            {
                hash.AddNumber((byte)problem.Kind);
                complaint ??= problem.Offset > verdict.Bytes.Length
                    ? $"says {problem.Kind} at {problem.Offset} of {verdict.Bytes.Length}" : null;
            }

            complaint ??= ComplaintOf(verdict);
        }

        return Reading.Accepted(hash.Value, complaint);
    }

    private static string? ComplaintOf(BlobVerdict verdict)
    {
        if (verdict.Corrected.IsEmpty)
        {
            return verdict.Problems.IsEmpty ? $"{verdict.Option} is right and says nothing" : null;
        }

        var again = DhcpBlob.Judge(verdict.Corrected.AsSpan(), verdict.Option);
        return !again.IsSound ? $"{verdict.Option} is corrected to what is wrong: {again.Problems[0].Kind}"
            : !again.Corrected.AsSpan().SequenceEqual(verdict.Corrected.AsSpan())
                ? $"{verdict.Option} is corrected to what is corrected again" : null;
    }
}
