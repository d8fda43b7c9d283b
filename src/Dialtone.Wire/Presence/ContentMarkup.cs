using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.Presence;

/// <summary>The contents of categories as elements.</summary>
internal static class ContentMarkup
{
    // Of MS-PRES; in the order of StateKind.
    private static readonly string[] StateTypes =
        ["", "userState", "machineState", "calendarState", "phoneState", "aggregateMachineState", "aggregateState"];

    /// <summary>
    /// Reads what is in the element that the body has come to, a category or a publication; <c>null</c> where there is
    /// nothing, or nothing that is read here.
    /// </summary>
    public static CategoryContent? Read(XmlBody xml)
    {
        CategoryContent? content = null;
        for (var category = xml.Here; xml.NextChild(category);)
        {
            content ??= xml.Name.ToUpperInvariant() switch
            {
                "STATE" => ReadState(xml),
                "NOTE" => ReadNote(xml),
                "CONTACTCARD" => ReadCard(xml),
                "USERPROPERTIES" => ReadProperties(xml),
                "DEVICE" => ReadDevice(xml),
                _ => null,
            };
        }

        return content;
    }

    public static void Write(XmlWriter xml, CategoryContent content)
    {
        switch (content)
        {
            case CategoryContent.State state:
                WriteState(xml, state);
                break;
            case CategoryContent.Note note:
                WriteNote(xml, note);
                break;
            case CategoryContent.ContactCard card:
                WriteCard(xml, card);
                break;
            case CategoryContent.UserProperties properties:
                WriteProperties(xml, properties);
                break;
            case CategoryContent.Device device:
                WriteDevice(xml, device);
                break;
            default:
                break;
        }
    }

    private static CategoryContent.State? ReadState(XmlBody xml)
    {
        var type = xml.Attribute("type", PresenceNamespaces.Instance) ?? "";
        // The prefix of a qualified name may be any.
        var kind = (StateKind)Math.Max(0, Array.IndexOf(StateTypes, type[(type.IndexOf(':') + 1)..]));
        var isManual = PresenceXml.FlagIfAny(xml, "manual");
        uint? number = null;
        StateActivity? activity = null;
        var device = "";
        int? bias = null;
        var (zone, abbreviation) = ("", "");
        for (var state = xml.Here; xml.NextChild(state);)
        {
            switch (xml.Name.ToUpperInvariant())
            {
                case "AVAILABILITY":
                    number = PresenceXml.Parse(xml, xml.Name, xml.Text());
                    break;
                case "ACTIVITY":
                    activity ??= ReadActivity(xml);
                    break;
                case "DEVICE":
                    device = PresenceXml.Cut(xml.Text(), PresenceLimits.NameLengthMax);
                    break;
                case "TIMEZONEBIAS":
                    bias = int.TryParse(
                        xml.Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes)
                        ? minutes : null;
                    break;
                case "TIMEZONENAME":
                    zone = PresenceXml.Cut(xml.Text(), PresenceLimits.NameLengthMax);
                    break;
                case "TIMEZONEABBREVIATION":
                    abbreviation = PresenceXml.Cut(xml.Text(), PresenceLimits.NameLengthMax);
                    break;
                default:
                    break;
            }
        }

        return number is { } availability
            ? new(kind, availability)
            {
                IsManual = isManual,
                Activity = activity,
                TimeZone = bias is { } west ? new(west, zone, abbreviation) : null,
                DeviceKind = device,
            }
            : null;
    }

    // One without a token is a text of the user's own in many languages.
    private static StateActivity? ReadActivity(XmlBody xml) =>
        PresenceXml.Text(xml, "token") is { Length: > 0 } token
            ? new(token, PresenceXml.NumberIfAny(xml, "minAvailability"),
                PresenceXml.NumberIfAny(xml, "maxAvailability"))
            : null;

