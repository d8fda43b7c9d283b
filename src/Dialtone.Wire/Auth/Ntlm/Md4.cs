using System.Buffers.Binary;
using System.Numerics;

namespace Dialtone.Wire.Auth.Ntlm;

/// <summary>
/// MD4 (RFC 1320), which NTLM makes its secret of and no platform offers any more. It protects nothing: for nothing
/// else.
/// </summary>
public static class Md4
{
    /// <summary>The length of the hash, in bytes.</summary>
    public const int HashBytes = 16;

    private const int BlockBytes = 64;
    private const int LengthBytes = 8;

    /// <summary>Writes the 16 bytes of the hash.</summary>
    public static void HashData(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        var state = new State(0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476);
        var rest = data;
        for (; rest.Length >= BlockBytes; rest = rest[BlockBytes..])
        {
            state = Add(state, rest[..BlockBytes]);
        }

        Span<byte> last = stackalloc byte[2 * BlockBytes];
        last.Clear();
        rest.CopyTo(last);
        last[rest.Length] = 0x80;
        last = last[..(rest.Length + 1 + LengthBytes <= BlockBytes ? BlockBytes : 2 * BlockBytes)];
        BinaryPrimitives.WriteUInt64LittleEndian(last[^LengthBytes..], (ulong)data.Length * 8);
        for (; !last.IsEmpty; last = last[BlockBytes..])
        {
            state = Add(state, last[..BlockBytes]);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination, state.A);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], state.B);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], state.C);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], state.D);
    }

    private static State Add(State before, ReadOnlySpan<byte> block)
    {
        Span<uint> x = stackalloc uint[16];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = BinaryPrimitives.ReadUInt32LittleEndian(block[(4 * i)..]);
        }

        var (a, b, c, d) = before;
        for (var i = 0; i < 48; i++)
        {
            // Section 3.4: three rounds of sixteen steps; round 2 walks the words by columns, round 3 by reversed bits.
            var (mixed, word, shift) = (i / 16) switch
            {
                0 => ((b & c) | (~b & d), x[i], Shift1(i % 4)),
                1 => (((b & c) | (b & d) | (c & d)) + 0x5A82_7999, x[(i % 4 * 4) + (i / 4 % 4)], Shift2(i % 4)),
                _ => ((b ^ c ^ d) + 0x6ED9_EBA1, x[Reverse(i % 16)], Shift3(i % 4)),
            };
            (a, b, c, d) = (d, BitOperations.RotateLeft(a + mixed + word, shift), b, c);
        }

        return new(before.A + a, before.B + b, before.C + c, before.D + d);
    }

    private static int Shift1(int step) => step switch { 0 => 3, 1 => 7, 2 => 11, _ => 19 };

    private static int Shift2(int step) => step switch { 0 => 3, 1 => 5, 2 => 9, _ => 13 };

    private static int Shift3(int step) => step switch { 0 => 3, 1 => 9, 2 => 11, _ => 15 };

    private static int Reverse(int i) => ((i & 1) << 3) | ((i & 2) << 1) | ((i & 4) >> 1) | ((i & 8) >> 3);

    private readonly record struct State(uint A, uint B, uint C, uint D);
}
