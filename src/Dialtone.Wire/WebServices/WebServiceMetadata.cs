using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Dialtone.Wire.Xml;

namespace Dialtone.Wire.WebServices;

/// <summary>
/// What a service tells of itself below its address at <c>/mex</c>: a WSDL document (Web Services Description Language
/// 1.1) with its ports, and for those that want a web ticket the policy that says of whom.
/// </summary>
public sealed class WebServiceMetadata
{
    /// <summary>What is put behind the address of a service.</summary>
    public const string Suffix = "/mex";

    /// <summary>The port of the certificate provisioning service that is called with a signed web ticket.</summary>
    public const string CertificatePort = "CertProvisioningServiceWebTicketProof_SHA1";

    /// <summary>The port of the web ticket service that takes Negotiate or NTLM over HTTP.</summary>
    public const string NegotiatePort = "WebTicketServiceWinNegotiate";

    /// <summary>The port of the web ticket service that takes NTLM over HTTP.</summary>
    public const string NtlmPort = "WebTicketServiceWinNtlm";

    /// <summary>The name of the service; may be empty.</summary>
    public string Service { get; init; } = "";

    /// <summary>Its ports.</summary>
    public ImmutableArray<WebServicePort> Ports { get; init; } = [];

    /// <summary>The policies that want a web ticket.</summary>
    public ImmutableArray<WebTicketPolicy> Policies { get; init; } = [];

    /// <summary>Where a port is called; null where there is no such port.</summary>
    public string? LocationOf(string port)
    {
        foreach (var each in Ports)
        {
            if (each.Name == port)
            {
                return each.Location;
            }
        }

        return null;
    }

    /// <summary>What a port asks for; null where it asks for no web ticket.</summary>
    public WebTicketPolicy? PolicyOf(string port)
    {
        foreach (var each in Policies)
        {
            if (each.Id == WebTicketPolicy.IdOf(port))
            {
                return each;
            }
        }

        return null;
    }

    /// <summary>Reads the document. Policies that ask for no web ticket are passed over.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out WebServiceMetadata? metadata, out XmlFault fault)
    {
        metadata = null;
        if (!XmlBody.TryOpen(body, "definitions", WebNamespaces.Wsdl, out var xml, out fault))
        {
            return false;
        }

        using (xml)
        {
            var service = "";
            var ports = ImmutableArray.CreateBuilder<WebServicePort>();
            var policies = ImmutableArray.CreateBuilder<WebTicketPolicy>();
            for (var root = xml.Here; xml.NextChild(root);)
            {
                if (xml.IsNamed("Policy"))
                {
                    ReadPolicy(xml, policies);
                }
                else if (xml.IsNamed("service"))
                {
                    service = WebText.Attribute(xml, "name", WebServicesLimits.NameLengthMax);
                    ReadPorts(xml, ports);
                }
            }

            if (!xml.TryFinish(out fault))
            {
                return false;
            }

            metadata = new()
            {
                Service = service,
                Ports = ports.DrainToImmutable(),
                Policies = policies.DrainToImmutable(),
            };
            return true;
        }
    }

    /// <summary>The document.</summary>
    /// <exception cref="ArgumentException">A text has a character that XML does not have.</exception>
    public byte[] ToBytes()
    {
        using var text = new XmlText();
        var xml = text.Writer;
        xml.WriteStartElement("wsdl", "definitions", WebNamespaces.Wsdl);
        xml.WriteAttributeString("xmlns", "wsp", null, WebNamespaces.Policy);
        foreach (var policy in Policies)
        {
            xml.WriteStartElement("wsp", "Policy", WebNamespaces.Policy);
            xml.WriteAttributeString("wsu", "Id", WebNamespaces.Utility, policy.Id);
            xml.WriteStartElement("wsp", "ExactlyOne", WebNamespaces.Policy);
            xml.WriteStartElement("wsp", "All", WebNamespaces.Policy);
            xml.WriteStartElement(
                "sp", policy.Use == WebTicketUse.Proof ? "EndorsingSupportingTokens" : "SignedSupportingTokens",
                WebNamespaces.SecurityPolicy);
            xml.WriteStartElement("wsp", "Policy", WebNamespaces.Policy);
            xml.WriteStartElement("sp", "IssuedToken", WebNamespaces.SecurityPolicy);
            xml.WriteStartElement("sp", "Issuer", WebNamespaces.SecurityPolicy);
            xml.WriteElementString("wsa", "Address", WebNamespaces.Addressing, policy.Issuer);
            for (var i = 0; i < 7; i++)
            {
                xml.WriteEndElement();
            }
        }

        xml.WriteStartElement("wsdl", "service", WebNamespaces.Wsdl);
        xml.WriteAttributeString("name", Service);
        foreach (var port in Ports)
        {
            xml.WriteStartElement("wsdl", "port", WebNamespaces.Wsdl);
            xml.WriteAttributeString("name", port.Name);
            xml.WriteStartElement("soap", "address", WebNamespaces.WsdlSoap);
            xml.WriteAttributeString("location", port.Location);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        return text.ToBytes();
    }

    private static void ReadPorts(XmlBody xml, ImmutableArray<WebServicePort>.Builder ports)
    {
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (!xml.IsNamed("port"))
            {
                continue;
            }

            if (ports.Count == WebServicesLimits.PortsMax)
            {
                xml.Fail(XmlFaultKind.TooMany, "port");
                break;
            }

            var name = xml.RequiredAttribute("name", WebServicesLimits.NameLengthMax);
            string? location = null;
            for (var port = xml.Here; xml.NextChild(port);)
            {
                if (location is null && xml.IsNamed("address"))
                {
                    location = xml.RequiredAttribute("location", WebServicesLimits.UrlLengthMax);
                }
            }

            if (location is not null)
            {
                ports.Add(new(name, location));
            }
        }
    }

    private static void ReadPolicy(XmlBody xml, ImmutableArray<WebTicketPolicy>.Builder policies)
    {
        var id = xml.Attribute("Id", WebNamespaces.Utility) ?? xml.Attribute("Id") ?? "";
        WebTicketPolicy? policy = null;
        for (var place = xml.Here; xml.NextChild(place);)
        {
            if (!xml.IsNamed("ExactlyOne"))
            {
                continue;
            }

            for (var one = xml.Here; xml.NextChild(one);)
            {
                if (xml.IsNamed("All"))
                {
                    policy ??= ReadAlternative(xml, id);
                }
            }
        }

        if (policy is null)
        {
            return;
        }

        if (policies.Count == WebServicesLimits.PoliciesMax || id.Length > WebServicesLimits.NameLengthMax)
        {
            xml.Fail(
                policies.Count == WebServicesLimits.PoliciesMax ? XmlFaultKind.TooMany : XmlFaultKind.InvalidValue,
                "Policy");
            return;
        }

        policies.Add(policy);
    }

    private static WebTicketPolicy? ReadAlternative(XmlBody xml, string id)
    {
        WebTicketPolicy? policy = null;
        for (var place = xml.Here; xml.NextChild(place);)
        {
            var isProof = xml.IsNamed("EndorsingSupportingTokens");
            if (policy is null && (isProof || xml.IsNamed("SignedSupportingTokens"))
                && WebText.ReadAt(
                    xml, WebServicesLimits.UrlLengthMax, "Policy", "IssuedToken", "Issuer", "Address") is { } issuer)
            {
                policy = new(id, issuer, isProof ? WebTicketUse.Proof : WebTicketUse.Bearer);
            }
        }

        return policy;
    }
}
