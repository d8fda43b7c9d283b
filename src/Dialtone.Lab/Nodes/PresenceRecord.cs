using System.Globalization;
using Dialtone.Wire.Presence;

namespace Dialtone.Lab.Nodes;

/// <summary>What the presence server keeps of one user. Its owner takes the lock.</summary>
internal sealed class PresenceRecord(PresenceUser user, string address, ContactList list)
{
    private const uint AggregateInstance = 1;
    private const int DeltasMax = 64;

    private readonly Dictionary<(string Name, uint Instance, uint Container), Published> _published = [];
    private readonly Dictionary<string, long> _changed = new(StringComparer.Ordinal);
    private readonly List<ContactDelta> _deltas = [];
    private readonly Dictionary<string, bool> _subscribers = new(StringComparer.OrdinalIgnoreCase);
    private CategoryContent.State _aggregate =
        new(StateKind.Aggregate, AvailabilityNumbers.NumberOf(Availability.Offline));

    private string _note = "";
    private DateTimeOffset _aggregatedAt;
    private uint _aggregateVersion;

    public string Address => address;

    public ContactList List { get; private set; } = list;

    /// <summary>What the lab plays the user to be; <c>null</c> for what the endpoints publish.</summary>
    public (Availability Availability, string Note)? Played { get; set; } =
        user.Played is { } played ? (played, user.Note) : null;

    /// <summary>Of what others see, the directory's revision at its last change.</summary>
    public long Seen { get; private set; }

    /// <summary>The same of the user's own publications.</summary>
    public long OwnSeen { get; private set; }

    /// <summary>The same of the subscribers.</summary>
    public long SubscribersSeen { get; private set; }

    /// <summary>The containers, by their numbers.</summary>
    public List<PresenceContainer> Containers { get; } =
    [
        new(ContainerNumbers.Colleagues, 1, [ContainerMember.SameEnterprise]),
        new(ContainerNumbers.External, 1, [ContainerMember.Federated]),
    ];

    /// <summary>A publication: what it is, whose endpoint made it, and until when it stands.</summary>
    public sealed record Published(
        PresenceCategory Category, RegistrarDirectory? By, string Endpoint, DateTimeOffset? Until);

    public IEnumerable<Published> Publications => _published.Values;

    public IEnumerable<PresenceSubscriber> Subscribers =>
        _subscribers.Select(one => new PresenceSubscriber(one.Key, "", one.Value));

    /// <summary>The version of a publication; 0 where there is none.</summary>
    public uint VersionOf(Publication publication) => _published.TryGetValue(KeyOf(publication), out var known)
        ? known.Category.Version ?? 0 : 0;

    /// <summary>Makes the version of a key that is new another than a client can know.</summary>
    public void Raise(Publication publication, uint version) => _ = _published.TryAdd(KeyOf(publication), new(
        new(publication.Category)
        {
            Instance = publication.Instance,
            Container = publication.Container,
            Version = version,
        },
        null, "", null));

    public void Put(Publication publication, RegistrarDirectory by, string endpoint, DateTimeOffset at)
    {
        var version = VersionOf(publication) + 1;
        if (publication.IsWithdrawal)
        {
            _ = _published.Remove(KeyOf(publication));
            return;
        }

        var isTimed = publication is { Expiry: CategoryExpiry.Time, Expires: not null };
        _published[KeyOf(publication)] = new(
            new(publication.Category)
            {
                Instance = publication.Instance,
                Container = publication.Container,
                Version = version,
                PublishTime = at,
                Expiry = publication.Expiry,
                Content = publication.Content,
            },
            by, publication.Expiry == CategoryExpiry.Endpoint ? endpoint : "",
            isTimed ? at + TimeSpan.FromSeconds(publication.Expires!.Value) : null);
    }

    public void Remove(Published publication) => _ = _published.Remove((
        publication.Category.Name, publication.Category.Instance ?? 0, publication.Category.Container ?? 0));

    /// <summary>A category has changed; what others see of it is made anew.</summary>
    public void Note(string category, long revision, DateTimeOffset at)
    {
        (_changed[category], OwnSeen) = (revision, revision);
        Aggregate(revision, at);
    }

    /// <summary>
    /// What the server makes of everything: the machine that is most active, raised by what the user chose, the
    /// calendar and a call; no machine is offline. The real rule is finer.
    /// </summary>
    public void Aggregate(long revision, DateTimeOffset at)
    {
        var states = _published.Values.Select(one => one.Category.Content).OfType<CategoryContent.State>().ToArray();
        var machine = states.Where(state => state.Kind == StateKind.Machine).MinBy(state => state.Number);
        var others = states.Where(state => state.Kind is StateKind.User or StateKind.Calendar or StateKind.Phone);
        var decisive = Played is { } played
            ? new(StateKind.User, AvailabilityNumbers.NumberOf(played.Availability))
            : machine is null ? new(StateKind.Machine, AvailabilityNumbers.NumberOf(Availability.Offline))
            : others.Append(machine).MaxBy(state => state.Number)!;
        var aggregate = new CategoryContent.State(StateKind.Aggregate, decisive.Number)
        {
            Activity = decisive.Activity,
        };
        var note = Played is { } said ? said.Note
            : _published.Values.Select(one => one.Category.Content).OfType<CategoryContent.Note>()
                .FirstOrDefault()?.Text ?? "";
        if (aggregate == _aggregate && note == _note && _aggregateVersion > 0)
        {
            return;
        }

        if (aggregate != _aggregate || _aggregateVersion == 0)
        {
            (_changed[CategoryNames.State], OwnSeen) = (revision, revision);
            _aggregateVersion++;
            _aggregatedAt = at;
        }

        (_aggregate, _note, Seen) = (aggregate, note, revision);
    }

