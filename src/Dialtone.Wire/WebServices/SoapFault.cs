using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// A fault of SOAP 1.1 (section 4.4), with the diagnosis that Web Services put into its detail (MS-OCAUTHWS section
/// 3.2.4.1).
/// </summary>
/// <param name="Code">The fault's code, with its prefix: <c>wsse:FailedAuthentication</c>.</param>
/// <param name="Text">What the server says to people; may be empty.</param>
public sealed record SoapFault(string Code, string Text)
{
    /// <summary>The number of the diagnosis; 0 where there is none.</summary>
    public int ErrorId { get; init; }

    /// <summary>The reason of the diagnosis; empty where there is none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Reads a message that is a fault.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out SoapFault? soapFault, out XmlFault fault)
    {
        var read = new SoapFault("", "");
        void Read(XmlBody xml)
        {
            for (var place = xml.Here; xml.NextChild(place);)
            {
                read = xml switch
                {
                    _ when xml.IsNamed("faultcode") => read with { Code = Cut(xml.Text()) },
                    _ when xml.IsNamed("faultstring") => read with { Text = Cut(xml.Text()) },
                    _ when xml.IsNamed("detail") => ReadDetail(xml, read),
                    _ => read,
                };
            }
        }

        var isOne = SoapMessage.TryRead(body, "Fault", Read, out _, out fault);
        soapFault = isOne ? read : null;
        return isOne;
    }

    /// <summary>The message.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var soap = new SoapText();
        var xml = soap.Writer;
        xml.WriteStartElement("soap", "Fault", WebNamespaces.Soap);
        xml.WriteElementString("faultcode", Code);
        xml.WriteElementString("faultstring", Text);
        if (ErrorId > 0)
        {
            xml.WriteStartElement("detail");
            xml.WriteStartElement("", "OCSDiagnosticsFault", WebNamespaces.Diagnostics);
            xml.WriteStartElement("Ms-Diagnostics-Fault", WebNamespaces.Diagnostics);
            xml.WriteElementString(
                "ErrorId", WebNamespaces.Diagnostics, ErrorId.ToString(CultureInfo.InvariantCulture));
            xml.WriteElementString("Reason", WebNamespaces.Diagnostics, Reason);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        return soap.ToBytes();
    }

    // What is for people may be long; its beginning is enough.
    private static string Cut(string text) =>
        text.Length <= WebServicesLimits.TextLengthMax ? text : text[..WebServicesLimits.TextLengthMax].TrimEnd();

    private static SoapFault ReadDetail(XmlBody xml, SoapFault read)
    {
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (xml.IsNamed("OCSDiagnosticsFault"))
            {
                for (var inner = xml.Here; xml.NextChild(inner);)
                {
                    read = xml.IsNamed("Ms-Diagnostics-Fault") ? ReadDiagnosis(xml, read) : read;
                }
            }
        }

        return read;
    }

    private static SoapFault ReadDiagnosis(XmlBody xml, SoapFault read)
    {
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (xml.IsNamed("ErrorId"))
            {
                var isNumber = int.TryParse(
                    xml.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
                read = isNumber ? read with { ErrorId = number } : read;
            }
            else if (xml.IsNamed("Reason"))
            {
                read = read with { Reason = Cut(xml.Text()) };
            }
        }

        return read;
    }
}
