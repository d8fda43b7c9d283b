using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Presence;

/// <summary>The list that a notification of many users begins with (RFC 4662 section 5).</summary>
/// <param name="Address">The subscriber, without <c>sip:</c>.</param>
/// <param name="Version">The number of the notification.</param>
/// <param name="IsFull">Whether every user of the list is in it.</param>
/// <param name="Resources">The users in their order; of several instances of one the first.</param>
public sealed record RlmiList(string Address, uint Version, bool IsFull, ImmutableArray<RlmiResource> Resources)
{
    private const string Root = "list";
    private const string Resource = "resource";

    /// <summary>Reads a body. Elements and attributes of others are passed over.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out RlmiList? list, out XmlFault fault)
    {
        list = null;
        if (!XmlBody.TryOpen(body, Root, PresenceNamespaces.Rlmi, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var address = PresenceXml.Address(xml, "uri");
            var version = PresenceXml.NumberIfAny(xml, "version") ?? 0;
            var isFull = PresenceXml.FlagIfAny(xml, "fullState") ?? false;
            var resources = ImmutableArray.CreateBuilder<RlmiResource>();
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (!xml.IsNamed(Resource))
                {
                    continue;
                }

                if (resources.Count == PresenceLimits.ResourcesMax)
                {
                    xml.Fail(XmlFaultKind.TooMany, Resource);
                    break;
                }

                resources.Add(ReadResource(xml));
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            list = new(address, version, isFull, resources.DrainToImmutable());
            return true;
        }
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var text = new XmlText();
        var xml = text.Writer;
        xml.WriteStartElement(Root, PresenceNamespaces.Rlmi);
        xml.WriteAttributeString("uri", $"sip:{Address}");
        PresenceXml.Write(xml, "version", Version);
        PresenceXml.Write(xml, "fullState", IsFull);
        foreach (var resource in Resources)
        {
            xml.WriteStartElement(Resource, PresenceNamespaces.Rlmi);
            xml.WriteAttributeString("uri", $"sip:{resource.Address}");
            xml.WriteStartElement("instance", PresenceNamespaces.Rlmi);
            xml.WriteAttributeString("id", "0");
            xml.WriteAttributeString("state", WordOf(resource.State));
            if (resource.ContentId.Length > 0)
            {
                xml.WriteAttributeString("cid", resource.ContentId);
            }

            if (resource.Pool.Length > 0)
            {
                xml.WriteAttributeString("poolFqdn", resource.Pool);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        return text.ToBytes();
    }

    /// <inheritdoc/>
    public bool Equals(RlmiList? other) => other is not null && Address == other.Address && Version == other.Version
        && IsFull == other.IsFull && Resources.AsSpan().SequenceEqual(other.Resources.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, Version, IsFull, Resources.Length);

    private static RlmiResource ReadResource(XmlBody xml)
    {
        var address = PresenceXml.Address(xml, "uri");
        RlmiResource? read = null;
        for (var resource = xml.Here; xml.NextChild(resource);)
        {
            if (xml.IsNamed("instance") && read is null)
            {
                read = new(
                    address, StateOf(xml), PresenceXml.Text(xml, "cid", PresenceLimits.UriLengthMax),
                    PresenceXml.Text(xml, "poolFqdn"));
            }
        }

        // Without an instance there is no subscription (RFC 4662 section 5.3).
        return read ?? new(address, RlmiState.Terminated);
    }

    // A word that is not known ends no subscription.
    private static RlmiState StateOf(XmlBody xml) => xml.Attribute("state")?.ToUpperInvariant() switch
    {
        "PENDING" => RlmiState.Pending,
        "TERMINATED" => RlmiState.Terminated,
        "RESUBSCRIBE" => RlmiState.Resubscribe,
        _ => RlmiState.Active,
    };

    private static string WordOf(RlmiState state) => state switch
    {
        RlmiState.Pending => "pending",
        RlmiState.Terminated => "terminated",
        RlmiState.Resubscribe => "resubscribe",
        _ => "active",
    };
}
