namespace Dialtone.Core.Findings;

/// <summary>A finding that another one explains.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Of">What explains it.</param>
public sealed record Consequence(Finding Finding, Finding Of);
