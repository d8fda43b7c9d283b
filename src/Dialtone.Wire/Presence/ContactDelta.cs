using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Xml;
using Dialtone.Wire.Xml;
using XmlText = Dialtone.Wire.Xml.XmlText;

namespace Dialtone.Wire.Presence;

/// <summary>What changed in a contact list (MS-SIP section 2.2.4.1).</summary>
public sealed record ContactDelta
{
    private const string Root = "contactDelta";

    /// <summary>The number of the new state.</summary>
    public required uint Delta { get; init; }

    /// <summary>The number of the state that was changed: a list of another is out of step.</summary>
    public required uint Previous { get; init; }

    /// <summary>The changes in their order.</summary>
    public ImmutableArray<ContactChange> Changes { get; init; } = [];

    /// <summary>Reads a body. Elements and attributes of others are passed over.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out ContactDelta? delta, out XmlFault fault)
    {
        delta = null;
        if (!XmlBody.TryOpen(body, Root, PresenceNamespaces.RoamingContacts, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var (number, previous) = (PresenceXml.Number(xml, "deltaNum"), PresenceXml.Number(xml, "prevDeltaNum"));
            var changes = ImmutableArray.CreateBuilder<ContactChange>();
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (ReadChange(xml) is not { } change)
                {
                    continue;
                }

                if (changes.Count == PresenceLimits.ChangesMax)
                {
                    xml.Fail(XmlFaultKind.TooMany, xml.Name);
                    break;
                }

                changes.Add(change);
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            delta = new() { Delta = number, Previous = previous, Changes = changes.DrainToImmutable() };
            return true;
        }
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var xml = new XmlText();
        xml.Writer.WriteStartElement(Root, PresenceNamespaces.RoamingContacts);
        PresenceXml.Write(xml.Writer, "deltaNum", Delta);
        PresenceXml.Write(xml.Writer, "prevDeltaNum", Previous);
        foreach (var change in Changes)
        {
            Write(xml.Writer, change);
        }

        xml.Writer.WriteEndElement();
        return xml.ToBytes();
    }

    /// <inheritdoc/>
    public bool Equals(ContactDelta? other) => other is not null && Delta == other.Delta && Previous == other.Previous
        && Changes.AsSpan().SequenceEqual(other.Changes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Delta, Previous, Changes.Length);

    private static ContactChange? ReadChange(XmlBody xml) => xml.Name.ToUpperInvariant() switch
    {
        "ADDEDGROUP" => new ContactChange.GroupPut(ContactMarkup.ReadGroup(xml), IsNew: true),
        "MODIFIEDGROUP" => new ContactChange.GroupPut(ContactMarkup.ReadGroup(xml), IsNew: false),
        "ADDEDCONTACT" => new ContactChange.ContactPut(ContactMarkup.ReadContact(xml), IsNew: true),
        "MODIFIEDCONTACT" => new ContactChange.ContactPut(ContactMarkup.ReadContact(xml), IsNew: false),
        "DELETEDGROUP" => new ContactChange.GroupDeleted(PresenceXml.Number(xml, "id")),
        "DELETEDCONTACT" => new ContactChange.ContactDeleted(PresenceXml.Address(xml, "uri")),
        _ => null,
    };

    private static void Write(XmlWriter xml, ContactChange change)
    {
        switch (change)
        {
            case ContactChange.GroupPut put:
                ContactMarkup.Write(xml, put.IsNew ? "addedGroup" : "modifiedGroup", put.Group);
                break;
            case ContactChange.ContactPut put:
                ContactMarkup.Write(xml, put.IsNew ? "addedContact" : "modifiedContact", put.Contact, withScheme: true);
                break;
            case ContactChange.GroupDeleted deleted:
                xml.WriteStartElement("deletedGroup", PresenceNamespaces.RoamingContacts);
                PresenceXml.Write(xml, "id", deleted.Id);
                xml.WriteEndElement();
                break;
            case ContactChange.ContactDeleted deleted:
                xml.WriteStartElement("deletedContact", PresenceNamespaces.RoamingContacts);
                xml.WriteAttributeString("uri", $"sip:{deleted.Address}");
                xml.WriteEndElement();
                break;
            default:
                break;
        }
    }
}
