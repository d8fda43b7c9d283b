using System.Security.Cryptography;
using Dialtone.Core.Time;

namespace Dialtone.Live;

/// <summary>
/// Chance from the system's cryptographic generator: query identifiers, tags and nonces must not be guessed. Small
/// amounts come from a supply, each byte of it given once: asking the generator costs more than filling a tag.
/// </summary>
public sealed class SystemEntropy : IEntropy
{
    private const int SupplyBytes = 512;

    [ThreadStatic]
    private static Supply? s_supply;

    /// <inheritdoc/>
    public void Fill(Span<byte> destination)
    {
        if (destination.Length > SupplyBytes / 8)
        {
            RandomNumberGenerator.Fill(destination);
        }
        else
        {
            (s_supply ??= new()).Take(destination);
        }
    }

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
            Fill(bytes);
            drawn = BitConverter.ToUInt32(bytes);
        }
        while (drawn > uint.MaxValue - excess);

        return drawn % bound;
    }

    private sealed class Supply
    {
        private readonly byte[] _bytes = new byte[SupplyBytes];
        private int _used = SupplyBytes;

        public void Take(Span<byte> destination)
        {
            if (_used + destination.Length > SupplyBytes)
            {
                RandomNumberGenerator.Fill(_bytes);
                _used = 0;
            }

            var taken = _bytes.AsSpan(_used, destination.Length);
            taken.CopyTo(destination);
            taken.Clear();
            _used += destination.Length;
        }
    }
}
