using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Findings;

/// <summary>How one try to reach an address of a Registrar ended, up to its first answer.</summary>
/// <param name="Entry">The entry that says so.</param>
/// <param name="Candidate">Which Registrar.</param>
/// <param name="Remote">Which address.</param>
/// <param name="State">How it ended.</param>
internal readonly record struct ReachedAddress(
    JournalEntry Entry, Candidate Candidate, EndPointAddress Remote, ReachState State)
{
    /// <summary>Whether the server was there.</summary>
    public bool IsGood => State == ReachState.Reached;
}
