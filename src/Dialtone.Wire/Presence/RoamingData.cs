using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Xml;
using Dialtone.Wire.Xml;
using XmlText = Dialtone.Wire.Xml.XmlText;

namespace Dialtone.Wire.Presence;

/// <summary>
/// What of one's own there is, or has changed: publications, containers and subscribers; also what a publication is
/// answered with.
/// </summary>
public sealed record RoamingData
{
    private const string Root = "roamingData";
    private const string ContainersName = "containers";
    private const string SubscribersName = "subscribers";

    /// <summary>The user's own publications; <c>null</c> where nothing is said of them.</summary>
    public CategoryDocument? Categories { get; init; }

    /// <summary>The containers; <c>null</c> where nothing is said of them.</summary>
    public ImmutableArray<PresenceContainer>? Containers { get; init; }

    /// <summary>The subscribers; <c>null</c> where nothing is said of them.</summary>
    public ImmutableArray<PresenceSubscriber>? Subscribers { get; init; }

    /// <summary>Reads a body. Elements and attributes of others are passed over.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out RoamingData? data, out XmlFault fault)
    {
        data = null;
        if (!XmlBody.TryOpen(body, Root, PresenceNamespaces.RoamingSelf, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var read = new RoamingData();
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (xml.IsNamed(CategoryDocument.Root))
                {
                    read = read with { Categories = CategoryDocument.Read(xml) };
                }
                else if (xml.IsNamed(ContainersName))
                {
                    read = read with { Containers = ReadContainers(xml) };
                }
                else if (xml.IsNamed(SubscribersName))
                {
                    read = read with { Subscribers = ReadSubscribers(xml) };
                }
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            data = read;
            return true;
        }
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var xml = new XmlText();
        xml.Writer.WriteStartElement(Root, PresenceNamespaces.RoamingSelf);
        Categories?.Write(xml.Writer);
        if (Containers is { } containers)
        {
            Write(xml.Writer, containers);
        }

        if (Subscribers is { } subscribers)
        {
            Write(xml.Writer, subscribers);
        }

        xml.Writer.WriteEndElement();
        return xml.ToBytes();
    }

    /// <inheritdoc/>
    public bool Equals(RoamingData? other) => other is not null && Categories == other.Categories
        && Same(Containers, other.Containers) && Same(Subscribers, other.Subscribers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Categories, Containers?.Length, Subscribers?.Length);

    private static bool Same<T>(ImmutableArray<T>? one, ImmutableArray<T>? other)
        where T : IEquatable<T> => one is { } first && other is { } second
        ? first.AsSpan().SequenceEqual(second.AsSpan()) : one is null == other is null;

    private static ImmutableArray<PresenceContainer> ReadContainers(XmlBody xml)
    {
        var containers = ImmutableArray.CreateBuilder<PresenceContainer>();
        for (var list = xml.Here; xml.NextChild(list);)
        {
            if (!xml.IsNamed("container"))
            {
                continue;
            }

            if (containers.Count == PresenceLimits.ContainersMax)
            {
                xml.Fail(XmlFaultKind.TooMany, xml.Name);
                break;
            }

            containers.Add(new(
                PresenceXml.Number(xml, "id"), PresenceXml.NumberIfAny(xml, "version") ?? 0, ReadMembers(xml)));
        }

        return containers.DrainToImmutable();
    }

    private static ImmutableArray<ContainerMember> ReadMembers(XmlBody xml)
    {
        var members = ImmutableArray.CreateBuilder<ContainerMember>();
        for (var container = xml.Here; xml.NextChild(container);)
        {
            if (!xml.IsNamed("member"))
            {
                continue;
            }

            if (members.Count == PresenceLimits.MembersMax)
            {
                xml.Fail(XmlFaultKind.TooMany, xml.Name);
                break;
            }

            members.Add(new(
                xml.RequiredAttribute("type", PresenceLimits.NameLengthMax),
                PresenceXml.Text(xml, "value", PresenceLimits.UriLengthMax)));
        }

        return members.DrainToImmutable();
    }

    private static ImmutableArray<PresenceSubscriber> ReadSubscribers(XmlBody xml)
    {
        var subscribers = ImmutableArray.CreateBuilder<PresenceSubscriber>();
        for (var list = xml.Here; xml.NextChild(list);)
        {
            if (!xml.IsNamed("subscriber"))
            {
                continue;
            }

            if (subscribers.Count == PresenceLimits.SubscribersMax)
            {
                xml.Fail(XmlFaultKind.TooMany, xml.Name);
                break;
            }

            subscribers.Add(new(
                PresenceXml.Address(xml, "user"), PresenceXml.Text(xml, "displayName"),
                PresenceXml.FlagIfAny(xml, "acknowledged") ?? true));
        }

        return subscribers.DrainToImmutable();
    }

    private static void Write(XmlWriter xml, ImmutableArray<PresenceContainer> containers)
    {
        xml.WriteStartElement(ContainersName, PresenceNamespaces.Containers);
        foreach (var container in containers)
        {
            xml.WriteStartElement("container", PresenceNamespaces.Containers);
            PresenceXml.Write(xml, "id", container.Id);
            PresenceXml.Write(xml, "version", container.Version);
            foreach (var member in container.Members)
            {
                xml.WriteStartElement("member", PresenceNamespaces.Containers);
                xml.WriteAttributeString("type", member.Kind);
                if (member.Value.Length > 0)
                {
                    xml.WriteAttributeString("value", member.Value);
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, ImmutableArray<PresenceSubscriber> subscribers)
    {
        xml.WriteStartElement(SubscribersName, PresenceNamespaces.Subscribers);
        foreach (var subscriber in subscribers)
        {
            xml.WriteStartElement("subscriber", PresenceNamespaces.Subscribers);
            xml.WriteAttributeString("user", subscriber.Address);
            xml.WriteAttributeString("displayName", subscriber.DisplayName);
            PresenceXml.Write(xml, "acknowledged", subscriber.IsAcknowledged);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
