namespace Dialtone.Mutation;

/// <summary>Numbers out of a seed (SplitMix64): the same on every machine, so that a number names an input.</summary>
public struct Chance(ulong seed)
{
    private const ulong Step = 0x9E37_79B9_7F4A_7C15;

    private ulong _state = seed;

    /// <summary>The numbers of one input: those of neighbouring places have nothing to do with each other.</summary>
    public static Chance Of(ulong seed, long index) => new(Mix(seed + Step) ^ Mix((ulong)index * Step));

    /// <summary>64 bits.</summary>
    public ulong Next() => Mix(_state += Step);

    /// <summary>A number from 0 to <paramref name="bound"/> - 1; 0 where the bound is not above 0.</summary>
    public int Below(int bound) => bound <= 0 ? 0 : (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>True once in <paramref name="count"/> times.</summary>
    public bool OneIn(int count) => Below(count) == 0;

    /// <summary>1, 2, 3 … each half as often as the one before it.</summary>
    public int Few() => 1 + int.Min(7, System.Numerics.BitOperations.TrailingZeroCount(Next()));

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
