using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// The web ticket service's answer with a ticket (WS-Trust 1.3 section 4.4). Secret: with the entropy of the request it
/// is the user.
/// </summary>
public sealed class WebTicketResponse
{
    private const string Psha1 = WebNamespaces.Trust + "/CK/PSHA1";

    /// <summary>The name of the request.</summary>
    public string Context { get; init; } = "";

    /// <summary>From when the ticket is valid.</summary>
    public required WebMoment Created { get; init; }

    /// <summary>Until when.</summary>
    public required WebMoment Expires { get; init; }

    /// <summary>The element <c>saml:Assertion</c>, as it was received. It declares its own namespaces.</summary>
    public required string Assertion { get; init; }

    /// <summary>The AssertionID of that element.</summary>
    public required string AssertionId { get; init; }

    /// <summary>
    /// Whom the assertion is about, as it names its subject (SAML 1.1 section 2.4.2): <c>sip:alice@contoso.example</c>;
    /// empty where it does not. All else in it is the server's own affair.
    /// </summary>
    public string Subject
    {
        get
        {
            if (!XmlBody.TryOpen(Encoding.UTF8.GetBytes(Assertion), "Assertion", null, out var xml, out _))
            {
                return "";
            }

            using (xml)
            {
                return WebText.ReadAt(
                    xml, WebServicesLimits.NameLengthMax, "AuthenticationStatement", "Subject", "NameIdentifier") ?? "";
            }
        }
    }

    /// <summary>The server's part of the proof key.</summary>
    public required ReadOnlyMemory<byte> Entropy { get; init; }

    /// <summary>The ticket, in the hands of the one who gave this entropy in its request.</summary>
    public WebTicket TicketFor(ReadOnlySpan<byte> clientEntropy) =>
        new(Assertion, AssertionId, Created, Expires, ProofKey.Derive(clientEntropy, Entropy.Span));

    /// <summary>Reads an answer.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out WebTicketResponse? response, out XmlFault fault)
    {
        var reader = new Reader();
        if (!SoapMessage.TryRead(body, "RequestSecurityTokenResponseCollection", reader.Read, out _, out fault))
        {
            response = null;
            return false;
        }

        response = reader.Response;
        return true;
    }

    /// <summary>The message.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var soap = new SoapText();
        var xml = soap.Writer;
        xml.WriteStartElement("wst", "RequestSecurityTokenResponseCollection", WebNamespaces.Trust);
        xml.WriteStartElement("wst", "RequestSecurityTokenResponse", WebNamespaces.Trust);
        xml.WriteAttributeString("Context", Context);
        xml.WriteStartElement("wst", "Lifetime", WebNamespaces.Trust);
        // There are clients that paste what stands between these tags into their time stamp, which is signed.
        xml.WriteElementString("wsu", "Created", WebNamespaces.Utility, Created.Text);
        xml.WriteElementString("wsu", "Expires", WebNamespaces.Utility, Expires.Text);
        xml.WriteEndElement();
        xml.WriteStartElement("wst", "RequestedSecurityToken", WebNamespaces.Trust);
        xml.WriteRaw(Assertion);
        xml.WriteEndElement();
        xml.WriteStartElement("wst", "RequestedProofToken", WebNamespaces.Trust);
        xml.WriteElementString("wst", "ComputedKey", WebNamespaces.Trust, Psha1);
        xml.WriteEndElement();
        xml.WriteStartElement("wst", "Entropy", WebNamespaces.Trust);
        xml.WriteElementString("wst", "BinarySecret", WebNamespaces.Trust, Convert.ToBase64String(Entropy.Span));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        return soap.ToBytes();
    }

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => $"web ticket until {Expires} (hidden)";

    private sealed class Reader
    {
        private string _context = "";
        private string? _assertion;
        private string _assertionId = "";
        private WebMoment _created;
        private WebMoment _expires;
        private byte[]? _entropy;

        public WebTicketResponse Response => new()
        {
            Context = _context,
            Created = _created,
            Expires = _expires,
            Assertion = _assertion!,
            AssertionId = _assertionId,
            Entropy = _entropy,
        };

        public void Read(XmlBody xml)
        {
            var isThere = false;
            for (var place = xml.Here; xml.NextChild(place);)
            {
                if (!isThere && xml.IsNamed("RequestSecurityTokenResponse"))
                {
                    isThere = true;
                    ReadOne(xml);
                }
            }

            var missing = _created == default ? "Lifetime" : _assertion is null ? "Assertion" : "Entropy";
            if (_created == default || _assertion is null || _entropy is null)
            {
                xml.Fail(XmlFaultKind.Missing, missing);
            }
        }

        private void ReadOne(XmlBody xml)
        {
            _context = WebText.Attribute(xml, "Context", WebServicesLimits.NameLengthMax);
            for (var place = xml.Here; xml.NextChild(place);)
            {
                if (xml.IsNamed("Lifetime"))
                {
                    (_created, _expires) = TicketProofReader.ReadLifetime(xml);
                }
                else if (xml.IsNamed("RequestedSecurityToken"))
                {
                    ReadToken(xml);
                }
                else if (xml.IsNamed("RequestedProofToken"))
                {
                    CheckComputation(xml);
                }
                else if (xml.IsNamed("Entropy"))
                {
                    _entropy = WebTicketRequest.ReadEntropy(xml);
                }
            }
        }

        private void ReadToken(XmlBody xml)
        {
            for (var place = xml.Here; xml.NextChild(place);)
            {
                if (_assertion is null && xml.IsNamed("Assertion"))
                {
                    _assertionId = xml.RequiredAttribute("AssertionID", WebServicesLimits.NameLengthMax);
                    _assertion = TicketProofReader.ReadAssertion(xml);
                }
            }
        }

        private static void CheckComputation(XmlBody xml)
        {
            var how = WebText.ReadAt(xml, WebServicesLimits.UrlLengthMax, "ComputedKey");
            if (how is not null && how != Psha1)
            {
                xml.Fail(XmlFaultKind.InvalidValue, "ComputedKey");
            }
        }
    }
}
