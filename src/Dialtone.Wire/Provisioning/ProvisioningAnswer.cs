using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Provisioning;

/// <summary>
/// The settings that a Registrar gives a device, in the 200 to its SUBSCRIBE or in a NOTIFY after it (MS-SIPREGE
/// section 2.2.2.5). A group that was asked for may be missing, and one that nobody knows may be there.
/// </summary>
public sealed record ProvisioningAnswer
{
    /// <summary>The namespace of the element with the Registrars (<see cref="ProvisionGroup.Registrars"/>).</summary>
    public const string RegistrarsNamespace = "urn:dialtone:registrars";

    internal const string RootNamespace = "http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification";
    private const string Root = "provisionGroupList";
    private const string GroupName = "provisionGroup";

    /// <summary>The groups in their order.</summary>
    public required ImmutableArray<ProvisionGroup> Groups { get; init; }

    /// <summary>Reads a body. What is unknown in it is kept as text or passed over, and is no fault.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out ProvisioningAnswer? answer, out XmlFault fault)
    {
        answer = null;
        if (!XmlBody.TryOpen(body, Root, RootNamespace, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var groups = ImmutableArray.CreateBuilder<ProvisionGroup>();
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (!xml.IsNamed(GroupName))
                {
                    continue;
                }

                if (groups.Count == ProvisioningLimits.GroupsMax)
                {
                    xml.Fail(XmlFaultKind.TooMany, GroupName);
                    break;
                }

                groups.Add(new ProvisionGroupReader(xml).Read());
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            answer = new() { Groups = groups.DrainToImmutable() };
            return true;
        }
    }

    /// <summary>The first group of that name, without regard to case; null where there is none.</summary>
    public ProvisionGroup? Find(string name)
    {
        foreach (var group in Groups)
        {
            if (string.Equals(group.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return group;
            }
        }

        return null;
    }

    /// <summary>The body.</summary>
    /// <exception cref="ArgumentException">
    /// A name is no name of an element, a text has a character that XML does not have, or the source of an element was
    /// cut.
    /// </exception>
    public byte[] ToBytes()
    {
        using var xml = new XmlText();
        xml.Writer.WriteStartElement(Root, RootNamespace);
        foreach (var group in Groups)
        {
            xml.Writer.WriteStartElement(GroupName, RootNamespace);
            xml.Writer.WriteAttributeString("name", group.Name);
            ProvisionGroupWriter.Write(group, xml.Writer);
            xml.Writer.WriteEndElement();
        }

        xml.Writer.WriteEndElement();
        return xml.ToBytes();
    }
}
