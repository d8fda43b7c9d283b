using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Candidates;

/// <summary>A Registrar that was named but may not be tried, and why.</summary>
/// <param name="Source">Who named it.</param>
/// <param name="Host">The name; the default value where there is none.</param>
/// <param name="Port">The port.</param>
/// <param name="Reason">Why not.</param>
public sealed record RejectedCandidate(CandidateSource Source, HostName Host, ushort Port, RejectionReason Reason);
