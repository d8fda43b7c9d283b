using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Presence;

/// <summary>Who is to be in which container: <c>setContainerMembers</c>, the body of a SERVICE.</summary>
/// <param name="Changes">The changes in their order.</param>
public sealed record ContainerChanges(ImmutableArray<ContainerChange> Changes)
{
    private const string Root = "setContainerMembers";
    private const string Remove = "remove";

    /// <summary>Reads a body. Elements and attributes of others are passed over.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out ContainerChanges? request, out XmlFault fault)
    {
        request = null;
        if (!XmlBody.TryOpen(body, Root, PresenceNamespaces.Containers, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var changes = ImmutableArray.CreateBuilder<ContainerChange>();
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (xml.IsNamed("container"))
                {
                    ReadContainer(xml, changes);
                }
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            request = new(changes.DrainToImmutable());
            return true;
        }
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var xml = new XmlText();
        xml.Writer.WriteStartElement(Root, PresenceNamespaces.Containers);
        foreach (var change in Changes)
        {
            xml.Writer.WriteStartElement("container", PresenceNamespaces.Containers);
            PresenceXml.Write(xml.Writer, "id", change.Container);
            PresenceXml.Write(xml.Writer, "version", change.Version);
            xml.Writer.WriteStartElement("member", PresenceNamespaces.Containers);
            xml.Writer.WriteAttributeString("action", change.IsRemoval ? Remove : "add");
            xml.Writer.WriteAttributeString("type", change.Member.Kind);
            if (change.Member.Value.Length > 0)
            {
                xml.Writer.WriteAttributeString("value", change.Member.Value);
            }

            xml.Writer.WriteEndElement();
            xml.Writer.WriteEndElement();
        }

        xml.Writer.WriteEndElement();
        return xml.ToBytes();
    }

    /// <inheritdoc/>
    public bool Equals(ContainerChanges? other) =>
        other is not null && Changes.AsSpan().SequenceEqual(other.Changes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Changes.Length;

    private static void ReadContainer(XmlBody xml, ImmutableArray<ContainerChange>.Builder changes)
    {
        var (id, version) = (PresenceXml.Number(xml, "id"), PresenceXml.NumberIfAny(xml, "version") ?? 0);
        for (var container = xml.Here; xml.NextChild(container);)
        {
            if (!xml.IsNamed("member"))
            {
                continue;
            }

            if (changes.Count == PresenceLimits.MembersMax)
            {
                xml.Fail(XmlFaultKind.TooMany, xml.Name);
                break;
            }

            var kind = xml.RequiredAttribute("type", PresenceLimits.NameLengthMax);
            changes.Add(new(
                id, version, new(kind, PresenceXml.Text(xml, "value", PresenceLimits.UriLengthMax)),
                string.Equals(xml.Attribute("action"), Remove, StringComparison.OrdinalIgnoreCase)));
        }
    }
}
