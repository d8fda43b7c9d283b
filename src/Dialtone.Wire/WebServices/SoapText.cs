using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// A SOAP 1.1 message that is being written. Everything that the documents use is declared on its envelope: an
/// assertion comes back as it was received, and may lean on the usual prefix.
/// </summary>
internal sealed class SoapText : IDisposable
{
    private readonly XmlText _text = new();

    /// <summary>Begins a message, up to the inside of its body.</summary>
    public SoapText(MessageHeader? header = null)
    {
        Writer.WriteStartElement("soap", "Envelope", WebNamespaces.Soap);
        Declare("auth", WebNamespaces.Claims);
        Declare("saml", WebNamespaces.Saml);
        Declare("wsa", WebNamespaces.Addressing);
        Declare("wsp", WebNamespaces.Policy);
        Declare("wsse", WebNamespaces.Security);
        Declare("wst", WebNamespaces.Trust);
        Declare("wsu", WebNamespaces.Utility);
        header?.Write(Writer);
        Writer.WriteStartElement("soap", "Body", WebNamespaces.Soap);
    }

    /// <summary>Writes it.</summary>
    public System.Xml.XmlWriter Writer => _text.Writer;

    /// <summary>Ends the message.</summary>
    public byte[] ToBytes()
    {
        Writer.WriteEndElement();
        Writer.WriteEndElement();
        return _text.ToBytes();
    }

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private void Declare(string prefix, string name) => Writer.WriteAttributeString("xmlns", prefix, null, name);
}
