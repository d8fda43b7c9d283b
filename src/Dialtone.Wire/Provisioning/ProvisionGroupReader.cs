using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Provisioning;

/// <summary>Reads one group of an answer, in any of its shapes.</summary>
internal sealed class ProvisionGroupReader(XmlBody xml)
{
    private const string MicrosoftNamespaces = "http://schemas.microsoft.com/";

    private readonly ImmutableArray<ProvisionSetting>.Builder _settings =
        ImmutableArray.CreateBuilder<ProvisionSetting>();
    private readonly ImmutableArray<HostName>.Builder _registrars = ImmutableArray.CreateBuilder<HostName>();
    private ProvisionGroupShape? _shape;

    /// <summary>Reads the group that the body has come to.</summary>
    public ProvisionGroup Read()
    {
        var group = xml.Here;
        var name = xml.RequiredAttribute("name", ProvisioningLimits.NameLengthMax);
        while (xml.NextChild(group))
        {
            if (IsForeign)
            {
                ReadForeign();
            }
            else if (xml.IsNamed("instance"))
            {
                ReadProperties(ProvisionGroupShape.Instance);
            }
            else if (xml.IsNamed("propertyEntryList"))
            {
                ReadProperties(ProvisionGroupShape.PropertyEntryList);
            }
            else
            {
                ReadSetting(null);
            }
        }

        return new()
        {
            Name = name,
            Shape = _shape ?? ProvisionGroupShape.Elements,
            Settings = _settings.DrainToImmutable(),
            Registrars = _registrars.DrainToImmutable(),
        };
    }

    private bool IsForeign =>
        xml.Namespace.Length > 0 && !xml.Namespace.StartsWith(MicrosoftNamespaces, StringComparison.OrdinalIgnoreCase);

    private void ReadProperties(ProvisionGroupShape shape)
    {
        for (var list = xml.Here; xml.NextChild(list);)
        {
            ReadSetting(shape);
        }
    }

    private void ReadSetting(ProvisionGroupShape? listShape)
    {
        var isProperty = xml.IsNamed("property");
        var name = isProperty ? xml.RequiredAttribute("name", ProvisioningLimits.NameLengthMax) : xml.Name;
        _shape ??= listShape ?? (isProperty ? ProvisionGroupShape.Properties : ProvisionGroupShape.Elements);
        Keep(name, IsForeign ? xml.Namespace : "");
    }

    private void ReadForeign()
    {
        if (xml.Namespace != ProvisioningAnswer.RegistrarsNamespace || !xml.IsNamed("registrars"))
        {
            Keep(xml.Name, xml.Namespace);
            return;
        }

        for (var list = xml.Here; xml.NextChild(list);)
        {
            var (name, space) = (xml.Name, xml.Namespace);
            var text = xml.Text();
            if (!HostName.TryParse(text, out var host))
            {
                Keep(name, space, text, isMarkup: false);
            }
            else if (_registrars.Count == ProvisioningLimits.RegistrarsMax)
            {
                xml.Fail(XmlFaultKind.TooMany, name);
            }
            else
            {
                _registrars.Add(host);
            }
        }
    }

    private void Keep(string name, string space) => Keep(name, space, xml.TextOrSource(out var isMarkup), isMarkup);

    private void Keep(string name, string space, string value, bool isMarkup)
    {
        if (name.Length > ProvisioningLimits.NameLengthMax)
        {
            xml.Fail(XmlFaultKind.InvalidValue, name);
        }

        if (_settings.Count == ProvisioningLimits.SettingsMax)
        {
            xml.Fail(XmlFaultKind.TooMany, name);
            return;
        }

        var isCut = value.Length > ProvisioningLimits.ValueLengthMax;
        _settings.Add(new(name, isCut ? value[..ProvisioningLimits.ValueLengthMax] : value, space, isMarkup, isCut));
    }
}
