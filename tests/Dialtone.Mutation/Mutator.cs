using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Dialtone.Mutation;

/// <summary>Makes input number n of a seed out of a corpus: the same one whenever it is asked for.</summary>
public sealed class Mutator(Codec codec, Corpus corpus, ulong seed)
{
    private const int RangeMax = 64;
    private const int RunMax = 4096;

    private static readonly byte[] Bytes =
        [0, 1, 2, 4, 9, 10, 13, 32, 34, 37, 44, 48, 57, 58, 59, 60, 61, 62, 64, 92, 0x3F, 0x40, 0x7F, 0x80, 0xC0, 0xFF];

    private static readonly byte[][] Numbers =
    [
        .. new[]
        {
            "", "0", "00", "-1", "+1", "1", "69", "70", "99", "100", "255", "256", "600", "700", "65535", "65536",
            "1048576", "1048577", "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775808",
            "18446744073709551616", "0x10", "1e3", "1.0", "0000000000000000000000000000001",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private readonly Draft _draft = new();
    private readonly byte[] _copy = new byte[Draft.BytesMax];

    /// <summary>The input; valid until the next one is made.</summary>
    public ReadOnlyMemory<byte> Make(long index)
    {
        var chance = Chance.Of(seed, index);
        var entry = corpus.Entries[chance.Below(corpus.Entries.Count)];
        _draft.Set(entry.Bytes);
        var kind = chance.Below(8);
        if (kind < 3 && entry.Shape.Cuts.Length > 2)
        {
            MovePiece(entry, ref chance);
        }
        else if (kind < 5 && entry.Shape.Counts.Length > 0)
        {
            ChangeCount(entry, ref chance);
        }

        for (var left = kind < 5 ? chance.Few() - 1 : chance.Few(); left > 0; left--)
        {
            ChangeBytes(ref chance);
        }

        if (chance.OneIn(2))
        {
            codec.Repair(_draft);
        }

        return _draft.Memory;
    }

    private void MovePiece(CorpusEntry entry, ref Chance chance)
    {
        var cuts = entry.Shape.Cuts;
        var (one, other) = (chance.Below(cuts.Length - 1), chance.Below(cuts.Length - 1));
        var (start, length) = (cuts[one], cuts[one + 1] - cuts[one]);
        var piece = entry.Bytes.AsSpan(start, length);
        switch (chance.Below(4))
        {
            case 0:
                _draft.Replace(start, length, []);
                break;
            case 1:
                _draft.Replace(cuts[other], 0, piece);
                break;
            case 2:
                // Two pieces change places; the later one first, so that the places of the earlier stay right.
                var (first, second) = (Math.Min(one, other), Math.Max(one, other));
                var early = entry.Bytes.AsSpan(cuts[first]..cuts[first + 1]);
                var late = entry.Bytes.AsSpan(cuts[second]..cuts[second + 1]);
                _draft.Replace(cuts[second], late.Length, early);
                _draft.Replace(cuts[first], early.Length, late);
                break;
            default:
                var donor = corpus.Entries[chance.Below(corpus.Entries.Count)];
                if (donor.Shape.Cuts.Length > 1)
                {
                    var from = chance.Below(donor.Shape.Cuts.Length - 1);
                    var given = donor.Bytes.AsSpan(donor.Shape.Cuts[from]..donor.Shape.Cuts[from + 1]);
                    _draft.Replace(start, chance.OneIn(2) ? length : 0, given);
                }

                break;
        }
    }

    private void ChangeCount(CorpusEntry entry, ref Chance chance)
    {
        var field = entry.Shape.Counts[chance.Below(entry.Shape.Counts.Length)];
        if (codec.IsText)
        {
            ChangeNumber(field, ref chance);
            return;
        }

        var span = _draft.Span.Slice(field.Start, field.Length);
        var value = field.Length == 1 ? span[0] : BinaryPrimitives.ReadUInt16BigEndian(span);
        var changed = chance.Below(6) switch
        {
            0 => value + 1,
            1 => value - 1,
            2 => 0,
            3 => 0xFFFF,
            4 => value * 2,
            _ => (int)chance.Next(),
        };
        if (field.Length == 1)
        {
            span[0] = (byte)changed;
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(span, (ushort)changed);
        }
    }

    private void ChangeNumber(CountField digits, ref Chance chance)
    {
        Span<byte> text = stackalloc byte[32];
        var span = _draft.Span.Slice(digits.Start, digits.Length);
        if (chance.OneIn(2) && digits.Length < 18
            && long.TryParse(span, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (number + (chance.OneIn(2) ? 1 : -1)).TryFormat(text, out var written))
        {
            _draft.Replace(digits.Start, digits.Length, text[..written]);
        }
        else
        {
            _draft.Replace(digits.Start, digits.Length, Numbers[chance.Below(Numbers.Length)]);
        }
    }

    private void ChangeBytes(ref Chance chance)
    {
        var at = chance.Below(_draft.Length);
        var range = Math.Min(1 + chance.Below(RangeMax), _draft.Length - at);
        switch (_draft.Length == 0 ? 0 : chance.Below(16))
        {
            case 0:
                _draft.Replace(at, 0, [Bytes[chance.Below(Bytes.Length)]]);
                break;
            case 1 or 2 when codec.Tokens.Count > 0:
                _draft.Replace(at, chance.OneIn(2) ? 0 : range, codec.Tokens[chance.Below(codec.Tokens.Count)]);
                break;
            case 3:
                _draft.Replace(at, range, []);
                break;
            case 4:
                _draft.Replace(chance.Below(_draft.Length + 1), 0, Copy(at, range));
                break;
            case 5:
                var over = Copy(at, range);
                var to = chance.Below(_draft.Length);
                over[..Math.Min(range, _draft.Length - to)].CopyTo(_draft.Span[to..]);
                break;
            case 6:
                var donor = corpus.Entries[chance.Below(corpus.Entries.Count)].Bytes;
                _draft.Replace(at, _draft.Length - at, donor.AsSpan(chance.Below(donor.Length + 1)));
                break;
            case 7:
                _draft.Cut(at);
                break;
            case 8:
                ChangeCase(_draft.Span.Slice(at, range));
                break;
            case 9:
                _draft.Span[at] += chance.OneIn(2) ? (byte)1 : (byte)0xFF;
                break;
            case 10 when chance.OneIn(16):
                var run = _copy.AsSpan(0, chance.Below(RunMax));
                run.Fill(Bytes[chance.Below(Bytes.Length)]);
                _draft.Replace(at, 0, run);
                break;
            case 11:
                _draft.Span[at] = (byte)chance.Next();
                break;
            case 12 or 13:
                _draft.Span[at] = Bytes[chance.Below(Bytes.Length)];
                break;
            default:
                _draft.Span[at] ^= (byte)(1 << chance.Below(8));
                break;
        }
    }

    private ReadOnlySpan<byte> Copy(int start, int length)
    {
        _draft.Span.Slice(start, length).CopyTo(_copy);
        return _copy.AsSpan(0, length);
    }

    private static void ChangeCase(Span<byte> text)
    {
        foreach (ref var b in text)
        {
            b ^= char.IsAsciiLetter((char)b) ? (byte)0x20 : (byte)0;
        }
    }
}
