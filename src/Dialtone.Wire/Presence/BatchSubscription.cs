using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Xml;
using Dialtone.Wire.Xml;
using XmlText = Dialtone.Wire.Xml.XmlText;

namespace Dialtone.Wire.Presence;

/// <summary>
/// Whose presence is to be followed, and which categories of it: the body of a SUBSCRIBE to <c>presence</c>
/// (<c>batchSub</c>).
/// </summary>
/// <param name="Address">The subscriber, without <c>sip:</c>.</param>
/// <param name="ActionId">The number of the action.</param>
/// <param name="Contacts">Who is followed, without <c>sip:</c>, in order.</param>
/// <param name="Categories">The categories that are wanted.</param>
public sealed record BatchSubscription(
    string Address, uint ActionId, ImmutableArray<string> Contacts, ImmutableArray<string> Categories)
{
    private const string Root = "batchSub";
    private const int CategoriesMax = 32;

    /// <summary>The categories that a phone follows.</summary>
    public static ImmutableArray<string> OfPhone { get; } =
        [CategoryNames.CalendarData, CategoryNames.ContactCard, CategoryNames.Note, CategoryNames.State];

    /// <summary>
    /// Reads a body: the first action that subscribes. Elements and attributes of others are passed over.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out BatchSubscription? request, out XmlFault fault)
    {
        request = null;
        if (!XmlBody.TryOpen(body, Root, PresenceNamespaces.BatchSubscribe, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var address = PresenceXml.Address(xml, "uri");
            BatchSubscription? read = null;
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (xml.IsNamed("action") && read is null)
                {
                    read = ReadAction(xml, address);
                }
            }

            if (read is null)
            {
                xml.Fail(XmlFaultKind.Missing, "action");
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            request = read!;
            return true;
        }
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        const string Space = PresenceNamespaces.BatchSubscribe;
        using var text = new XmlText();
        var xml = text.Writer;
        xml.WriteStartElement(Root, Space);
        xml.WriteAttributeString("uri", $"sip:{Address}");
        xml.WriteAttributeString("name", "");
        xml.WriteStartElement("action", Space);
        xml.WriteAttributeString("name", "subscribe");
        PresenceXml.Write(xml, "id", ActionId);
        xml.WriteStartElement("adhocList", Space);
        WriteEach(xml, "resource", Space, "uri", Contacts, "sip:");
        xml.WriteEndElement();
        xml.WriteStartElement("categoryList", PresenceNamespaces.CategoryList);
        WriteEach(xml, "category", PresenceNamespaces.CategoryList, "name", Categories, "");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        return text.ToBytes();
    }

    /// <inheritdoc/>
    public bool Equals(BatchSubscription? other) => other is not null && Address == other.Address
        && ActionId == other.ActionId && Contacts.AsSpan().SequenceEqual(other.Contacts.AsSpan())
        && Categories.AsSpan().SequenceEqual(other.Categories.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, ActionId, Contacts.Length, Categories.Length);

    private static void WriteEach(
        XmlWriter xml, string element, string space, string attribute, ImmutableArray<string> values, string prefix)
    {
        foreach (var value in values)
        {
            xml.WriteStartElement(element, space);
            xml.WriteAttributeString(attribute, prefix + value);
            xml.WriteEndElement();
        }
    }

    private static BatchSubscription ReadAction(XmlBody xml, string address)
    {
        var id = PresenceXml.NumberIfAny(xml, "id") ?? 0;
        var contacts = ImmutableArray.CreateBuilder<string>();
        var categories = ImmutableArray.CreateBuilder<string>();
        for (var action = xml.Here; xml.NextChild(action);)
        {
            var isContacts = xml.IsNamed("adhocList");
            if (!isContacts && !xml.IsNamed("categoryList"))
            {
                continue;
            }

            for (var list = xml.Here; xml.NextChild(list);)
            {
                if (isContacts && xml.IsNamed("resource"))
                {
                    contacts.Add(PresenceXml.Address(xml, "uri"));
                }
                else if (!isContacts && xml.IsNamed("category"))
                {
                    categories.Add(xml.RequiredAttribute("name", PresenceLimits.NameLengthMax));
                }

                if (contacts.Count > PresenceLimits.ResourcesMax || categories.Count > CategoriesMax)
                {
                    xml.Fail(XmlFaultKind.TooMany, xml.Name);
                }
            }
        }

        return new(address, id, contacts.DrainToImmutable(), categories.DrainToImmutable());
    }
}
