using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;

namespace Dialtone.Phones;

/// <summary>What looking for the Registrar brought.</summary>
/// <param name="Plan">What a phone would try, in order.</param>
/// <param name="AnyResolved">Whether any name of it has an address.</param>
/// <param name="Journal">Every answer, in order.</param>
public sealed record DiscoveryReport(
    ImmutableArray<Candidate> Plan, bool AnyResolved, ImmutableArray<JournalEntry> Journal);
