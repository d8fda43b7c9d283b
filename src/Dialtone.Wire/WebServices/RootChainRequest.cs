using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// Asks the certificate provisioning service, over plain HTTP and without proof, for the certificates that its own was
/// issued with. That phones do so is documented; the name of the operation is not published and is the lab's.
/// </summary>
public static class RootChainRequest
{
    /// <summary>The value of SOAPAction.</summary>
    public const string Action = WebNamespaces.AuthWebServices + Name;

    private const string Name = "GetRootCertChains";

    /// <summary>Reads a request, which says nothing beside what it is.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out XmlFault fault) =>
        SoapMessage.TryRead(body, Name, static _ => { }, out _, out fault);

    /// <summary>The message.</summary>
    public static byte[] ToBytes()
    {
        using var soap = new SoapText();
        soap.Writer.WriteStartElement("", Name, WebNamespaces.AuthWebServices);
        soap.Writer.WriteEndElement();
        return soap.ToBytes();
    }
}
