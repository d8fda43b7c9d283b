using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>SOAP 1.1 over HTTP, as all of these services speak it.</summary>
public static class SoapMessage
{
    /// <summary>The type of a message (SOAP 1.1 section 6.1.1), without the character set: it is UTF-8.</summary>
    public const string ContentType = "text/xml";

    /// <summary>The header that names what is asked (SOAP 1.1 section 6.1.1), in quotes.</summary>
    public const string ActionField = "SOAPAction";

    /// <summary>Reads a message: its header, and its body by <paramref name="readContent"/>.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="content">The name of the element in the body.</param>
    /// <param name="readContent">Reads that element.</param>
    /// <param name="header">The header.</param>
    /// <param name="fault">What is wrong.</param>
    internal static bool TryRead(
        ReadOnlySpan<byte> bytes, string content, Action<XmlBody> readContent, out MessageHeader header,
        out XmlFault fault)
    {
        header = new();
        if (!XmlBody.TryOpen(bytes, "Envelope", WebNamespaces.Soap, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var isThere = false;
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (xml.IsNamed("Header"))
                {
                    header = MessageHeader.Read(xml);
                }
                else if (xml.IsNamed("Body"))
                {
                    for (var body = xml.Here; xml.NextChild(body);)
                    {
                        if (!isThere && xml.IsNamed(content))
                        {
                            isThere = true;
                            readContent(xml);
                        }
                    }
                }
            }

            if (!isThere)
            {
                xml.Fail(XmlFaultKind.Missing, content);
            }

            return xml.TryFinish(out fault);
        }
    }
}
