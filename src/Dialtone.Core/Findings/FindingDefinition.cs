using System.Collections.Immutable;
using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <summary>What a code stands for: the entry of the catalogue, and the page of the documentation.</summary>
/// <param name="Code">The code, which stays for ever.</param>
/// <param name="Slug">A stable name in kebab case: <c>dhcp-no-answer</c>.</param>
/// <param name="Step">The step of the way that it is about.</param>
/// <param name="Severity">How bad it is at its worst.</param>
/// <param name="Title">What was found, in one line without a full stop; may have places in braces.</param>
/// <param name="Meaning">What it means, where it comes from, and what Dialtone looked at; a few sentences.</param>
/// <param name="Directions">What to do, in order: the likeliest and cheapest first. At least one.</param>
public sealed record FindingDefinition(
    FindingCode Code, string Slug, Step Step, FindingSeverity Severity, string Title, string Meaning,
    ImmutableArray<Direction> Directions)
{
    /// <summary>
    /// The codes that explain this one away: where one of them is found for the same subject, or for everything, this
    /// is only its consequence.
    /// </summary>
    public ImmutableArray<FindingCode> ExplainedBy { get; init; } = [];

    /// <summary>
    /// The codes that explain this one away where they are found of what stands behind its subject alone: of the pool
    /// behind a proxy, whose answer through the proxy is the pool's own.
    /// </summary>
    public ImmutableArray<FindingCode> ExplainedBehind { get; init; } = [];

    /// <summary>Where it is specified what ought to be: <c>RFC 2131 section 4.4.3</c>; may be empty.</summary>
    public string Source { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {Slug}";
}
