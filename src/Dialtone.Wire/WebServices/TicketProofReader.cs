using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>Reads a ticket, its time stamp and its signature out of the header Security, in any order.</summary>
internal sealed class TicketProofReader
{
    private string? _assertion;
    private string _assertionId = "";
    private WebMoment _created;
    private WebMoment _expires;
    private TicketSignature _signature = TicketSignature.None;

    /// <summary>What was read; null without an assertion.</summary>
    public TicketProof? Proof =>
        _assertion is null ? null : new(_assertion, _assertionId, _created, _expires, _signature);

    /// <summary>The children of a Lifetime or a time stamp.</summary>
    public static (WebMoment Created, WebMoment Expires) ReadLifetime(XmlBody xml)
    {
        var (created, expires) = (default(WebMoment), default(WebMoment));
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (xml.IsNamed("Created"))
            {
                created = WebText.ReadMoment(xml, "Created");
            }
            else if (xml.IsNamed("Expires"))
            {
                expires = WebText.ReadMoment(xml, "Expires");
            }
        }

        if (created == default || expires == default)
        {
            xml.Fail(XmlFaultKind.Missing, created == default ? "Created" : "Expires");
        }

        return (created, expires);
    }

    /// <summary>An assertion as it stands in the source.</summary>
    public static string ReadAssertion(XmlBody xml)
    {
        var source = xml.Source();
        if (source.Length is 0 or > WebServicesLimits.AssertionLengthMax)
        {
            xml.Fail(XmlFaultKind.InvalidValue, "Assertion");
        }

        return source;
    }

    /// <summary>Takes one element of the header.</summary>
    public void Read(XmlBody xml)
    {
        if (xml.IsNamed("Timestamp"))
        {
            (_created, _expires) = ReadLifetime(xml);
        }
        else if (xml.IsNamed("Assertion"))
        {
            _assertionId = xml.RequiredAttribute("AssertionID", WebServicesLimits.NameLengthMax);
            _assertion = ReadAssertion(xml);
        }
        else if (xml.IsNamed("Signature"))
        {
            _signature = ReadSignature(xml);
        }
    }

    private static TicketSignature ReadSignature(XmlBody xml)
    {
        var signature = TicketSignature.None;
        for (var place = xml.Here; xml.NextChild(place);)
        {
            signature = xml switch
            {
                _ when xml.IsNamed("SignedInfo") => ReadSignedInfo(xml, signature),
                _ when xml.IsNamed("SignatureValue") => signature with
                {
                    Value = WebText.Read(xml, "SignatureValue", WebServicesLimits.NameLengthMax),
                },
                _ when xml.IsNamed("KeyInfo") => signature with
                {
                    Signer = WebText.ReadAt(
                        xml, WebServicesLimits.NameLengthMax, "SecurityTokenReference", "KeyIdentifier") ?? "",
                },
                _ => signature,
            };
        }

        return signature;
    }

    private static TicketSignature ReadSignedInfo(XmlBody xml, TicketSignature signature)
    {
        for (var place = xml.Here; xml.NextChild(place);)
        {
            signature = xml switch
            {
                _ when xml.IsNamed("SignatureMethod") => signature with
                {
                    Algorithm = WebText.Attribute(xml, "Algorithm", WebServicesLimits.NameLengthMax),
                },
                _ when xml.IsNamed("Reference") => signature with
                {
                    Digest = WebText.ReadAt(xml, WebServicesLimits.NameLengthMax, "DigestValue") ?? "",
                },
                _ => signature,
            };
        }

        return signature;
    }
}
