using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Xml;
using Dialtone.Wire.Xml;
using XmlText = Dialtone.Wire.Xml.XmlText;

namespace Dialtone.Wire.Presence;

/// <summary>Categories of one user: <c>application/msrtc-event-categories+xml</c> (MS-PRES).</summary>
/// <param name="Address">The user, without <c>sip:</c>.</param>
/// <param name="Categories">The instances in their order.</param>
public sealed record CategoryDocument(string Address, ImmutableArray<PresenceCategory> Categories)
{
    internal const string Root = "categories";
    private const string Category = "category";

    /// <summary>Reads a body. Elements and attributes of others are passed over.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out CategoryDocument? document, out XmlFault fault)
    {
        document = null;
        if (!XmlBody.TryOpen(body, Root, PresenceNamespaces.Categories, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var read = Read(xml);
            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            document = read;
            return true;
        }
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var xml = new XmlText();
        Write(xml.Writer);
        return xml.ToBytes();
    }

    /// <inheritdoc/>
    public bool Equals(CategoryDocument? other) => other is not null && Address == other.Address
        && Categories.AsSpan().SequenceEqual(other.Categories.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, Categories.Length);

    /// <summary>Reads the element that the body has come to.</summary>
    internal static CategoryDocument Read(XmlBody xml)
    {
        var address = PresenceXml.Address(xml, "uri");
        var categories = ImmutableArray.CreateBuilder<PresenceCategory>();
        for (var root = xml.Here; xml.NextChild(root);)
        {
            if (!xml.IsNamed(Category))
            {
                continue;
            }

            if (categories.Count == PresenceLimits.CategoriesMax)
            {
                xml.Fail(XmlFaultKind.TooMany, Category);
                break;
            }

            categories.Add(ReadCategory(xml));
        }

        return new(address, categories.DrainToImmutable());
    }

    internal void Write(XmlWriter xml)
    {
        xml.WriteStartElement(Root, PresenceNamespaces.Categories);
        xml.WriteAttributeString("uri", $"sip:{Address}");
        foreach (var category in Categories)
        {
            Write(xml, category);
        }

        xml.WriteEndElement();
    }

    private static PresenceCategory ReadCategory(XmlBody xml) =>
        new(xml.RequiredAttribute("name", PresenceLimits.NameLengthMax))
        {
            Instance = PresenceXml.NumberIfAny(xml, "instance"),
            Container = PresenceXml.NumberIfAny(xml, "container"),
            Version = PresenceXml.NumberIfAny(xml, "version"),
            PublishTime = PresenceXml.TimeIfAny(xml, "publishTime"),
            Expiry = CategoryExpiries.ReadIfAny(xml),
            EndpointId = PresenceXml.Text(xml, "endpointId"),
            Expires = PresenceXml.NumberIfAny(xml, "expires"),
            // The last: it moves on.
            Content = ContentMarkup.Read(xml),
        };

    private static void Write(XmlWriter xml, PresenceCategory category)
    {
        xml.WriteStartElement(Category, PresenceNamespaces.Categories);
        xml.WriteAttributeString("name", category.Name);
        WriteIfAny(xml, "instance", category.Instance);
        if (category.PublishTime is { } time)
        {
            PresenceXml.Write(xml, "publishTime", time);
        }

        WriteIfAny(xml, "container", category.Container);
        WriteIfAny(xml, "version", category.Version);
        if (category.Expiry is { } expiry)
        {
            xml.WriteAttributeString("expireType", CategoryExpiries.WordOf(expiry));
        }

        if (category.EndpointId.Length > 0)
        {
            xml.WriteAttributeString("endpointId", category.EndpointId);
        }

        WriteIfAny(xml, "expires", category.Expires);
        if (category.Content is { } content)
        {
            ContentMarkup.Write(xml, content);
        }

        xml.WriteEndElement();
    }

    private static void WriteIfAny(XmlWriter xml, string name, uint? value)
    {
        if (value is { } number)
        {
            PresenceXml.Write(xml, name, number);
        }
    }
}
