using Dialtone.Core.Time;

namespace Dialtone.Core.Tests.Time;

/// <summary>The same numbers for the same seed (SplitMix64).</summary>
internal sealed class SeededEntropy(ulong seed) : IEntropy
{
    private ulong _state = seed;

    public void Fill(Span<byte> destination)
    {
        foreach (ref var value in destination)
        {
            value = (byte)Next();
        }
    }

    public uint Below(uint bound) => (uint)(((UInt128)Next() * bound) >> 64);

    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
