using System.Collections.Immutable;

namespace Dialtone.Wire.Presence;

/// <summary>A contact.</summary>
/// <param name="Address">The SIP address without its scheme: <c>bob@contoso.example</c>.</param>
/// <param name="Name">What the user calls the contact; empty to show the name that the contact gives.</param>
/// <param name="Groups">The numbers of the groups it is in.</param>
/// <param name="IsFollowed">Whether the contact's presence is to be shown: <c>subscribed</c>.</param>
public sealed record Contact(string Address, string Name, ImmutableArray<uint> Groups, bool IsFollowed = true)
{
    /// <summary>The address as a URI; one of another scheme than SIP's as it is.</summary>
    public string Uri => IsOfOtherScheme ? Address : $"sip:{Address}";

    // Telephone numbers and the like have no presence.
    internal bool IsOfOtherScheme => Address.StartsWith("tel:", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public bool Equals(Contact? other) => other is not null && Address == other.Address && Name == other.Name
        && IsFollowed == other.IsFollowed && Groups.AsSpan().SequenceEqual(other.Groups.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, Name, Groups.Length, IsFollowed);
}
