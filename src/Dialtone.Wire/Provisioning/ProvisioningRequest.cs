using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Provisioning;

/// <summary>
/// The body of the SUBSCRIBE that asks for settings: the names of groups (MS-SIPREGE section 2.2.2.4). The element is
/// called provision<em>ing</em>GroupList, that of the answer is not.
/// </summary>
public sealed record ProvisioningRequest
{
    /// <summary>The type of the body of request and answer, for Content-Type and Accept.</summary>
    public const string ContentType = "application/vnd-microsoft-roaming-provisioning-v2+xml";

    /// <summary>The event package, for Event and as Allow-Events offers it.</summary>
    public const string EventPackage = "vnd-microsoft-provisioning-v2";

    private const string Root = "provisioningGroupList";
    private const string RootNamespace = "http://schemas.microsoft.com/2006/09/sip/provisioninggrouplist";
    private const string GroupName = "provisioningGroup";

    /// <summary>The groups that are asked for, in their order.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>An address in the subnet of the phone, for the location policy; null where it is not told.</summary>
    public IpAddress? Subnet { get; init; }

    /// <summary>What a phone asks.</summary>
    public static ProvisioningRequest OfPhone { get; } = new() { Groups = ProvisioningGroupNames.OfPhone };

    /// <summary>Reads the body of a SUBSCRIBE. Elements and attributes of others are passed over.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out ProvisioningRequest? request, out XmlFault fault)
    {
        request = null;
        if (!XmlBody.TryOpen(body, Root, RootNamespace, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var subnet = ReadSubnet(xml);
            var groups = ImmutableArray.CreateBuilder<string>();
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (!xml.IsNamed(GroupName))
                {
                    continue;
                }

                groups.Add(xml.RequiredAttribute("name", ProvisioningLimits.NameLengthMax));
                if (groups.Count > ProvisioningLimits.GroupsMax)
                {
                    xml.Fail(XmlFaultKind.TooMany, GroupName);
                }
            }

            if (groups.Count == 0)
            {
                xml.Fail(XmlFaultKind.Missing, GroupName);
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            request = new() { Groups = groups.DrainToImmutable(), Subnet = subnet };
            return true;
        }
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">A name has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var xml = new XmlText();
        xml.Writer.WriteStartElement(Root, RootNamespace);
        if (Subnet is { } subnet)
        {
            xml.Writer.WriteAttributeString("subnet", subnet.ToString());
        }

        foreach (var group in Groups)
        {
            xml.Writer.WriteStartElement(GroupName, RootNamespace);
            xml.Writer.WriteAttributeString("name", group);
            xml.Writer.WriteEndElement();
        }

        xml.Writer.WriteEndElement();
        return xml.ToBytes();
    }

    private static IpAddress? ReadSubnet(XmlBody xml)
    {
        var text = xml.Attribute("subnet");
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!IpAddress.TryParse(text, out var subnet))
        {
            xml.Fail(XmlFaultKind.InvalidValue, "subnet");
        }

        return subnet;
    }
}
