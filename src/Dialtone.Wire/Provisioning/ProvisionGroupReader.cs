using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Provisioning;

/// <summary>Reads one group of an answer, in any of its shapes.</summary>
internal sealed class ProvisionGroupReader(XmlBody xml)
{
    internal const string Instance = "instance";
    internal const string PropertyEntryList = "propertyEntryList";
    internal const string Property = "property";
    private const string Registrar = "registrar";
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
            else if (xml.IsNamed(Instance))
            {
                ReadProperties(ProvisionGroupShape.Instance);
            }
            else if (xml.IsNamed(PropertyEntryList))
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
        var isProperty = xml.IsNamed(Property);
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
            var text = xml.Text();
            if (!HostName.TryParse(text, out var host))
            {
                Keep(Registrar, ProvisioningAnswer.RegistrarsNamespace, text, isMarkup: false);
            }
            else if (_registrars.Count == ProvisioningLimits.RegistrarsMax)
            {
                xml.Fail(XmlFaultKind.TooMany, Registrar);
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
        if (isCut)
        {
            // A character of two halves stays whole.
            var length = ProvisioningLimits.ValueLengthMax;
            value = value[..(char.IsHighSurrogate(value[length - 1]) ? length - 1 : length)].TrimEnd();
        }

        _settings.Add(new(name, value, space, isMarkup, isCut));
    }
}
