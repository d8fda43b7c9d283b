using System.Collections.Immutable;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static ImmutableDictionary<string, string> Values(params ReadOnlySpan<(string Name, string Value)> values)
    {
        var all = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            all[name] = value;
        }

        return all.ToImmutable();
    }
}
