using System.Buffers.Binary;
using System.Numerics;
using Dialtone.Core.Time;

namespace Dialtone.Lab.World;

/// <summary>
/// Chance that can be had again: xoshiro256** (Blackman and Vigna), started by SplitMix64 from a seed and a name. Each
/// node draws from its own stream, so that one more draw in one node never shifts what another sees.
/// </summary>
public sealed class SeededEntropy : IEntropy
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>The stream that belongs to <paramref name="name"/> under <paramref name="seed"/>.</summary>
    public SeededEntropy(ulong seed, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var state = seed;
        foreach (var c in name)
        {
            state = SplitMix(ref state) ^ c;
        }

        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <inheritdoc/>
    public void Fill(Span<byte> destination)
    {
        Span<byte> word = stackalloc byte[8];
        while (!destination.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Next());
            var count = Math.Min(8, destination.Length);
            word[..count].CopyTo(destination);
            destination = destination[count..];
        }
    }

    /// <inheritdoc/>
    public uint Below(uint bound)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bound);
        // Lemire's method: the high half of a product, and the few draws that would favour small results thrown away.
        var product = (Next() >> 32) * bound;
        if ((uint)product < bound)
        {
            var threshold = (0u - bound) % bound;
            while ((uint)product < threshold)
            {
                product = (Next() >> 32) * bound;
            }
        }

        return (uint)(product >> 32);
    }

    /// <summary>True in <paramref name="perMille"/> of a thousand draws.</summary>
    public bool Chance(uint perMille) => perMille != 0 && Below(1000) < perMille;

    /// <summary>A span of time from <paramref name="least"/> to <paramref name="most"/>, both possible.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        most <= least ? least : new(least.Ticks + (long)(Next() % (ulong)(most.Ticks - least.Ticks + 1)));

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E37_79B9_7F4A_7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
