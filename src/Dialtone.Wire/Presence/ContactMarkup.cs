using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Presence;

/// <summary>Groups and contacts as elements (MS-SIP section 2.2.4.1).</summary>
internal static class ContactMarkup
{
    public static ContactGroup ReadGroup(XmlBody xml) =>
        new(PresenceXml.Number(xml, "id"), PresenceXml.Text(xml, "name"));

    public static Contact ReadContact(XmlBody xml) => new(
        PresenceXml.Address(xml, "uri"), PresenceXml.Text(xml, "name"), ReadGroups(xml),
        PresenceXml.FlagIfAny(xml, "subscribed") ?? true);

    public static void Write(XmlWriter xml, string element, ContactGroup group)
    {
        xml.WriteStartElement(element, PresenceNamespaces.RoamingContacts);
        PresenceXml.Write(xml, "id", group.Id);
        xml.WriteAttributeString("name", group.Name);
        xml.WriteAttributeString("externalURI", "");
        xml.WriteEndElement();
    }

    /// <summary>Writes a contact; in a change its address has the scheme.</summary>
    public static void Write(XmlWriter xml, string element, Contact contact, bool withScheme)
    {
        xml.WriteStartElement(element, PresenceNamespaces.RoamingContacts);
        xml.WriteAttributeString("uri", withScheme ? contact.Uri : contact.Address);
        xml.WriteAttributeString("name", contact.Name);
        xml.WriteAttributeString("groups", string.Join(' ', contact.Groups));
        PresenceXml.Write(xml, "subscribed", contact.IsFollowed);
        xml.WriteAttributeString("externalURI", "");
        xml.WriteEndElement();
    }

    // Numbers with blanks between them, and often one behind.
    private static ImmutableArray<uint> ReadGroups(XmlBody xml)
    {
        var text = (xml.Attribute("groups") ?? "").AsSpan();
        var groups = ImmutableArray.CreateBuilder<uint>();
        foreach (var range in text.SplitAny(' ', '\t', '\r', '\n'))
        {
            var word = text[range];
            if (word.IsEmpty)
            {
                continue;
            }

            if (!uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var group))
            {
                xml.Fail(XmlFaultKind.InvalidValue, "groups");
                break;
            }

            if (groups.Count == PresenceLimits.GroupsOfContactMax)
            {
                xml.Fail(XmlFaultKind.TooMany, "groups");
                break;
            }

            groups.Add(group);
        }

        return groups.DrainToImmutable();
    }
}
