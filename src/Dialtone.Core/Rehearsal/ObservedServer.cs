using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Rehearsal;

/// <summary>What was seen of one server at one port, as the journal entries that say so.</summary>
/// <param name="At">Its address and port.</param>
/// <param name="Transport">How it was reached.</param>
public sealed record ObservedServer(EndPointAddress At, SipTransport Transport)
{
    /// <summary>
    /// The connection: <see cref="JournalEntry.Connected"/> or <see cref="JournalEntry.ConnectFailed"/>.
    /// </summary>
    public JournalEntry? Connection { get; init; }

    /// <summary>
    /// The handshake: <see cref="JournalEntry.Secured"/> or <see cref="JournalEntry.HandshakeFailed"/>; <c>null</c>
    /// where there was none.
    /// </summary>
    public JournalEntry? Handshake { get; init; }

    /// <summary>
    /// What REGISTER came to: <see cref="JournalEntry.Registered"/>, <see cref="JournalEntry.Redirected"/> or
    /// <see cref="JournalEntry.RegisterFailed"/>; <c>null</c> where it was not sent.
    /// </summary>
    public JournalEntry? Answer { get; init; }

    /// <summary>From REGISTER to <see cref="Answer"/>.</summary>
    public TimeSpan AnswerTook { get; init; }
}
