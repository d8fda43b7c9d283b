using System.Buffers.Binary;

namespace Dialtone.Mutation.Tests;

/// <summary>How a planted reader is wrong.</summary>
public enum Defect
{
    /// <summary>It is right.</summary>
    None,

    /// <summary>It believes a length without looking whether so much is there.</summary>
    TrustsLength,

    /// <summary>It says that a fault is where no byte is.</summary>
    PointsOutside,

    /// <summary>It makes room for as much as a length says.</summary>
    AllocatesWhatIsSaid,

    /// <summary>Something of one input is left over for the next.</summary>
    Remembers,

    /// <summary>It writes fewer bits than it reads.</summary>
    ForgetsWhenWriting,

    /// <summary>It does not come back from one length.</summary>
    Hangs,
}

/// <summary>
/// A reader of items (a length of two bytes, and as many bytes), planted to see whether the engine finds what is wrong
/// with it.
/// </summary>
public sealed class BrokenCodec(Defect defect) : Codec
{
    private readonly List<byte[]> _items = [];
    private byte[] _room = [];
    private ulong _left;

    /// <summary>Lets those that hang go on.</summary>
    public static ManualResetEventSlim Released { get; } = new();

    public static Corpus Corpus { get; } =
        new() { Entries = [Entry("000341424300024445"), Entry("000141")], Found = [] };

    public override string Name => "broken";

    public override long AllocatedBytesMax(int inputLength) => 512 + (64L * inputLength);

    public override Reading Read(ReadOnlyMemory<byte> input)
    {
        _items.Clear();
        var hash = default(ValueHash);
        var span = input.Span;
        for (var at = 0; at < span.Length;)
        {
            var length = at + 2 <= span.Length ? BinaryPrimitives.ReadUInt16BigEndian(span[at..]) : 0;
            if (at + 2 > span.Length || (defect != Defect.TrustsLength && length > span.Length - at - 2))
            {
                return Reading.Rejected(1, defect == Defect.PointsOutside ? at + 2 + length : at);
            }

            if (defect == Defect.AllocatesWhatIsSaid)
            {
                _room = new byte[Math.Max(length, _room.Length)];
            }

            var item = span.Slice(at + 2, length);
            hash.Add(item);
            _items.Add(item.ToArray());
            at += 2 + length;
            if (defect == Defect.Hangs && length == 4)
            {
                Released.Wait();
            }
        }

        hash.Add(_left);
        _left = defect == Defect.Remembers ? (ulong)_items.Count : 0;
        return Reading.Accepted(hash.Value);
    }

    public override bool TryRewrite(out ReadOnlyMemory<byte> bytes)
    {
        var written = new List<byte>();
        foreach (var item in _items)
        {
            written.AddRange([(byte)(item.Length >> 8), (byte)item.Length]);
            written.AddRange(defect == Defect.ForgetsWhenWriting ? item.Select(b => (byte)(b & 0x7F)) : item);
        }

        bytes = written.ToArray();
        return defect != Defect.Remembers;
    }

    private static CorpusEntry Entry(string hex) => new(hex, Convert.FromHexString(hex), Shape.None);
}
