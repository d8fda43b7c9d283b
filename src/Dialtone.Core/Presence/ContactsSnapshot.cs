using System.Collections.Immutable;
using Dialtone.Wire.Presence;

namespace Dialtone.Core.Presence;

/// <summary>The user's own presence and contacts, as a phone shows them.</summary>
public sealed record ContactsSnapshot
{
    /// <summary>The user's own presence; <c>null</c> where nothing was told of it.</summary>
    public UserPresence? Own { get; init; }

    /// <summary>The number of the user's line: <c>tel:+14255550100</c>; empty where none was told.</summary>
    public string Line { get; init; } = "";

    /// <summary>Whether the contact list has arrived.</summary>
    public bool HasContacts { get; init; }

    /// <summary>Whether the contact list is kept by Exchange, and this one is empty.</summary>
    public bool IsMigrated { get; init; }

    /// <summary>The groups in their order.</summary>
    public ImmutableArray<ContactGroup> Groups { get; init; } = [];

    /// <summary>The contacts in the order of the list.</summary>
    public ImmutableArray<FollowedContact> Contacts { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(ContactsSnapshot? other) => other is not null && Own == other.Own && Line == other.Line
        && HasContacts == other.HasContacts && IsMigrated == other.IsMigrated
        && Groups.AsSpan().SequenceEqual(other.Groups.AsSpan())
        && Contacts.AsSpan().SequenceEqual(other.Contacts.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Own, Line, Groups.Length, Contacts.Length);
}
