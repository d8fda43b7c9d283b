using System.Buffers.Binary;
using System.Numerics;

namespace Dialtone.Lab.World;

/// <summary>
/// A running 64-bit digest of what happened: equal for equal runs, in any process. Not cryptographic; it only has to
/// notice that two runs parted. (The platform's own hash codes are salted per process and so of no use here.)
/// </summary>
public struct TraceHash : IEquatable<TraceHash>
{
    private const ulong Multiplier = 0x9FB2_1C65_1E98_DF25;

    /// <summary>The digest so far.</summary>
    public ulong Value { get; private set; }

    /// <summary>Takes one number in.</summary>
    public void Add(ulong value)
    {
        var mixed = (Value ^ value) * Multiplier;
        Value = BitOperations.RotateLeft(mixed, 29) ^ (mixed >> 17);
    }

    /// <summary>Takes bytes in, their count among them.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add((ulong)bytes.Length);
        while (bytes.Length >= 8)
        {
            Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        ulong rest = 0;
        foreach (var b in bytes)
        {
            rest = (rest << 8) | b;
        }

        Add(rest);
    }

    /// <inheritdoc/>
    public readonly bool Equals(TraceHash other) => Value == other.Value;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is TraceHash other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override readonly string ToString() => Value.ToString("x16");

    /// <summary>Whether both digests are the same.</summary>
    public static bool operator ==(TraceHash left, TraceHash right) => left.Equals(right);

    /// <summary>Whether the digests differ.</summary>
    public static bool operator !=(TraceHash left, TraceHash right) => !left.Equals(right);
}
