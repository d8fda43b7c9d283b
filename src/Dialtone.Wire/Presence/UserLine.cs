namespace Dialtone.Wire.Presence;

/// <summary>A line of a user.</summary>
/// <param name="Kind"><c>Uc</c>, <c>Rcc</c> or <c>Dual</c>.</param>
/// <param name="Uri">Its number: <c>tel:+14255550100</c>.</param>
public sealed record UserLine(string Kind, string Uri);
