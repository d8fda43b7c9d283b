using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// An answer of Lyncdiscover in XML (MS-OCDISCWS section 2.2): that of the root with links, or that of the user with
/// the Registrars.
/// </summary>
public sealed class AutodiscoverResponse
{
    /// <summary>The type of the answer, and what Accept asks for: without it the answer is JSON.</summary>
    public const string ContentType = "application/vnd.microsoft.rtc.autodiscover+xml;v=1";

    /// <summary>From where the server takes the client to come.</summary>
    public AccessLocation Location { get; init; }

    /// <summary>Whether it is the user's answer; else the root's.</summary>
    public bool IsOfUser { get; init; }

    /// <summary>The links, in their order.</summary>
    public ImmutableArray<AutodiscoverLink> Links { get; init; } = [];

    /// <summary>The Registrar from inside; null where it is not said.</summary>
    public SipAccess? Internal { get; init; }

    /// <summary>The Registrar from outside; null where it is not said.</summary>
    public SipAccess? External { get; init; }

    /// <summary>The first link that is there for one of these; null where there is none.</summary>
    public AutodiscoverLink? Link(params ReadOnlySpan<string> tokens)
    {
        foreach (var link in Links)
        {
            foreach (var token in tokens)
            {
                if (string.Equals(link.Token, token, StringComparison.OrdinalIgnoreCase))
                {
                    return link;
                }
            }
        }

        return null;
    }

    /// <summary>Reads an answer.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out AutodiscoverResponse? response, out XmlFault fault)
    {
        response = null;
        if (!XmlBody.TryOpen(body, "AutodiscoverResponse", "", out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var location = xml.Attribute("AccessLocation") switch
            {
                { } text when text.Equals("Internal", StringComparison.OrdinalIgnoreCase) => AccessLocation.Internal,
                { } text when text.Equals("External", StringComparison.OrdinalIgnoreCase) => AccessLocation.External,
                _ => AccessLocation.Unknown,
            };
            AutodiscoverResponse? read = null;
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (read is null && (xml.IsNamed("Root") || xml.IsNamed("User")))
                {
                    read = ReadContent(xml, location);
                }
            }

            if (read is null)
            {
                xml.Fail(XmlFaultKind.Missing, "Root");
            }

            if (xml.TryFinish(out fault))
            {
                response = read;
            }

            return response is not null;
        }
    }

    /// <summary>The document.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var text = new XmlText();
        var xml = text.Writer;
        xml.WriteStartElement("AutodiscoverResponse");
        if (Location != AccessLocation.Unknown)
        {
            xml.WriteAttributeString("AccessLocation", $"{Location}");
        }

        xml.WriteStartElement(IsOfUser ? "User" : "Root");
        Write(xml, "SipClientInternalAccess", Internal);
        Write(xml, "SipClientExternalAccess", External);
        foreach (var link in Links)
        {
            xml.WriteStartElement("Link");
            xml.WriteAttributeString("token", link.Token);
            xml.WriteAttributeString("href", link.Href);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        return text.ToBytes();
    }

    private static void Write(System.Xml.XmlWriter xml, string name, SipAccess? access)
    {
        if (access is { } there)
        {
            xml.WriteStartElement(name);
            xml.WriteAttributeString("fqdn", there.Host.Text);
            xml.WriteAttributeString("port", there.Port.ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }
    }

    private static AutodiscoverResponse ReadContent(XmlBody xml, AccessLocation location)
    {
        var isOfUser = xml.IsNamed("User");
        var links = ImmutableArray.CreateBuilder<AutodiscoverLink>();
        SipAccess? inside = null, outside = null;
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (xml.IsNamed("Link"))
            {
                ReadLink(xml, links);
            }
            else if (xml.IsNamed("SipClientInternalAccess"))
            {
                inside = ReadAccess(xml);
            }
            else if (xml.IsNamed("SipClientExternalAccess"))
            {
                outside = ReadAccess(xml);
            }
        }

        return new()
        {
            Location = location,
            IsOfUser = isOfUser,
            Links = links.DrainToImmutable(),
            Internal = inside,
            External = outside,
        };
    }

    private static void ReadLink(XmlBody xml, ImmutableArray<AutodiscoverLink>.Builder links)
    {
        if (links.Count == WebServicesLimits.LinksMax)
        {
            xml.Fail(XmlFaultKind.TooMany, "Link");
            return;
        }

        links.Add(new(
            xml.RequiredAttribute("token", WebServicesLimits.NameLengthMax),
            xml.RequiredAttribute("href", WebServicesLimits.UrlLengthMax)));
    }

    private static SipAccess? ReadAccess(XmlBody xml)
    {
        var name = xml.RequiredAttribute("fqdn", HostName.LengthMax);
        var isPort = ushort.TryParse(
            xml.Attribute("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;
        if (isPort && HostName.TryParse(name, out var host))
        {
            return new(host, port);
        }

        xml.Fail(XmlFaultKind.InvalidValue, isPort ? "fqdn" : "port");
        return null;
    }
}
