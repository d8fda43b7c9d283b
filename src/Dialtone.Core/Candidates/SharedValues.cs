using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Dialtone.Core.Candidates;

/// <summary>
/// Values that devices of one process hold in common: very many of them rest on the same few Registrars. What is equal
/// to a value that was given here before becomes that one object. Which values are found again is left to chance, and
/// nothing depends on it.
/// </summary>
internal static class SharedValues
{
    private const int ValuesKept = 256;

    /// <summary>The value, or one equal to it.</summary>
    public static T Of<T>(T value)
        where T : class, IEquatable<T>
    {
        ref var kept = ref Kept<T>.Values[(uint)value.GetHashCode() % ValuesKept];
        return kept is { } known && known.Equals(value) ? known : kept = value;
    }

    /// <summary>The list, or one with equal items.</summary>
    public static ImmutableArray<T> Of<T>(ImmutableArray<T> list)
        where T : IEquatable<T>
    {
        if (list.IsDefaultOrEmpty)
        {
            return list;
        }

        var hash = default(HashCode);
        foreach (var item in list)
        {
            hash.Add(item);
        }

        ref var kept = ref Kept<T[]>.Values[(uint)hash.ToHashCode() % ValuesKept];
        if (kept is { } known && known.AsSpan().SequenceEqual(list.AsSpan()))
        {
            return ImmutableCollectionsMarshal.AsImmutableArray(known);
        }

        kept = ImmutableCollectionsMarshal.AsArray(list);
        return list;
    }

    private static class Kept<T>
        where T : class
    {
        public static readonly T?[] Values = new T?[ValuesKept];
    }
}
