using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// GetAndPublishCert: asks the certificate provisioning service to issue a certificate for the user and to store it
/// with the user, so that every Registrar knows it (MS-OCAUTHWS section 1.5).
/// </summary>
public sealed class PublishCertificateRequest
{
    /// <summary>The value of SOAPAction.</summary>
    public const string Action = WebNamespaces.AuthWebServices + "GetAndPublishCert";

    private const string Issue = WebNamespaces.TrustOfCertificates + "Issue";
    private const string Pkcs10 = "http://schemas.microsoft.com/OCS/AuthWebServices.xsd#PKCS10";
    private const int LineLength = 76;

    /// <summary>The header, with the ticket of the user.</summary>
    public required MessageHeader Header { get; init; }

    /// <summary>The endpoint: the UUID of its <c>+sip.instance</c> in braces.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Whom it is for: <c>alice@contoso.example</c>. With its scheme it is accepted too.</summary>
    public required string Entity { get; init; }

    /// <summary>The certificate request: PKCS#10 (RFC 2986) in DER.</summary>
    public required ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>The asker's own name for it, which the answer repeats; may be empty.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>Reads a request.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out PublishCertificateRequest? request, out XmlFault fault)
    {
        string device = "", entity = "", id = "";
        byte[]? pkcs10 = null;
        void Read(XmlBody xml)
        {
            device = xml.RequiredAttribute("DeviceId", WebServicesLimits.NameLengthMax);
            entity = xml.RequiredAttribute("Entity", WebServicesLimits.NameLengthMax);
            for (var place = xml.Here; xml.NextChild(place);)
            {
                if (xml.IsNamed("RequestSecurityToken"))
                {
                    (pkcs10, id) = ReadToken(xml);
                }
            }

            if (pkcs10 is null)
            {
                xml.Fail(XmlFaultKind.Missing, "BinarySecurityToken");
            }
        }

        var isOne = SoapMessage.TryRead(body, "GetAndPublishCert", Read, out var header, out fault);
        request = isOne
            ? new() { Header = header, DeviceId = device, Entity = entity, Request = pkcs10, RequestId = id }
            : null;
        return isOne;
    }

    /// <summary>The message.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var soap = new SoapText(Header);
        var xml = soap.Writer;
        xml.WriteStartElement("", "GetAndPublishCert", WebNamespaces.AuthWebServices);
        xml.WriteAttributeString("DeviceId", DeviceId);
        xml.WriteAttributeString("Entity", Entity);
        xml.WriteStartElement("wst", "RequestSecurityToken", WebNamespaces.TrustOfCertificates);
        xml.WriteElementString("wst", "TokenType", WebNamespaces.TrustOfCertificates, WebNamespaces.X509Token);
        xml.WriteElementString("wst", "RequestType", WebNamespaces.TrustOfCertificates, Issue);
        xml.WriteStartElement("wsse", "BinarySecurityToken", WebNamespaces.Security);
        xml.WriteAttributeString("ValueType", Pkcs10);
        xml.WriteAttributeString("EncodingType", WebNamespaces.Base64Encoding);
        WriteLines(xml, Convert.ToBase64String(Request.Span));
        xml.WriteEndElement();
        xml.WriteElementString("wstep", "RequestID", WebNamespaces.Enrollment, RequestId);
        xml.WriteEndElement();
        xml.WriteEndElement();
        return soap.ToBytes();
    }

    /// <summary>For whom it is.</summary>
    public override string ToString() => $"certificate request of {Entity}";

    // Raw, since a carriage return in text would be written as an entity. Base64 needs none.
    private static void WriteLines(System.Xml.XmlWriter xml, string text)
    {
        for (var at = 0; at < text.Length; at += LineLength)
        {
            xml.WriteRaw("\r\n");
            xml.WriteRaw(text[at..Math.Min(at + LineLength, text.Length)]);
        }
    }

    private static (byte[]? Request, string Id) ReadToken(XmlBody xml)
    {
        byte[]? request = null;
        var id = "";
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (xml.IsNamed("BinarySecurityToken"))
            {
                request = WebText.ReadBase64(xml, "BinarySecurityToken", WebServicesLimits.RequestBytesMax);
            }
            else if (xml.IsNamed("RequestID"))
            {
                id = xml.Text();
                if (id.Length > WebServicesLimits.NameLengthMax)
                {
                    xml.Fail(XmlFaultKind.InvalidValue, "RequestID");
                }
            }
        }

        return (request, id);
    }
}
