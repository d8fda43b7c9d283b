using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Xml;
using Dialtone.Wire.Xml;
using XmlText = Dialtone.Wire.Xml.XmlText;

namespace Dialtone.Wire.Presence;

/// <summary>Publications of a user: the body of a SERVICE to oneself (MS-PRES).</summary>
/// <param name="Address">The user, without <c>sip:</c>.</param>
/// <param name="Publications">The publications in their order.</param>
public sealed record PublishRequest(string Address, ImmutableArray<Publication> Publications)
{
    private const string Root = "publish";
    private const string List = "publications";
    private const string Item = "publication";

    /// <summary>Reads a body. Elements and attributes of others are passed over.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out PublishRequest? request, out XmlFault fault)
    {
        request = null;
        if (!XmlBody.TryOpen(body, Root, PresenceNamespaces.RichPresence, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            string? address = null;
            var all = ImmutableArray.CreateBuilder<Publication>();
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (xml.IsNamed(List))
                {
                    address = PresenceXml.Address(xml, "uri");
                    Read(xml, all);
                }
            }

            if (address is null)
            {
                xml.Fail(XmlFaultKind.Missing, List);
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            request = new(address!, all.DrainToImmutable());
            return true;
        }
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var xml = new XmlText();
        xml.Writer.WriteStartElement(Root, PresenceNamespaces.RichPresence);
        xml.Writer.WriteStartElement(List, PresenceNamespaces.RichPresence);
        xml.Writer.WriteAttributeString("uri", $"sip:{Address}");
        foreach (var publication in Publications)
        {
            Write(xml.Writer, publication);
        }

        xml.Writer.WriteEndElement();
        xml.Writer.WriteEndElement();
        return xml.ToBytes();
    }

    /// <inheritdoc/>
    public bool Equals(PublishRequest? other) => other is not null && Address == other.Address
        && Publications.AsSpan().SequenceEqual(other.Publications.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, Publications.Length);

    private static void Read(XmlBody xml, ImmutableArray<Publication>.Builder all)
    {
        for (var list = xml.Here; xml.NextChild(list);)
        {
            if (!xml.IsNamed(Item))
            {
                continue;
            }

            if (all.Count == PresenceLimits.PublicationsMax)
            {
                xml.Fail(XmlFaultKind.TooMany, Item);
                break;
            }

            all.Add(new(
                xml.RequiredAttribute("categoryName", PresenceLimits.NameLengthMax),
                PresenceXml.Number(xml, "instance"), PresenceXml.Number(xml, "container"),
                PresenceXml.NumberIfAny(xml, "version") ?? 0, CategoryExpiries.ReadIfAny(xml) ?? CategoryExpiry.Static)
            {
                Expires = PresenceXml.NumberIfAny(xml, "expires"),
                // The last: it moves on.
                Content = ContentMarkup.Read(xml),
            });
        }
    }

    private static void Write(XmlWriter xml, Publication publication)
    {
        xml.WriteStartElement(Item, PresenceNamespaces.RichPresence);
        xml.WriteAttributeString("categoryName", publication.Category);
        PresenceXml.Write(xml, "instance", publication.Instance);
        PresenceXml.Write(xml, "container", publication.Container);
        PresenceXml.Write(xml, "version", publication.Version);
        xml.WriteAttributeString("expireType", CategoryExpiries.WordOf(publication.Expiry));
        if (publication.Expires is { } expires)
        {
            PresenceXml.Write(xml, "expires", expires);
        }

        if (publication.Content is { } content)
        {
            ContentMarkup.Write(xml, content);
        }

        xml.WriteEndElement();
    }
}
