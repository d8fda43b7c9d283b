namespace Dialtone.Reports;

/// <summary>A piece that a device could remember and does not.</summary>
/// <param name="Kind">What it would be.</param>
/// <param name="Consequence">What is lost without it.</param>
/// <param name="Remedy">What makes the device learn it.</param>
public sealed record MissingPiece(RememberedKind Kind, string Consequence, string Remedy);