    private static void WriteState(XmlWriter xml, CategoryContent.State state)
    {
        const string Space = PresenceNamespaces.State;
        xml.WriteStartElement("state", Space);
        xml.WriteAttributeString("xmlns", "xsi", null, PresenceNamespaces.Instance);
        if (state.IsManual is { } isManual)
        {
            PresenceXml.Write(xml, "manual", isManual);
        }

        if (state.Kind != StateKind.Unknown)
        {
            xml.WriteAttributeString("type", PresenceNamespaces.Instance, StateTypes[(int)state.Kind]);
        }

        xml.WriteElementString("availability", Space, state.Number.ToString(CultureInfo.InvariantCulture));
        if (state.Activity is { } activity)
        {
            xml.WriteStartElement("activity", Space);
            xml.WriteAttributeString("token", activity.Token);
            WriteIfAny(xml, "minAvailability", activity.Min);
            WriteIfAny(xml, "maxAvailability", activity.Max);
            xml.WriteEndElement();
        }

        xml.WriteElementString("endpointLocation", Space, "");
        if (state.DeviceKind.Length > 0 || state.TimeZone is not null)
        {
            WriteExtension(xml, state);
        }

        xml.WriteEndElement();
    }

    // What later versions added stands between two marks.
    private static void WriteExtension(XmlWriter xml, CategoryContent.State state)
    {
        const string Space = PresenceNamespaces.State;
        xml.WriteElementString("delimiter", PresenceNamespaces.CommonTypes, "");
        if (state.TimeZone is { } zone)
        {
            xml.WriteElementString("timeZoneBias", Space, zone.Bias.ToString(CultureInfo.InvariantCulture));
            xml.WriteElementString("timeZoneName", Space, zone.Name);
            xml.WriteElementString("timeZoneAbbreviation", Space, zone.Abbreviation);
        }

        if (state.DeviceKind.Length > 0)
        {
            xml.WriteElementString("device", Space, state.DeviceKind);
        }

        xml.WriteElementString("end", PresenceNamespaces.CommonTypes, "");
    }

    private static CategoryContent.Note ReadNote(XmlBody xml)
    {
        var (text, kind) = ("", CategoryContent.Note.Personal);
        for (var note = xml.Here; xml.NextChild(note);)
        {
            if (xml.IsNamed("body") && text.Length == 0)
            {
                kind = PresenceXml.Text(xml, "type") is { Length: > 0 } said ? said : kind;
                text = PresenceXml.Cut(xml.Text(), PresenceLimits.NoteLengthMax);
            }
        }

        return new(text, kind);
    }

