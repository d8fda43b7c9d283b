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
        [.. Parts().SelectMany(part => part).OrderBy(definition => definition.Code)];

    private static readonly FrozenDictionary<FindingCode, FindingDefinition> ByCode =
        All.ToFrozenDictionary(definition => definition.Code);

    private static readonly FrozenDictionary<string, FindingDefinition> BySlug =
        All.ToFrozenDictionary(definition => definition.Slug, StringComparer.OrdinalIgnoreCase);

    /// <summary>The definition with that code.</summary>
    public static bool TryFind(FindingCode code, [NotNullWhen(true)] out FindingDefinition? definition) =>
        ByCode.TryGetValue(code, out definition);

    /// <summary>The definition with that code, as <c>DT1101</c> or <c>1101</c>, or with that slug.</summary>
    public static bool TryFind(string codeOrSlug, [NotNullWhen(true)] out FindingDefinition? definition)
    {
        ArgumentNullException.ThrowIfNull(codeOrSlug);
        return (FindingCode.TryParse(codeOrSlug, out var code) && TryFind(code, out definition))
            || BySlug.TryGetValue(codeOrSlug, out definition);
    }

    private static ImmutableArray<FindingCode> Codes(params ReadOnlySpan<ushort> numbers)
    {
        var codes = ImmutableArray.CreateBuilder<FindingCode>(numbers.Length);
        foreach (var number in numbers)
        {
            codes.Add(new(number));
        }

        return codes.MoveToImmutable();
    }

    private static Direction ForUser(string text, string? command = null) => new(Audience.User, text, command);

    private static Direction ForTester(string text, string? command = null) => new(Audience.Tester, text, command);

    private static Direction ForServers(string text, string? command = null) =>
        new(Audience.ServerAdministrator, text, command);

    private static Direction ForNetwork(string text, string? command = null) =>
        new(Audience.NetworkAdministrator, text, command);

    private static Direction ForDirectory(string text, string? command = null) =>
        new(Audience.DirectoryAdministrator, text, command);

    private static IEnumerable<IEnumerable<FindingDefinition>> Parts() =>
    [
        Dhcp(), Dhcp6(), Dns(), ExternalDns(), Lyncdiscover(), Addresses(), Connect(), Tls(), Register(),
        Authenticate(), WebServices(), Certificate(), Pins(), Provision(), RelayCredentials(), Relays(), Contacts(),
        Memory(), OwnPlace(), Synthetic(),
    ];
}