    /// <summary>The user's own publications: those of categories that have changed since, each whole.</summary>
    public CategoryDocument OwnSince(long revision)
    {
        var categories = new List<PresenceCategory>();
        foreach (var name in _changed.Where(one => one.Value > revision).Select(one => one.Key)
            .Concat(revision == 0 ? _published.Values.Select(one => one.Category.Name) : [])
            .Distinct(StringComparer.Ordinal))
        {
            var all = _published.Values.Select(one => one.Category).Where(one => one.Name == name).ToList();
            if (name == CategoryNames.State)
            {
                all.Add(AggregateIn(ContainerNumbers.Aggregation));
                all.Add(AggregateIn(ContainerNumbers.AggregationOfWorkgroup));
            }

            categories.AddRange(all.Count == 0 ? [new(name)] : all);
        }

        if (revision == 0)
        {
            categories.Add(new(CategoryNames.ContactCard)
            {
                Instance = 0,
                Container = ContainerNumbers.Everybody,
                Version = 1,
                PublishTime = _aggregatedAt,
                Expiry = CategoryExpiry.Static,
                Content = Card,
            });
            if (user.PhoneNumber.Length > 0)
            {
                categories.Add(new(CategoryNames.UserProperties)
                {
                    Instance = 0,
                    Container = ContainerNumbers.Self,
                    Version = 1,
                    PublishTime = _aggregatedAt,
                    Expiry = CategoryExpiry.Static,
                    Content = new CategoryContent.UserProperties([new("Uc", $"tel:{user.PhoneNumber}")]),
                });
            }
        }

        return new(address, [.. categories]);
    }

    /// <summary>What others see.</summary>
    public CategoryDocument Visible() => new(address,
    [
        new(CategoryNames.ContactCard) { Instance = 0, PublishTime = _aggregatedAt, Content = Card },
        new(CategoryNames.State) { Instance = AggregateInstance, PublishTime = _aggregatedAt, Content = _aggregate },
        new(CategoryNames.Note)
        {
            Instance = 0,
            PublishTime = _aggregatedAt,
            Content = _note.Length == 0 ? null : new CategoryContent.Note(_note),
        },
    ]);

    /// <summary>Somebody follows the user, who has taken note of contacts.</summary>
    public void Follow(string watcher, long revision)
    {
        var isKnown = List.Contacts.Any(one => string.Equals(one.Address, watcher, StringComparison.OrdinalIgnoreCase));
        if (_subscribers.Count < PresenceLimits.SubscribersMax && _subscribers.TryAdd(watcher, isKnown) && !isKnown)
        {
            SubscribersSeen = revision;
        }
    }

    public void Acknowledge(string watcher)
    {
        if (_subscribers.ContainsKey(watcher))
        {
            _subscribers[watcher] = true;
        }
    }

    /// <summary>Changes the contact list.</summary>
    public void Change(ContactChange change)
    {
        var delta = new ContactDelta { Delta = List.Delta + 1, Previous = List.Delta, Changes = [change] };
        if (List.TryApply(delta, out var changed))
        {
            List = changed;
            _deltas.Add(delta);
            if (_deltas.Count > DeltasMax)
            {
                _deltas.RemoveAt(0);
            }
        }
    }

    /// <summary>The changes since a state; <c>null</c> where they are not kept any more.</summary>
    public IReadOnlyList<ContactDelta>? DeltasSince(uint delta)
    {
        var first = _deltas.FindIndex(one => one.Previous == delta);
        return delta == List.Delta ? [] : first < 0 ? null : _deltas[first..];
    }

    private CategoryContent.ContactCard Card => new(
        user.DisplayName.Length > 0 ? user.DisplayName
            : user.User.Length == 0 ? user.User
            : char.ToUpper(user.User[0], CultureInfo.InvariantCulture) + user.User[1..],
        address);

    private PresenceCategory AggregateIn(uint container) => new(CategoryNames.State)
    {
        Instance = AggregateInstance,
        Container = container,
        Version = _aggregateVersion,
        PublishTime = _aggregatedAt,
        Expiry = CategoryExpiry.User,
        Content = _aggregate,
    };

    private static (string, uint, uint) KeyOf(Publication publication) =>
        (publication.Category, publication.Instance, publication.Container);
}
