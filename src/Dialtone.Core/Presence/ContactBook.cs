using System.Collections.Immutable;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Presence;

namespace Dialtone.Core.Presence;

/// <summary>The contact list and what is known of each contact.</summary>
internal sealed class ContactBook
{
    private readonly Dictionary<string, Known> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The list; <c>null</c> until it has arrived.</summary>
    public ContactList? List { get; private set; }

    /// <summary>Whether somebody is a contact whose presence is followed.</summary>
    public bool Follows(string address) => _known.ContainsKey(address);

    /// <summary>Takes the list, or what it is after a change.</summary>
    public void Take(ContactList list)
    {
        List = list;
        var followed = list.Contacts.Where(contact => contact.IsFollowed && contact.Uri.StartsWith("sip:", Fold))
            .Select(contact => contact.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var gone in _known.Keys.Where(address => !followed.Contains(address)).ToArray())
        {
            _ = _known.Remove(gone);
        }

        foreach (var address in followed)
        {
            _ = _known.TryAdd(address, new());
        }
    }

    /// <summary>The contacts whose presence is followed.</summary>
    public ImmutableArray<string> Followed => [.. _known.Keys];

    /// <summary>
    /// Takes what is told of one user; true where that is a contact and something that is shown has changed.
    /// </summary>
    public bool TryTake(CategoryDocument document)
    {
        if (!_known.TryGetValue(document.Address, out var known))
        {
            return false;
        }

        var before = (known.Presence, known.Name);
        known.Take(document);
        return before != (known.Presence, known.Name);
    }

    /// <summary>A contact as it is shown; <c>null</c> where it is none.</summary>
    public FollowedContact? Find(string address) =>
        List?.Contacts.FirstOrDefault(one => string.Equals(one.Address, address, Fold)) is { } contact
            ? Shown(contact) : null;

    /// <summary>All of it as it is shown.</summary>
    public ContactsSnapshot Snapshot(OwnPublications own) => new()
    {
        Own = own.Presence,
        Line = own.Line,
        HasContacts = List is not null,
        IsMigrated = List is { IsMigrated: true },
        Groups = [.. (List?.Groups ?? []).Select(group => group with { Name = PeerText.Of(group.Name) })],
        Contacts = [.. (List?.Contacts ?? []).Select(Shown)],
    };

    private const StringComparison Fold = StringComparison.OrdinalIgnoreCase;

    private FollowedContact Shown(Contact contact)
    {
        var known = _known.GetValueOrDefault(contact.Address);
        var name = contact.Name.Length > 0 ? contact.Name
            : known is { Name.Length: > 0 } ? known.Name
            : contact.Address;
        return new(PeerText.Of(contact.Address), PeerText.Of(name), known?.Presence);
    }

    private sealed class Known
    {
        private CategoryContent.State? _state;
        private string _note = "";

        public string Name { get; private set; } = "";

        public UserPresence? Presence { get; private set; }

        // A category that is named is told whole; what it has no instance of is gone.
        public void Take(CategoryDocument document)
        {
            var told = document.Categories;
            if (told.Any(category => category.Name == CategoryNames.State))
            {
                var states = ContentsOf<CategoryContent.State>(told);
                _state = states.FirstOrDefault(state => state.Kind == StateKind.Aggregate) ?? states.FirstOrDefault();
            }

            if (told.Any(category => category.Name == CategoryNames.Note))
            {
                _note = PeerText.Of(ContentsOf<CategoryContent.Note>(told).FirstOrDefault()?.Text ?? "");
            }

            if (told.Any(category => category.Name == CategoryNames.ContactCard))
            {
                Name = PeerText.Of(ContentsOf<CategoryContent.ContactCard>(told)
                    .FirstOrDefault(card => card.DisplayName.Length > 0)?.DisplayName ?? "");
            }

            Presence = _state is null && _note.Length == 0 ? null
                : new(_state?.Number ?? 0, PeerText.Of(_state?.Activity?.Token ?? ""), _note);
        }

        private static IEnumerable<T> ContentsOf<T>(ImmutableArray<PresenceCategory> told) =>
            told.Select(category => category.Content).OfType<T>();
    }
}
