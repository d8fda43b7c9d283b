using System.Numerics;
using System.Runtime.InteropServices;

namespace Dialtone.Mutation;

/// <summary>
/// What a reader made of its bytes, in 64 bits: two readings agree where these do. Taking it also asks for every value.
/// </summary>
public struct ValueHash
{
    private ulong _state;

    /// <summary>All that was added.</summary>
    public readonly ulong Value => _state;

    /// <summary>Adds a number.</summary>
    public void Add(ulong value) =>
        _state = BitOperations.RotateLeft((_state ^ value) * 0x9FB2_1C65_1E98_DF25, 29) + 0x9E37_79B9_7F4A_7C15;

    /// <summary>Adds a number, or that there is none.</summary>
    public void AddNumber(uint? value) => Add(value is { } number ? number : ulong.MaxValue);

    /// <summary>Adds yes or no.</summary>
    public void Add(bool value) => Add(value ? 1UL : 2UL);

    /// <summary>Adds bytes and how many they are.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add((ulong)bytes.Length);
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            Add(word);
        }

        ulong last = 0;
        foreach (var b in bytes[(bytes.Length & ~7)..])
        {
            last = (last << 8) | b;
        }

        Add(last);
    }

    /// <summary>Adds text, or that there is none.</summary>
    public void Add(string? text)
    {
        Add(text is null);
        Add(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    /// <summary>
    /// Adds text in which any white space counts as one blank: a fold that is written again is no fold any more.
    /// </summary>
    public void AddFolded(ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAny((byte)'\r', (byte)'\n', (byte)'\t') && text.IndexOf("  "u8) < 0)
        {
            Add(text);
            return;
        }

        Span<byte> plain = text.Length <= 1024 ? stackalloc byte[text.Length] : new byte[text.Length];
        var length = 0;
        foreach (var b in text)
        {
            var isBlank = b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
            if (!isBlank)
            {
                plain[length++] = b;
            }
            else if (length == 0 || plain[length - 1] != ' ')
            {
                plain[length++] = (byte)' ';
            }
        }

        Add(plain[..length]);
    }
}
