using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Rehearsal;

/// <summary>
/// Which way a sign-in went: what a rehearsal says, and what can be compared with what really happens.
/// </summary>
/// <param name="Cycle">In which cycle.</param>
/// <param name="Source">What named the Registrar.</param>
/// <param name="Transport">How it was reached.</param>
/// <param name="Host">The Registrar.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsLimited">
/// Whether it is one on a backup, with presence, contacts and conferences not to be had (survivable mode).
/// </param>
public sealed record SignInPath(
    Cycle Cycle, CandidateSource Source, SipTransport Transport, HostName Host, ushort Port, bool IsLimited)
{
    /// <summary>Reads it from a journal; <c>null</c> where nothing was registered.</summary>
    public static SignInPath? Of(IEnumerable<JournalEntry> journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var cycle = Cycle.Scratch;
        foreach (var entry in journal)
        {
            switch (entry)
            {
                case JournalEntry.CycleBegan began:
                    cycle = began.Cycle;
                    break;
                case JournalEntry.Registered registered:
                    var by = registered.Candidate;
                    return new(
                        cycle, by.Source, by.Transport, by.Host, by.Port,
                        registered.Grants?.PresenceState?.IsSurvivable ?? false);
                default:
                    break;
            }
        }

        return null;
    }
}