    private static void WriteNote(XmlWriter xml, CategoryContent.Note note)
    {
        xml.WriteStartElement("note", PresenceNamespaces.Note);
        xml.WriteStartElement("body", PresenceNamespaces.Note);
        xml.WriteAttributeString("type", note.Kind);
        xml.WriteAttributeString("uri", "");
        xml.WriteString(note.Text);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static CategoryContent.ContactCard ReadCard(XmlBody xml)
    {
        var (name, mail) = ("", "");
        for (var card = xml.Here; xml.NextChild(card);)
        {
            if (!xml.IsNamed("identity"))
            {
                continue;
            }

            for (var identity = xml.Here; xml.NextChild(identity);)
            {
                if (xml.IsNamed("email") && mail.Length == 0)
                {
                    mail = PresenceXml.Cut(xml.Text(), PresenceLimits.NameLengthMax);
                }
                else if (xml.IsNamed("name") && name.Length == 0)
                {
                    name = ReadName(xml);
                }
            }
        }

        return new(name, mail);
    }

    private static string ReadName(XmlBody xml)
    {
        var shown = "";
        for (var name = xml.Here; xml.NextChild(name);)
        {
            if (xml.IsNamed("displayName"))
            {
                shown = PresenceXml.Cut(xml.Text(), PresenceLimits.NameLengthMax);
            }
        }

        return shown;
    }

    private static void WriteCard(XmlWriter xml, CategoryContent.ContactCard card)
    {
        const string Space = PresenceNamespaces.ContactCard;
        xml.WriteStartElement("contactCard", Space);
        xml.WriteStartElement("identity", Space);
        xml.WriteStartElement("name", Space);
        xml.WriteElementString("displayName", Space, card.DisplayName);
        xml.WriteEndElement();
        if (card.Email.Length > 0)
        {
            xml.WriteElementString("email", Space, card.Email);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static CategoryContent.UserProperties ReadProperties(XmlBody xml)
    {
        var lines = ImmutableArray.CreateBuilder<UserLine>();
        for (var properties = xml.Here; xml.NextChild(properties);)
        {
            if (!xml.IsNamed("lines"))
            {
                continue;
            }

            for (var list = xml.Here; xml.NextChild(list);)
            {
                if (!xml.IsNamed("line"))
                {
                    continue;
                }

                if (lines.Count == PresenceLimits.LinesMax)
                {
                    xml.Fail(XmlFaultKind.TooMany, "line");
                    break;
                }

                var kind = PresenceXml.Text(xml, "lineType");
                lines.Add(new(kind, PresenceXml.Cut(xml.Text(), PresenceLimits.UriLengthMax)));
            }
        }

        return new(lines.DrainToImmutable());
    }

    private static void WriteProperties(XmlWriter xml, CategoryContent.UserProperties properties)
    {
        const string Space = PresenceNamespaces.UserProperties;
        xml.WriteStartElement("userProperties", Space);
        xml.WriteStartElement("lines", Space);
        foreach (var line in properties.Lines)
        {
            xml.WriteStartElement("line", Space);
            xml.WriteAttributeString("lineType", line.Kind);
            xml.WriteString(line.Uri);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static CategoryContent.Device ReadDevice(XmlBody xml)
    {
        var endpoint = PresenceXml.Text(xml, "endpointId");
        var (uri, machine) = ("", "");
        var all = ImmutableArray.CreateBuilder<DeviceCapability>();
        for (var device = xml.Here; xml.NextChild(device);)
        {
            if (xml.IsNamed("machineName"))
            {
                machine = PresenceXml.Cut(xml.Text(), PresenceLimits.NameLengthMax);
            }
            else if (xml.IsNamed("capabilities"))
            {
                uri = PresenceXml.Text(xml, "uri", PresenceLimits.UriLengthMax);
                ReadCapabilities(xml, all);
            }
        }

        return new(endpoint, uri, machine, all.DrainToImmutable());
    }

    private static void ReadCapabilities(XmlBody xml, ImmutableArray<DeviceCapability>.Builder all)
    {
        for (var capabilities = xml.Here; xml.NextChild(capabilities);)
        {
            if (all.Count == PresenceLimits.CapabilitiesMax || xml.Name.Length > PresenceLimits.NameLengthMax)
            {
                xml.Fail(XmlFaultKind.TooMany, xml.Name);
                break;
            }

            all.Add(new(
                xml.Name, PresenceXml.FlagIfAny(xml, "capture") ?? false, PresenceXml.FlagIfAny(xml, "render") ?? false,
                PresenceXml.FlagIfAny(xml, "publish") ?? false));
        }
    }

    private static void WriteDevice(XmlWriter xml, CategoryContent.Device device)
    {
        const string Space = PresenceNamespaces.Device;
        xml.WriteStartElement("device", Space);
        xml.WriteAttributeString("endpointId", device.EndpointId);
        xml.WriteStartElement("capabilities", Space);
        PresenceXml.Write(xml, "preferred", value: false);
        xml.WriteAttributeString("uri", device.Uri);
        foreach (var capability in device.Capabilities)
        {
            xml.WriteStartElement(capability.Name, Space);
            PresenceXml.Write(xml, "capture", capability.Capture);
            PresenceXml.Write(xml, "render", capability.Render);
            PresenceXml.Write(xml, "publish", capability.Publish);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteElementString("machineName", Space, device.MachineName);
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
