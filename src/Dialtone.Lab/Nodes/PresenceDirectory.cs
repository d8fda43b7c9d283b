using System.Collections.Immutable;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Presence;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// Contacts and presence of the users of a deployment: contact lists, publications and what is made of them, containers
/// and subscribers. All Registrars of all pools share one. On sockets each of them runs on a thread of its own, so
/// every call takes the lock.
/// </summary>
public sealed class PresenceDirectory
{
    private const uint FirstDelta = 412;
    private const uint RaisedVersion = 5;

    private readonly Lock _gate = new();
    private readonly HostName _domain;
    private readonly Dictionary<string, PresenceRecord> _users = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset _clock = DateTimeOffset.UnixEpoch;
    private long _revision;

    /// <summary>A presence server.</summary>
    /// <param name="domain">The SIP domain.</param>
    /// <param name="users">Its users.</param>
    public PresenceDirectory(HostName domain, ImmutableArray<PresenceUser> users)
    {
        _domain = domain;
        foreach (var user in users)
        {
            var record = new PresenceRecord(user, AddressOf(user.User), ListOf(user));
            record.Aggregate(0, _clock);
            _users.Add(user.User, record);
        }
    }

    /// <summary>How often anything has changed, ever.</summary>
    public long Revision => Interlocked.Read(ref _revision);

    /// <summary>Plays a user to be something, whatever the user's endpoints publish.</summary>
    /// <param name="user">The user part of the SIP address.</param>
    /// <param name="played">What; <c>null</c> for what the endpoints publish.</param>
    /// <param name="note">What the user says of it.</param>
    /// <returns>Whether there is that user.</returns>
    public bool Play(string user, Availability? played, string note = "")
    {
        lock (_gate)
        {
            if (!_users.TryGetValue(user, out var record))
            {
                return false;
            }

            record.Played = played is { } availability ? (availability, note) : null;
            record.Aggregate(NextRevision(), _clock);
            return true;
        }
    }

    /// <summary>Changes the contact list of a user; nothing where there is no such user.</summary>
    public void Change(string user, ContactChange change)
    {
        lock (_gate)
        {
            if (_users.TryGetValue(user, out var record))
            {
                record.Change(change);
                _ = NextRevision();
            }
        }
    }

    internal ContactList ListOf(string user) =>
        With(user, record => record.List, new ContactList { Delta = FirstDelta });

    internal IReadOnlyList<ContactDelta>? DeltasSince(string user, uint delta) =>
        With(user, record => record.DeltasSince(delta), null);

    /// <summary>What the user's own side is told: all, or what has changed since.</summary>
    internal RoamingData SelfOf(string user, long since, bool withoutContainers) => With(
        user,
        record => new RoamingData
        {
            Categories = since == 0 || record.OwnSeen > since ? record.OwnSince(since) : null,
            Containers = since > 0 ? null : withoutContainers ? [] : [.. record.Containers],
            Subscribers = since == 0 || record.SubscribersSeen > since ? [.. record.Subscribers] : null,
        },
        new RoamingData());

    internal bool HasOwnNews(string user, long since) =>
        With(user, record => record.OwnSeen > since || record.SubscribersSeen > since, false);

    /// <summary>What others see of somebody; who is not known is offline.</summary>
    internal CategoryDocument VisibleOf(string address) => With(
        UserOf(address), record => record.Visible(), new CategoryDocument(address,
        [
            new(CategoryNames.State)
            {
                Instance = 1,
                Content = new CategoryContent.State(
                    StateKind.Aggregate, AvailabilityNumbers.NumberOf(Availability.Offline)),
            },
        ]));

    internal bool HasNews(string address, long since) => With(UserOf(address), record => record.Seen > since, false);

    /// <summary>Somebody follows others.</summary>
    internal void Follow(string watcher, IEnumerable<string> watched)
    {
        lock (_gate)
        {
            foreach (var address in watched)
            {
                if (_users.TryGetValue(UserOf(address), out var record))
                {
                    record.Follow(AddressOf(watcher), _revision + 1);
                }
            }

            _ = NextRevision();
        }
    }

