using System.Security.Cryptography;
using Dialtone.Core.Time;

namespace Dialtone.Live;

/// <summary>
/// Chance from the system's cryptographic generator: query identifiers, tags and nonces must not be guessed.
/// </summary>
public sealed class SystemEntropy : IEntropy
{
    /// <inheritdoc/>
    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);

    /// <inheritdoc/>
    public uint Below(uint bound)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bound);

        // The part of the 32-bit range that is not a whole multiple of the bound is drawn again: no number is likelier.
        var excess = (uint)((1UL << 32) % bound);
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        uint drawn;
        do
        {
            RandomNumberGenerator.Fill(bytes);
            drawn = BitConverter.ToUInt32(bytes);
        }
        while (drawn > uint.MaxValue - excess);

        return drawn % bound;
    }
}
