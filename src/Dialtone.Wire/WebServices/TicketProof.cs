using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// A web ticket in the header Security of a message (WS-Security 1.1, SAML token profile): the assertion, its time
/// stamp, and where the service asks for it a signature over that, made with the key of the ticket. Secret as the
/// ticket is.
/// </summary>
public sealed class TicketProof
{
    private readonly TicketSignature _signature;

    internal TicketProof(
        string assertion, string assertionId, WebMoment created, WebMoment expires, TicketSignature signature)
    {
        (Assertion, AssertionId, Created, Expires) = (assertion, assertionId, created, expires);
        _signature = signature;
    }

    /// <summary>The element <c>saml:Assertion</c> as it stands in the message.</summary>
    public string Assertion { get; }

    /// <summary>Its AssertionID.</summary>
    public string AssertionId { get; }

    /// <summary>From when the ticket is valid.</summary>
    public WebMoment Created { get; }

    /// <summary>Until when.</summary>
    public WebMoment Expires { get; }

    /// <summary>Whether there is a signature, good or not.</summary>
    public bool IsSigned => _signature.Value.Length > 0;

    /// <summary>A ticket in its owner's message, signed.</summary>
    public static TicketProof Signed(WebTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var digest = Digest(ticket.Created, ticket.Expires);
        return new(ticket.Assertion, ticket.AssertionId, ticket.Created, ticket.Expires, new()
        {
            Algorithm = CanonicalXml.HmacSha1,
            Digest = digest,
            Value = ValueOf(ticket.Key, digest),
            Signer = ticket.AssertionId,
        });
    }

    /// <summary>A ticket in its owner's message, which is enough for some services.</summary>
    public static TicketProof Bearer(WebTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return new(ticket.Assertion, ticket.AssertionId, ticket.Created, ticket.Expires, TicketSignature.None);
    }

    /// <summary>Whether the holder of a key made it.</summary>
    public SignatureCheck Check(ProofKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!IsSigned)
        {
            return SignatureCheck.NotSigned;
        }

        if (_signature.Algorithm != CanonicalXml.HmacSha1)
        {
            return SignatureCheck.OtherAlgorithm;
        }

        if (_signature.Signer != AssertionId)
        {
            return SignatureCheck.OtherTicket;
        }

        if (_signature.Digest != Digest(Created, Expires))
        {
            return SignatureCheck.WrongDigest;
        }

        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(ValueOf(key, _signature.Digest)), Encoding.UTF8.GetBytes(_signature.Value))
            ? SignatureCheck.Good
            : SignatureCheck.WrongSignature;
    }

    /// <summary>Says what it is, never what it holds.</summary>
    public override string ToString() => $"web ticket until {Expires}{(IsSigned ? ", signed" : "")} (hidden)";

    internal void Write(XmlWriter xml)
    {
        xml.WriteRaw(CanonicalXml.Timestamp(Created, Expires));
        xml.WriteRaw(Assertion);
        if (!IsSigned)
        {
            return;
        }

        xml.WriteStartElement("", "Signature", WebNamespaces.Signature);
        xml.WriteRaw(CanonicalXml.SignedInfo(_signature.Digest));
        xml.WriteElementString("SignatureValue", WebNamespaces.Signature, _signature.Value);
        xml.WriteStartElement("KeyInfo", WebNamespaces.Signature);
        xml.WriteStartElement("wsse", "SecurityTokenReference", WebNamespaces.Security);
        xml.WriteAttributeString("wsse", "TokenType", WebNamespaces.Security, WebNamespaces.SamlToken);
        xml.WriteStartElement("wsse", "KeyIdentifier", WebNamespaces.Security);
        xml.WriteAttributeString("ValueType", WebNamespaces.SamlAssertionId);
        xml.WriteString(_signature.Signer);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string Digest(WebMoment created, WebMoment expires) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.UTF8.GetBytes(CanonicalXml.Timestamp(created, expires))));

    private static string ValueOf(ProofKey key, string digest) =>
        Convert.ToBase64String(key.Sign(Encoding.UTF8.GetBytes(CanonicalXml.SignedInfo(digest))));
}
