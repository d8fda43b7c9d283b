using Dialtone.Core.Certificates;

namespace Dialtone.Reports;

/// <summary>How the learning of roots is said in English, with the fingerprints that a person compares.</summary>
public static class RootText
{
    /// <summary>What was learned.</summary>
    public static string Of(LearnedRoots learned)
    {
        ArgumentNullException.ThrowIfNull(learned);
        return Words.Printable($"learned {Words.Count(learned.Roots.Length, "root", "roots")} for {learned.Domain} "
            + $"from {learned.From}, which nobody vouches for: {string.Join("; ", learned.Roots.Select(Of))}");
    }

    /// <summary>One root: its name, and SHA-256 as tools of the field show it.</summary>
    public static string Of(LearnedRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Words.Printable(
            $"{root.Subject}, SHA-256 {string.Join(':', root.Fingerprint.Chunk(2).Select(pair => new string(pair)))}");
    }

    /// <summary>Why nothing was learned.</summary>
    public static string Of(RootChainFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var why = failure.Kind switch
        {
            RootChainFailureKind.TooLate => "did not give them in the time that a connection may wait",
            RootChainFailureKind.NoRoot => "gives certificates, and no root among them",
            RootChainFailureKind.Malformed => $"answered what cannot be used: {failure.Detail}",
            _ => failure.Outcome is { } outcome ? WebText.Of(outcome) : "is not reached",
        };
        return Words.Printable($"no roots were learned: {failure.Url} {why}");
    }
}
