using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// The certificates that a server's own was issued with, as one PKCS#7 (MS-OCAUTHWS section 1.5): the answer to
/// <see cref="RootChainRequest"/>.
/// </summary>
public sealed class RootChainResponse
{
    /// <summary>The certificates: PKCS#7 in DER, see <see cref="CertificateBundle"/>.</summary>
    public required ReadOnlyMemory<byte> Bundle { get; init; }

    /// <summary>Reads an answer.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out RootChainResponse? response, out XmlFault fault)
    {
        byte[]? bundle = null;
        void Read(XmlBody xml)
        {
            for (var place = xml.Here; xml.NextChild(place);)
            {
                if (bundle is null && xml.IsNamed("GetRootCertChainsResult"))
                {
                    bundle = WebText.ReadBase64(
                        xml, "GetRootCertChainsResult", WebServicesLimits.CertificateBytesMax);
                }
            }

            if (bundle is null)
            {
                xml.Fail(XmlFaultKind.Missing, "GetRootCertChainsResult");
            }
        }

        var isOne = SoapMessage.TryRead(body, "GetRootCertChainsResponse", Read, out _, out fault);
        response = isOne ? new() { Bundle = bundle } : null;
        return isOne;
    }

    /// <summary>The message.</summary>
    public byte[] ToBytes()
    {
        using var soap = new SoapText();
        var xml = soap.Writer;
        xml.WriteStartElement("", "GetRootCertChainsResponse", WebNamespaces.AuthWebServices);
        xml.WriteElementString(
            "GetRootCertChainsResult", WebNamespaces.AuthWebServices, Convert.ToBase64String(Bundle.Span));
        xml.WriteEndElement();
        return soap.ToBytes();
    }
}
