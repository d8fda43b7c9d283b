using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Dialtone.Core.Findings;

/// <summary>
/// Every finding there is, a property each, a file for each part of the way. Numbers are never used again: one that is
/// retired leaves a gap and a comment.
/// </summary>
public static partial class FindingCatalogue
{
    /// <summary>All of them, in the order of their codes.</summary>
    public static ImmutableArray<FindingDefinition> All { get; } =
        [.. Dhcp().Concat(Connect()).OrderBy(definition => definition.Code)];

    private static readonly FrozenDictionary<FindingCode, FindingDefinition> ByCode =
        All.ToFrozenDictionary(definition => definition.Code);

    /// <summary>The definition with that code.</summary>
    public static bool TryFind(FindingCode code, [NotNullWhen(true)] out FindingDefinition? definition) =>
        ByCode.TryGetValue(code, out definition);
}
