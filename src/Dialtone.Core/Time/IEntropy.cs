namespace Dialtone.Core.Time;

/// <summary>
/// Chance as it enters a machine: the system's generator live, a seeded stream in the simulated world.
/// </summary>
public interface IEntropy
{
    /// <summary>Fills <paramref name="destination"/> with random bytes.</summary>
    void Fill(Span<byte> destination);

    /// <summary>A number from 0 to <paramref name="bound"/> - 1, each equally likely.</summary>
    /// <param name="bound">One past the largest result; at least 1.</param>
    uint Below(uint bound);
}