    internal void Acknowledge(string user, SubscriberAcknowledgement acknowledged)
    {
        lock (_gate)
        {
            foreach (var address in acknowledged.Addresses)
            {
                _users.GetValueOrDefault(user)?.Acknowledge(address);
            }
        }
    }

    internal void SetMembers(string user, ContainerChanges changes)
    {
        lock (_gate)
        {
            if (!_users.TryGetValue(user, out var record))
            {
                return;
            }

            foreach (var change in changes.Changes)
            {
                var index = record.Containers.FindIndex(one => one.Id == change.Container);
                var old = index < 0 ? new(change.Container, 0, []) : record.Containers[index];
                var members = old.Members.Remove(change.Member);
                var made = old with
                {
                    Version = old.Version + 1,
                    Members = change.IsRemoval ? members : members.Add(change.Member),
                };
                if (index >= 0)
                {
                    record.Containers[index] = made;
                }
                else if (record.Containers.Count < PresenceLimits.ContainersMax)
                {
                    record.Containers.Add(made);
                }
            }
        }
    }

    /// <summary>
    /// Takes publications, all of them or, where one has a wrong version, none.
    /// </summary>
    /// <param name="user">Whose they are.</param>
    /// <param name="publications">What is published.</param>
    /// <param name="by">Where the endpoint is registered.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="at">When.</param>
    /// <param name="raises">Whether the version of a new key is another than its publisher can know.</param>
    /// <param name="fault">What is wrong.</param>
    internal RoamingData? Publish(
        string user, ImmutableArray<Publication> publications, RegistrarDirectory by, string endpoint,
        DateTimeOffset at, bool raises, out PublishFault? fault)
    {
        lock (_gate)
        {
            (_clock, fault) = (at, null);
            if (!_users.TryGetValue(user, out var record))
            {
                return new();
            }

            if (raises)
            {
                foreach (var publication in publications.Where(one => one.Version == 0))
                {
                    record.Raise(publication, RaisedVersion);
                }
            }

            var wrong = publications.Select((one, i) => (one.Version, Known: record.VersionOf(one), Index: (uint)i + 1))
                .Where(one => one.Version != one.Known).Select(one => new WrongVersion(one.Index, one.Known))
                .ToImmutableArray();
            if (!wrong.IsEmpty || record.Publications.Count() + publications.Length > PresenceLimits.CategoriesMax)
            {
                fault = new(PublishFault.WrongDelta, wrong);
                return null;
            }

            var before = _revision;
            foreach (var publication in publications)
            {
                record.Put(publication, by, endpoint, at);
                record.Note(publication.Category, NextRevision(), at);
            }

            return new() { Categories = record.OwnSince(before) };
        }
    }

    /// <summary>
    /// Drops what endpoints published that are not registered any more, and what has come to its time.
    /// </summary>
    internal void Sweep(Now now)
    {
        lock (_gate)
        {
            _clock = now.WallClock;
            foreach (var (user, record) in _users)
            {
                foreach (var publication in record.Publications.ToArray())
                {
                    if (publication.Until <= now.WallClock
                        || publication is { Endpoint.Length: > 0, By: { } pool }
                            && !pool.HasEndpoint(user, publication.Endpoint, now.Monotonic))
                    {
                        record.Remove(publication);
                        record.Note(publication.Category.Name, NextRevision(), now.WallClock);
                    }
                }
            }
        }
    }

    internal string AddressOf(string user) => $"{user}@{_domain}";

    private ContactList ListOf(PresenceUser user) => new()
    {
        Delta = FirstDelta,
        Groups = [new(1, ContactGroup.DefaultName)],
        Contacts = [.. user.Contacts.Select(contact => new Contact(AddressOf(contact), "", [1]))],
    };

    // Of another domain nobody is known here.
    private string UserOf(string address) =>
        address.Split('@') is [var user, var host]
            && string.Equals(host, _domain.Text, StringComparison.OrdinalIgnoreCase)
            ? user : "";

    private long NextRevision() => Interlocked.Increment(ref _revision);

    private T With<T>(string user, Func<PresenceRecord, T> read, T otherwise)
    {
        lock (_gate)
        {
            return _users.TryGetValue(user, out var record) ? read(record) : otherwise;
        }
    }
}
