using System.Xml;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// What a phone proves its user with by PIN, in the header Security of its request for a web ticket: phone number or
/// extension, and the PIN, as a UsernameToken (WS-Security UsernameToken Profile 1.1). How phones really send it is not
/// published: whatever is not certain about it is in this class. The PIN is a secret and is never part of a text.
/// </summary>
/// <param name="username">The phone number or extension, as it was typed.</param>
/// <param name="password">The PIN.</param>
public sealed class UsernameToken(string username, string password)
{
    /// <summary>The port of the web ticket service that takes it.</summary>
    public const string PortName = "WebTicketServicePin";

    private const string PasswordText =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";

    /// <summary>The phone number or extension.</summary>
    public string Username => username;

    /// <summary>The PIN, in the clear: only ever inside TLS.</summary>
    public string Password => password;

    /// <summary>Says for whom it is, never what proves it.</summary>
    public override string ToString() => $"PIN of {Username} (hidden)";

    internal static UsernameToken Read(XmlBody xml)
    {
        string? username = null, password = null;
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (xml.IsNamed("Username"))
            {
                username = WebText.Read(xml, "Username", WebServicesLimits.NameLengthMax);
            }
            else if (xml.IsNamed("Password"))
            {
                password = WebText.Read(xml, "Password", WebServicesLimits.NameLengthMax);
            }
        }

        if (username is null || password is null)
        {
            xml.Fail(XmlFaultKind.Missing, username is null ? "Username" : "Password");
        }

        return new(username ?? "", password ?? "");
    }

    internal void Write(XmlWriter xml)
    {
        xml.WriteStartElement("wsse", "UsernameToken", WebNamespaces.Security);
        xml.WriteElementString("wsse", "Username", WebNamespaces.Security, Username);
        xml.WriteStartElement("wsse", "Password", WebNamespaces.Security);
        xml.WriteAttributeString("Type", PasswordText);
        xml.WriteString(Password);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
