using Dialtone.Core.Journal;
using Dialtone.Core.Time;

namespace Dialtone.Lab.Scenarios;

/// <content>The contact list of a phone that follows it.</content>
internal sealed partial class DeviceWatch
{
    // A phone that has just come to stand may still be asking.
    private static readonly TimeSpan ContactsTime = TimeSpan.FromMinutes(1);

    private Instant? _mayFollowSince;
    private bool _hasContacts;

    private void ReadContacts(JournalEntry entry)
    {
        switch (entry)
        {
            // What the Registrar offers may have been changed on its way.
            case JournalEntry.Registered { Refresh: false } registered when MayBeChanged(registered.Candidate):
                _mayFollowSince = null;
                break;
            case JournalEntry.Registered { Refresh: false } or JournalEntry.SurvivableModeEnded:
                (_mayFollowSince, _hasContacts) = (entry.At, false);
                break;
            // Nobody is there to be asked.
            case JournalEntry.SurvivableModeBegan:
                _mayFollowSince = null;
                break;
            case JournalEntry.ContactsReceived:
                _hasContacts = true;
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// When all has been well for longer than a phone waits until it asks again, it has the list that it follows.
    /// </summary>
    private void CheckContacts()
    {
        if (_settings.FollowsPresence && !_isStandard && _isSignedIn && !_isOff && !_leaves && !_hasContacts
            && _mayFollowSince is { } since && _world.Time - since > ContactsTime)
        {
            Note(SimulationCheck.Contacts, $"may follow its contact list since {since}, and does not have it");
        }
    }
}
