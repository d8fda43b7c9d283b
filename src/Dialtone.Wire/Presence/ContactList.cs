using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Presence;

/// <summary>The contact list of a user, as the server keeps it (MS-SIP section 2.2.4.1).</summary>
public sealed record ContactList
{
    private const string Root = "contactList";
    private const string Migrated = "migrated";

    /// <summary>The number of its present state, which every change raises by one; 0 where there is none.</summary>
    public uint Delta { get; init; }

    /// <summary>Whether the list is kept by Exchange, and this one is empty: <c>ucsmode="migrated"</c>.</summary>
    public bool IsMigrated { get; init; }

    /// <summary>The groups in their order.</summary>
    public ImmutableArray<ContactGroup> Groups { get; init; } = [];

    /// <summary>The contacts in their order.</summary>
    public ImmutableArray<Contact> Contacts { get; init; } = [];

    /// <summary>Reads a body. Elements and attributes of others are passed over.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out ContactList? list, out XmlFault fault)
    {
        list = null;
        if (!XmlBody.TryOpen(body, Root, PresenceNamespaces.RoamingContacts, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var isMigrated = string.Equals(xml.Attribute("ucsmode"), Migrated, StringComparison.OrdinalIgnoreCase);
            var delta = isMigrated
                ? PresenceXml.NumberIfAny(xml, "deltaNum") ?? 0 : PresenceXml.Number(xml, "deltaNum");
            var groups = ImmutableArray.CreateBuilder<ContactGroup>();
            var contacts = ImmutableArray.CreateBuilder<Contact>();
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (xml.IsNamed("group"))
                {
                    groups.Add(ContactMarkup.ReadGroup(xml));
                }
                else if (xml.IsNamed("contact"))
                {
                    contacts.Add(ContactMarkup.ReadContact(xml));
                }

                if (groups.Count > PresenceLimits.GroupsMax || contacts.Count > PresenceLimits.ContactsMax)
                {
                    xml.Fail(XmlFaultKind.TooMany, xml.Name);
                }
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            list = new()
            {
                Delta = delta,
                IsMigrated = isMigrated,
                Groups = groups.DrainToImmutable(),
                Contacts = contacts.DrainToImmutable(),
            };
            return true;
        }
    }

    /// <summary>
    /// The list after a change; false where the change is not of this state, and the list must be asked for anew. Of
    /// two groups or contacts with one number or address the later is what counts.
    /// </summary>
    public bool TryApply(ContactDelta delta, [NotNullWhen(true)] out ContactList? list)
    {
        list = null;
        if (delta.Previous != Delta)
        {
            return false;
        }

        var (groups, contacts) = (Groups.ToList(), Contacts.ToList());
        foreach (var change in delta.Changes)
        {
            change.ApplyTo(groups, contacts);
        }

        if (groups.Count > PresenceLimits.GroupsMax || contacts.Count > PresenceLimits.ContactsMax)
        {
            return false;
        }

        list = this with { Delta = delta.Delta, Groups = [.. groups], Contacts = [.. contacts] };
        return true;
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var xml = new XmlText();
        xml.Writer.WriteStartElement(Root, PresenceNamespaces.RoamingContacts);
        PresenceXml.Write(xml.Writer, "deltaNum", Delta);
        if (IsMigrated)
        {
            xml.Writer.WriteAttributeString("ucsmode", Migrated);
        }

        foreach (var group in Groups)
        {
            ContactMarkup.Write(xml.Writer, "group", group);
        }

        foreach (var contact in Contacts)
        {
            ContactMarkup.Write(xml.Writer, "contact", contact, withScheme: false);
        }

        xml.Writer.WriteEndElement();
        return xml.ToBytes();
    }

    /// <inheritdoc/>
    public bool Equals(ContactList? other) => other is not null && Delta == other.Delta
        && IsMigrated == other.IsMigrated && Groups.AsSpan().SequenceEqual(other.Groups.AsSpan())
        && Contacts.AsSpan().SequenceEqual(other.Contacts.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Delta, IsMigrated, Groups.Length, Contacts.Length);
}
