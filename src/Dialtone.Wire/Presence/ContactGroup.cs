namespace Dialtone.Wire.Presence;

/// <summary>A group of contacts.</summary>
/// <param name="Id">Its number, good for one transmission: between two of them groups are the same by name.</param>
/// <param name="Name">Its name; <see cref="DefaultName"/> for those that are in no other.</param>
public sealed record ContactGroup(uint Id, string Name)
{
    /// <summary>The name of the group that every list has, shown as "Other Contacts".</summary>
    public const string DefaultName = "~";
}
