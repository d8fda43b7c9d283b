using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Candidates;

/// <summary>One Registrar to try, in one way. All its addresses are one candidate.</summary>
/// <param name="Source">Where it came from.</param>
/// <param name="Transport">How to reach it.</param>
/// <param name="Host">Its name, which its certificate must hold.</param>
/// <param name="Port">The port.</param>
public sealed record Candidate(CandidateSource Source, SipTransport Transport, HostName Host, ushort Port)
{
    /// <summary>
    /// The SRV name whose answer named the host; the default value where none did. Addresses that stood beside that
    /// answer are good for this candidate.
    /// </summary>
    public HostName Via { get; init; }
}
