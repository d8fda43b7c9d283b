namespace Dialtone.Wire.Presence;

/// <summary>One change of a contact list.</summary>
public abstract record ContactChange
{
    private ContactChange()
    {
    }

    internal abstract void ApplyTo(List<ContactGroup> groups, List<Contact> contacts);

    /// <summary>A group is there from now on, or has another name.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="IsNew">Whether it was not there before.</param>
    public sealed record GroupPut(ContactGroup Group, bool IsNew) : ContactChange
    {
        internal override void ApplyTo(List<ContactGroup> groups, List<Contact> contacts) =>
            Put(groups, groups.FindIndex(one => one.Id == Group.Id), Group);
    }

    /// <summary>A contact is there from now on, or is another.</summary>
    /// <param name="Contact">The contact.</param>
    /// <param name="IsNew">Whether it was not there before.</param>
    public sealed record ContactPut(Contact Contact, bool IsNew) : ContactChange
    {
        internal override void ApplyTo(List<ContactGroup> groups, List<Contact> contacts) =>
            Put(contacts, contacts.FindIndex(one => IsSame(one.Address, Contact.Address)), Contact);
    }

    /// <summary>A group is gone.</summary>
    /// <param name="Id">Its number.</param>
    public sealed record GroupDeleted(uint Id) : ContactChange
    {
        internal override void ApplyTo(List<ContactGroup> groups, List<Contact> contacts) =>
            groups.RemoveAll(one => one.Id == Id);
    }

    /// <summary>A contact is gone.</summary>
    /// <param name="Address">The address without its scheme.</param>
    public sealed record ContactDeleted(string Address) : ContactChange
    {
        internal override void ApplyTo(List<ContactGroup> groups, List<Contact> contacts) =>
            contacts.RemoveAll(one => IsSame(one.Address, Address));
    }

    private static bool IsSame(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static void Put<T>(List<T> all, int index, T value)
    {
        if (index < 0)
        {
            all.Add(value);
        }
        else
        {
            all[index] = value;
        }
    }
}
