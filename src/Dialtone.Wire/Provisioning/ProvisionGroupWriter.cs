using System.Xml;

namespace Dialtone.Wire.Provisioning;

/// <summary>Writes one group of an answer in its shape.</summary>
internal static class ProvisionGroupWriter
{
    /// <summary>Writes what is in the group.</summary>
    public static void Write(ProvisionGroup group, XmlWriter xml)
    {
        var list = group.Shape switch
        {
            ProvisionGroupShape.Instance => ProvisionGroupReader.Instance,
            ProvisionGroupShape.PropertyEntryList => ProvisionGroupReader.PropertyEntryList,
            _ => null,
        };
        if (list is not null)
        {
            xml.WriteStartElement(list, ProvisioningAnswer.RootNamespace);
        }

        foreach (var setting in group.Settings)
        {
            WriteSetting(setting, isProperty: group.Shape != ProvisionGroupShape.Elements, xml);
        }

        if (list is not null)
        {
            xml.WriteEndElement();
        }

        if (!group.Registrars.IsEmpty)
        {
            xml.WriteStartElement("registrars", ProvisioningAnswer.RegistrarsNamespace);
            foreach (var registrar in group.Registrars)
            {
                xml.WriteElementString("registrar", ProvisioningAnswer.RegistrarsNamespace, registrar.Text);
            }

            xml.WriteEndElement();
        }
    }

    private static void WriteSetting(ProvisionSetting setting, bool isProperty, XmlWriter xml)
    {
        if (setting.IsMarkup)
        {
            if (setting.IsCut)
            {
                throw new ArgumentException(
                    $"The source of {setting.Name} was cut and is no element any more.", nameof(setting));
            }

            xml.WriteRaw(setting.Value);
        }
        else if (setting.Namespace.Length == 0 && (isProperty || IsReserved(setting.Name)))
        {
            xml.WriteStartElement(ProvisionGroupReader.Property, ProvisioningAnswer.RootNamespace);
            xml.WriteAttributeString("name", setting.Name);
            xml.WriteString(setting.Value);
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteElementString(
                setting.Name, setting.Namespace.Length > 0 ? setting.Namespace : ProvisioningAnswer.RootNamespace,
                setting.Value);
        }
    }

    // As the name of an element it would be one of the other shapes.
    private static bool IsReserved(string name) => string.Equals(
            name, ProvisionGroupReader.Property, StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, ProvisionGroupReader.Instance, StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, ProvisionGroupReader.PropertyEntryList, StringComparison.OrdinalIgnoreCase);
}
