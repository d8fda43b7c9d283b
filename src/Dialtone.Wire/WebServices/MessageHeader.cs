using System.Xml;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>The header of a SOAP message (WS-Addressing 1.0, WS-Security 1.1).</summary>
public sealed record MessageHeader
{
    private const string Anonymous = "http://www.w3.org/2005/08/addressing/anonymous";

    /// <summary>Where it goes: the location of the port.</summary>
    public string To { get; init; } = "";

    /// <summary>What is asked: the value of SOAPAction.</summary>
    public string Action { get; init; } = "";

    /// <summary>Its name; empty where it has none.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>The web ticket of the user; <c>null</c> where there is none.</summary>
    public TicketProof? Proof { get; init; }

    /// <summary>The number and PIN of the user; <c>null</c> where there are none.</summary>
    public UsernameToken? Username { get; init; }

    internal static MessageHeader Read(XmlBody xml)
    {
        var header = new MessageHeader();
        for (var place = xml.Here; xml.NextChild(place);)
        {
            header = xml switch
            {
                _ when xml.IsNamed("To") =>
                    header with { To = WebText.Read(xml, "To", WebServicesLimits.UrlLengthMax) },
                _ when xml.IsNamed("Action") =>
                    header with { Action = WebText.Read(xml, "Action", WebServicesLimits.UrlLengthMax) },
                _ when xml.IsNamed("MessageID") =>
                    header with { MessageId = WebText.Read(xml, "MessageID", WebServicesLimits.NameLengthMax) },
                _ when xml.IsNamed("Security") => ReadSecurity(xml, header),
                _ => header,
            };
        }

        return header;
    }

    internal void Write(XmlWriter xml)
    {
        xml.WriteStartElement("soap", "Header", WebNamespaces.Soap);
        WriteWhereThere(xml, "To", To);
        xml.WriteStartElement("wsa", "ReplyTo", WebNamespaces.Addressing);
        xml.WriteElementString("wsa", "Address", WebNamespaces.Addressing, Anonymous);
        xml.WriteEndElement();
        WriteWhereThere(xml, "MessageID", MessageId);
        WriteWhereThere(xml, "Action", Action);
        xml.WriteStartElement("wsse", "Security", WebNamespaces.Security);
        Proof?.Write(xml);
        Username?.Write(xml);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteWhereThere(XmlWriter xml, string name, string value)
    {
        if (value.Length > 0)
        {
            xml.WriteElementString("wsa", name, WebNamespaces.Addressing, value);
        }
    }

    private static MessageHeader ReadSecurity(XmlBody xml, MessageHeader header)
    {
        var reader = new TicketProofReader();
        var username = header.Username;
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (xml.IsNamed("UsernameToken"))
            {
                username = UsernameToken.Read(xml);
            }
            else
            {
                reader.Read(xml);
            }
        }

        return header with { Username = username, Proof = reader.Proof };
    }
}
