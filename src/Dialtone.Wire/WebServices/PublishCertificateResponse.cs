using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>The answer to GetAndPublishCert, with the certificate.</summary>
public sealed class PublishCertificateResponse
{
    /// <summary>The endpoint that asked; empty where it is not named.</summary>
    public string DeviceId { get; init; } = "";

    /// <summary>Whom it is for; empty where that is not said.</summary>
    public string Entity { get; init; } = "";

    /// <summary>The name of the request; empty where it is not repeated.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>What came: an X.509 certificate in DER, or a PKCS#7 bundle with it.</summary>
    public required ReadOnlyMemory<byte> Certificate { get; init; }

    /// <summary>Reads an answer.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out PublishCertificateResponse? response, out XmlFault fault)
    {
        string device = "", entity = "", id = "";
        byte[]? certificate = null;
        void Read(XmlBody xml)
        {
            device = WebText.Attribute(xml, "DeviceId", WebServicesLimits.NameLengthMax);
            entity = WebText.Attribute(xml, "Entity", WebServicesLimits.NameLengthMax);
            for (var place = xml.Here; xml.NextChild(place);)
            {
                if (xml.IsNamed("RequestSecurityTokenResponse"))
                {
                    (certificate, id) = ReadToken(xml);
                }
            }

            if (certificate is null)
            {
                xml.Fail(XmlFaultKind.Missing, "BinarySecurityToken");
            }
        }

        var isOne = SoapMessage.TryRead(body, "GetAndPublishCertResponse", Read, out _, out fault);
        response = isOne
            ? new() { DeviceId = device, Entity = entity, Certificate = certificate, RequestId = id }
            : null;
        return isOne;
    }

    /// <summary>The message.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var soap = new SoapText();
        var xml = soap.Writer;
        xml.WriteStartElement("", "GetAndPublishCertResponse", WebNamespaces.AuthWebServices);
        xml.WriteAttributeString("DeviceId", DeviceId);
        xml.WriteAttributeString("Entity", Entity);
        xml.WriteAttributeString("ResponseClass", "Success");
        xml.WriteStartElement("", "RequestSecurityTokenResponse", WebNamespaces.TrustOfCertificates);
        xml.WriteElementString("TokenType", WebNamespaces.TrustOfCertificates, WebNamespaces.X509Token);
        xml.WriteStartElement("RequestedSecurityToken", WebNamespaces.TrustOfCertificates);
        xml.WriteStartElement("", "BinarySecurityToken", WebNamespaces.Security);
        xml.WriteAttributeString("ValueType", WebNamespaces.X509Token);
        xml.WriteAttributeString("EncodingType", WebNamespaces.Base64Encoding);
        xml.WriteString(Convert.ToBase64String(Certificate.Span));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("", "RequestID", WebNamespaces.Enrollment);
        xml.WriteString(RequestId);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        return soap.ToBytes();
    }

    /// <summary>For whom it is.</summary>
    public override string ToString() => $"certificate of {Entity}";

    private static (byte[]? Certificate, string Id) ReadToken(XmlBody xml)
    {
        byte[]? certificate = null;
        var id = "";
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (xml.IsNamed("RequestedSecurityToken"))
            {
                for (var token = xml.Here; xml.NextChild(token);)
                {
                    if (certificate is null && xml.IsNamed("BinarySecurityToken"))
                    {
                        certificate = WebText.ReadBase64(
                            xml, "BinarySecurityToken", WebServicesLimits.CertificateBytesMax);
                    }
                }
            }
            else if (xml.IsNamed("RequestID"))
            {
                id = xml.Text();
            }
        }

        return (certificate, id.Length > WebServicesLimits.NameLengthMax ? "" : id);
    }
}
