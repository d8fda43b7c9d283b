using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;

namespace Dialtone.Core.Devices;

/// <content>
/// From a Registrar to another that it names: home from a backup, or to where the user has moved. As in every fail-back
/// the old registration is kept until the new one stands. What it cannot come to is a cycle anew: the old Registrar has
/// let go.
/// </content>
public sealed partial class Device
{
    private void BeginMove(Now now, NamedHome named, List<DeviceEffect> effects)
    {
        var standing = _registration!;
        journal.Write(new JournalEntry.FailbackBegan(now.Monotonic, named.Registrars[0], standing.Candidate));
        FailbackStage = new AttemptStage(
            Settings, _cycle, Memory, 0, Marks, null, Certificates, entropy, journal, flows);
        FailbackStage.Follow(now, standing.Candidate, Memory!.RegistrarAddresses, named, effects);
        SettleFailback(now, effects);
    }

    private void FailMove(Now now, List<DeviceEffect> effects)
    {
        var standing = _registration!;
        Leave(standing, effects);
        Lose(now, standing, effects);
    }

    /// <summary>
    /// A refresh was answered with a redirect: the binding is not renewed, and the home is elsewhere.
    /// </summary>
    private void MoveByRedirect(
        Now now, Registration standing, RegisterStep.Redirected redirected, List<DeviceEffect> effects)
    {
        var to = redirected.Contacts.RemoveAll(contact => KnownOf(contact) == KnownOf(standing.Candidate));
        ImmutableArray<RejectedCandidate> rejected =
        [
            .. redirected.Rejected,
            .. redirected.Contacts.Except(to).Select(contact => new RejectedCandidate(
                CandidateSource.Redirect, contact.Host, contact.Port, RejectionReason.RedirectLoop)),
        ];
        journal.Write(new JournalEntry.Redirected(
            now.Monotonic, standing.Candidate, redirected.Status, to, rejected)
        {
            Expires = redirected.Expires,
        });
        if (FailbackTo is not null && FailbackStage is not null)
        {
            // It is on its way already.
            return;
        }

        if (to.IsEmpty)
        {
            FailRefresh(
                now,
                new RegisterFailure { Kind = RegisterFailureKind.RedirectUnusable, Status = redirected.Status },
                effects);
            return;
        }

        // Should the new one take longer than this, the refresh counts as not answered.
        StopFailback(effects);
        FailbackTo = new(to, redirected.Expires, RegistrarNaming.Redirect);
        BeginFailback(now, effects);
    }
}
