using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Devices;

/// <content>
/// Redirects: the contacts of a 301 or 302 are tried in its order, the next one when the former cannot be reached or
/// cannot serve. And what they show: whose the user is, and a backup that waits.
/// </content>
internal sealed partial class AttemptStage
{
    /// <summary>How many redirects are followed before a server is taken to be leading round in circles.</summary>
    public const int RedirectsMax = 5;

    private readonly List<Candidate> _visited = [];
    private readonly List<Candidate> _failed = [];
    private readonly List<Hop> _hops = [];
    private Candidate? _redirectsInCircles;
    private int _redirects;

    /// <summary>Whether a backup Registrar was met that does not take its users yet.</summary>
    public bool MetIdleBackup { get; private set; }

    /// <summary>
    /// The Registrars that the way to the registration named as the user's own, in state Registered; <c>null</c> where
    /// there was no redirect to it. A redirect from a pool to one of its own Front Ends names no other home.
    /// </summary>
    public NamedHome? Home
    {
        get
        {
            var (named, address) = (_current!.Candidate, _current.Ready!.Remote.Address);
            for (var i = _hops.Count - 1; i >= 0; i--)
            {
                var hop = _hops[i];
                if (hop.Named.Registrars.Contains(named) && !hop.Addresses.Contains(address))
                {
                    return hop.Named;
                }

                named = hop.Named.Registrars.Contains(named) ? hop.From : named;
            }

            return null;
        }
    }

    /// <summary>
    /// Begins where the Registrar that is registered with sends the device to; it has been found not to be one of them.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="from">That Registrar.</param>
    /// <param name="addresses">The addresses of its name.</param>
    /// <param name="named">Where to.</param>
    /// <param name="effects">Takes what follows.</param>
    public void Follow(
        Now now, Candidate from, ImmutableArray<IpAddress> addresses, NamedHome named, List<DeviceEffect> effects)
    {
        // As if the way had begun there: no server of lower priority is registered with by it.
        (_first, _origin) = (from, from);
        _visited.Add(from);
        _hops.Add(new(from, addresses, named));
        Try(now, named.Registrars, effects);
    }

    private void Follow(Now now, RegisterStep.Redirected redirected, List<DeviceEffect> effects)
    {
        _redirects++;
        var rejected = redirected.Rejected.ToBuilder();
        var follow = ImmutableArray.CreateBuilder<Candidate>();
        foreach (var contact in redirected.Contacts)
        {
            if (WhyNot(contact) is { } reason)
            {
                rejected.Add(new(CandidateSource.Redirect, contact.Host, contact.Port, reason));
            }
            else
            {
                follow.Add(contact);
            }
        }

        journal.Write(new JournalEntry.Redirected(
            now.Monotonic, _current!.Candidate, redirected.Status, follow.ToImmutable(), rejected.ToImmutable())
        {
            Expires = redirected.Expires,
        });
        if (follow.Count == 0)
        {
            _redirectsInCircles = _current.Candidate;
            FailRegister(
                now,
                new RegisterFailure { Kind = RegisterFailureKind.RedirectUnusable, Status = redirected.Status },
                redirected.Contacts, effects);
            return;
        }

        _hops.Add(new(
            _current.Candidate, _current.Resolved,
            new(redirected.Contacts, redirected.Expires, RegistrarNaming.Redirect)));
        EndRegister(effects);
        _current.Abandon(effects);
        DropAhead(now, effects);
        // Whom the earlier of two redirects names too is tried once, where the later has it.
        _ = _waiting.RemoveAll(each =>
            each.Source == CandidateSource.Redirect && follow.Any(contact => LeadsTo(contact, each)));
        _waiting.InsertRange(0, follow);
        NextCandidate(now, effects);
    }

    private RejectionReason? WhyNot(Candidate contact) =>
        _failed.Exists(each => LeadsTo(each, contact)) ? RejectionReason.FailedBefore
            : _redirects > RedirectsMax ? RejectionReason.TooManyRedirects
            : _visited.Exists(each => LeadsTo(each, contact)) ? RejectionReason.RedirectLoop
            : null;

    private static bool LeadsTo(Candidate one, Candidate other) =>
        (one.Host, one.Port, one.Transport) == (other.Host, other.Port, other.Transport);

    /// <summary>
    /// A backup takes users only after it has found their primary dead itself, some minutes later than they have.
    /// Before that it sends them back there, or refuses: which is no word on the user, and will change.
    /// </summary>
    /// <returns>Whether the Registrar under way is such a backup.</returns>
    private bool SeeBackup(Now now, RegisterFailure failure, ImmutableArray<Candidate> contacts)
    {
        if (failure.Status == 0 || failure.Kind is not (RegisterFailureKind.RedirectUnusable
                or RegisterFailureKind.Unavailable or RegisterFailureKind.Forbidden
                or RegisterFailureKind.UserNotFound or RegisterFailureKind.Refused)
            || PrimaryThatFailed(contacts) is not { } primary)
        {
            return false;
        }

        MetIdleBackup = true;
        journal.Write(new JournalEntry.BackupIdle(
            now.Monotonic, _current!.Candidate, primary, failure, NeverSignedIn: memory is null));
        return true;
    }

    /// <summary>
    /// Of whom the Registrar under way is the backup: whom it sends back to, or who stands first where it was named
    /// next, in a redirect or in the home that is known.
    /// </summary>
    private Candidate? PrimaryThatFailed(ImmutableArray<Candidate> contacts)
    {
        var current = _current!.Candidate;
        var named = _hops.FindLast(hop => hop.Named.Registrars.Contains(current))?.Named.Registrars
            ?? [.. (memory?.Home ?? []).Select(each => new Candidate(
                current.Source, each.Registrar.Transport, each.Registrar.Host, each.Registrar.Port))];
        var isLater = named.Skip(1).Any(each => LeadsTo(each, current));
        return _failed.Find(each => contacts.Any(contact => LeadsTo(each, contact)))
            ?? (isLater ? _failed.Find(each => LeadsTo(each, named[0])) : null);
    }

    /// <summary>A redirect that was followed.</summary>
    /// <param name="From">Who redirected.</param>
    /// <param name="Addresses">The addresses of its name.</param>
    /// <param name="Named">Where to, best first.</param>
    private sealed record Hop(Candidate From, ImmutableArray<IpAddress> Addresses, NamedHome Named);
}
