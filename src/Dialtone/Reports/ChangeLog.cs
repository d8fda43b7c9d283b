using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;

namespace Dialtone.Reports;

/// <summary>
/// Turns the journal of a phone that stays signed in, entry by entry, into what a person wants to hear of it: what was
/// lost and why, what is tried, and when it is back. Refreshes and what merely went well on the way say nothing.
/// </summary>
public sealed class ChangeLog
{
    private Candidate? _standing;
    private bool _isRegistered;
    private Instant? _lostAt;

    /// <summary>Whether it was ever signed in.</summary>
    public bool WasSignedIn { get; private set; }

    /// <summary>The change that an entry tells of; <c>null</c> where it is none.</summary>
    public Change? Add(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return ChangeOf(entry) is { } change ? change with { Text = Words.Printable(change.Text) } : null;
    }

    private Change? ChangeOf(JournalEntry entry)
    {
        switch (entry)
        {
            case JournalEntry.Registered { Refresh: false } registered:
                return SignIn(registered);

            // A server that is tried beside the one that is registered with, and fails, takes nothing away.
            case JournalEntry.RegisterFailed failed when _isRegistered && failed.Candidate == _standing:
                return Lose(entry, $"{Name(failed.Candidate)} at {failed.Remote} {Words.Of(failed.Failure)}");
            case JournalEntry.ChannelLost or JournalEntry.BindingLost when _isRegistered:
                return Lose(entry, Walk.Alone(entry));

            case JournalEntry.CycleBegan began:
                return new(ChangeKind.Cycle, WalkMark.Note, CycleText(began.Cycle), entry);
            case JournalEntry.AttemptBegan began:
                return new(
                    ChangeKind.Trying, WalkMark.Note,
                    $"trying {Name(began.Candidate)}, which {Words.Of(began.Candidate.Source)} named", entry);
            case JournalEntry.BackedOff wait:
                return new(ChangeKind.Waiting, WalkMark.Note, WaitText(wait), entry) { For = wait.For };
            case JournalEntry.FailedBack:
                return new(ChangeKind.Home, WalkMark.Done, Walk.Alone(entry), entry);
            case JournalEntry.SurvivableModeBegan:
                return new(ChangeKind.Limited, WalkMark.Note, Walk.Alone(entry), entry);
            case JournalEntry.SurvivableModeEnded:
                return new(ChangeKind.Restored, WalkMark.Done, Walk.Alone(entry), entry);
            case JournalEntry.PresenceChanged or JournalEntry.OwnPresenceChanged:
                return new(ChangeKind.Presence, WalkMark.Note, Walk.Alone(entry), entry);
            case JournalEntry.ContactsChanged:
                return new(ChangeKind.Contacts, WalkMark.Note, Walk.Alone(entry), entry);
            case JournalEntry.NetworkChanged:
                return new(ChangeKind.Network, WalkMark.Note, Walk.Alone(entry), entry);
            case JournalEntry.SignedOut when !_isRegistered:
                return new(ChangeKind.SignedOut, WalkMark.Note, "switched off while it was not signed in", entry);
            case JournalEntry.SignedOut left:
                return new(
                    ChangeKind.SignedOut, left.Confirmed ? WalkMark.Done : WalkMark.Note,
                    "signed out: " + Walk.Alone(entry), entry);
            default:
                return Other(entry);
        }
    }

    private Change SignIn(JournalEntry.Registered registered)
    {
        var who = $"{Name(registered.Candidate)} ({registered.Remote})";
        var without = _lostAt is { } lost ? registered.At - lost : (TimeSpan?)null;
        (_standing, _isRegistered, _lostAt) = (registered.Candidate, true, null);
        if (without is { } gap)
        {
            return new(
                ChangeKind.Back, WalkMark.Done, $"signed in again with {who}, {Words.Of(gap)} after it was lost",
                registered)
            {
                For = gap,
            };
        }

        var kind = WasSignedIn ? ChangeKind.Note : ChangeKind.SignedIn;
        WasSignedIn = true;
        return new(kind, WalkMark.Done, $"signed in with {who}", registered);
    }

    private Change Lose(JournalEntry entry, string why)
    {
        (_isRegistered, _lostAt) = (false, entry.At);
        return new(ChangeKind.Lost, WalkMark.Failed, why, entry);
    }

    // What has a line of its own and is not just a step that went well.
    private static Change? Other(JournalEntry entry) => entry switch
    {
        JournalEntry.Registered or JournalEntry.MemorySaved or JournalEntry.AheadDropped or JournalEntry.RaceLost
            or JournalEntry.Connected or JournalEntry.DhcpSeen or JournalEntry.Dhcp6Seen
            or JournalEntry.CertificateSought
            or JournalEntry.Authenticated => null,
        JournalEntry.DnsSeen e when !SignInSummary.IsServerTrouble(e.Outcome.Status) => null,
        JournalEntry.Resolved { Outcome.Addresses.IsEmpty: false } => null,
        JournalEntry.Secured { Verdict: CertificateVerdict.Good } => null,
        _ when Walk.LineOf(entry) is { } line => new(
            line.Mark == WalkMark.Failed ? ChangeKind.Failed : ChangeKind.Note, line.Mark, Walk.Alone(entry), entry),
        _ => null,
    };

    private static string CycleText(Cycle cycle) => cycle switch
    {
        Cycle.Known => "the last Registrar comes first",
        Cycle.Remembered => "DNS and DHCP gave nothing usable: what is remembered comes next",
        Cycle.Target => "the Registrar that was given is tried",
        _ => "DNS and DHCP are asked anew",
    };

    private static string WaitText(JournalEntry.BackedOff e) => $"waiting {Words.Of(e.For)} {Walk.Alone(e)}";

    private static string Name(Candidate candidate) => Walk.WithTransport(candidate);
}
