using System.Collections.Immutable;

namespace Dialtone.Core.Publishing;

/// <summary>What an option says, what is wrong with it, and what it should be.</summary>
public sealed record BlobVerdict
{
    /// <summary>Which option it is, or was taken for.</summary>
    public required BlobOption Option { get; init; }

    /// <summary>In which form it was given.</summary>
    public BlobForm Form { get; init; }

    /// <summary>The bytes as they were given.</summary>
    public required ImmutableArray<byte> Bytes { get; init; }

    /// <summary>What it says, or was meant to say.</summary>
    public ImmutableArray<BlobValue> Values { get; init; } = [];

    /// <summary>What is wrong, in the order in which it was noticed.</summary>
    public ImmutableArray<BlobProblem> Problems { get; init; } = [];

    /// <summary>
    /// The bytes that it should have, without any problem; the given ones where nothing is wrong, empty where it cannot
    /// be told what was meant.
    /// </summary>
    public ImmutableArray<byte> Corrected { get; init; } = [];

    /// <summary>Whether phones understand it as it is.</summary>
    public bool IsSound => !Problems.Any(problem => problem.IsWrong);
}
