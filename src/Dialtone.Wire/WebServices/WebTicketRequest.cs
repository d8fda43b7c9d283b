using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// Asks the web ticket service for a ticket (MS-OCAUTHWS section 3.2, WS-Trust 1.3): for one service, for one user, and
/// with this side's part of the proof key, which is a secret.
/// </summary>
public sealed class WebTicketRequest
{
    /// <summary>The value of SOAPAction.</summary>
    public const string Action = WebNamespaces.Trust + "/RST/Issue";

    // Of February 2005, though everything around it is of December.
    private const string Issue = "http://schemas.xmlsoap.org/ws/2005/02/trust/Issue";
    private const string SymmetricKey = WebNamespaces.Trust + "/SymmetricKey";
    private const string ClaimsDialect = WebNamespaces.Diagnostics + ":authclaims";
    private const string UriClaim = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/uri";

    /// <summary>How many bytes of entropy a device gives.</summary>
    public const int EntropyBytes = 32;

    /// <summary>The asker's own name for the request, which the answer repeats.</summary>
    public string Context { get; init; } = "";

    /// <summary>The service that the ticket is for: the location of its port, to the letter.</summary>
    public required string AppliesTo { get; init; }

    /// <summary>
    /// Whom it is for: <c>sip:alice@contoso.example</c>; empty where the server finds the user by number and PIN.
    /// </summary>
    public string User { get; init; } = "";

    /// <summary>This side's part of the proof key.</summary>
    public required ReadOnlyMemory<byte> Entropy { get; init; }

    /// <summary>
    /// The header with number and PIN; <c>null</c> where the user is proved by the HTTP authentication.
    /// </summary>
    public MessageHeader? Header { get; init; }

    /// <summary>Reads a request.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out WebTicketRequest? request, out XmlFault fault)
    {
        string? appliesTo = null, user = null;
        byte[]? entropy = null;
        var context = "";
        void Read(XmlBody xml)
        {
            context = WebText.Attribute(xml, "Context", WebServicesLimits.NameLengthMax);
            for (var place = xml.Here; xml.NextChild(place);)
            {
                if (xml.IsNamed("AppliesTo"))
                {
                    appliesTo = WebText.ReadAt(xml, WebServicesLimits.UrlLengthMax, "EndpointReference", "Address");
                }
                else if (xml.IsNamed("Claims"))
                {
                    user = WebText.ReadAt(xml, WebServicesLimits.NameLengthMax, "ClaimType", "Value");
                }
                else if (xml.IsNamed("Entropy"))
                {
                    entropy = ReadEntropy(xml);
                }
            }

            if (appliesTo is null || entropy is null)
            {
                xml.Fail(XmlFaultKind.Missing, appliesTo is null ? "AppliesTo" : "Entropy");
            }
        }

        var isOne = SoapMessage.TryRead(body, "RequestSecurityToken", Read, out var header, out fault);
        request = isOne
            ? new()
            {
                Context = context,
                AppliesTo = appliesTo!,
                User = user ?? "",
                Entropy = entropy,
                Header = header,
            }
            : null;
        return isOne;
    }

    /// <summary>The message.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var soap = new SoapText(Header);
        var xml = soap.Writer;
        xml.WriteStartElement("wst", "RequestSecurityToken", WebNamespaces.Trust);
        xml.WriteAttributeString("Context", Context);
        xml.WriteElementString("wst", "TokenType", WebNamespaces.Trust, WebNamespaces.SamlToken);
        xml.WriteElementString("wst", "RequestType", WebNamespaces.Trust, Issue);
        xml.WriteStartElement("wsp", "AppliesTo", WebNamespaces.Policy);
        xml.WriteStartElement("wsa", "EndpointReference", WebNamespaces.Addressing);
        xml.WriteElementString("wsa", "Address", WebNamespaces.Addressing, AppliesTo);
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (User.Length > 0)
        {
            xml.WriteStartElement("wst", "Claims", WebNamespaces.Trust);
            xml.WriteAttributeString("Dialect", ClaimsDialect);
            xml.WriteStartElement("auth", "ClaimType", WebNamespaces.Claims);
            xml.WriteAttributeString("Uri", UriClaim);
            xml.WriteAttributeString("Optional", "false");
            xml.WriteElementString("auth", "Value", WebNamespaces.Claims, User);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteStartElement("wst", "Entropy", WebNamespaces.Trust);
        xml.WriteElementString(
            "wst", "BinarySecret", WebNamespaces.Trust, Convert.ToBase64String(Entropy.Span));
        xml.WriteEndElement();
        xml.WriteElementString("wst", "KeyType", WebNamespaces.Trust, SymmetricKey);
        xml.WriteEndElement();
        return soap.ToBytes();
    }

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => $"request for a web ticket of {AppliesTo} (hidden)";

    internal static byte[]? ReadEntropy(XmlBody xml)
    {
        byte[]? entropy = null;
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (entropy is null && xml.IsNamed("BinarySecret"))
            {
                entropy = WebText.ReadBase64(xml, "BinarySecret", WebServicesLimits.EntropyBytesMax);
            }
        }

        return entropy;
    }
}
