namespace Dialtone.Wire.WebServices;

/// <summary>The namespaces of the documents, by the words that their specifications use as prefixes.</summary>
internal static class WebNamespaces
{
    public const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string Addressing = "http://www.w3.org/2005/08/addressing";
    public const string Policy = "http://schemas.xmlsoap.org/ws/2004/09/policy";
    public const string SecurityPolicy = "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702";
    public const string Wsdl = "http://schemas.xmlsoap.org/wsdl/";
    public const string WsdlSoap = "http://schemas.xmlsoap.org/wsdl/soap/";
    public const string Trust = "http://docs.oasis-open.org/ws-sx/ws-trust/200512";
    public const string Claims = "http://schemas.xmlsoap.org/ws/2006/12/authorization";
    public const string Saml = "urn:oasis:names:tc:SAML:1.0:assertion";
    public const string Signature = "http://www.w3.org/2000/09/xmldsig#";
    public const string Enrollment = "http://schemas.microsoft.com/windows/pki/2009/01/enrollment";
    public const string AuthWebServices = "http://schemas.microsoft.com/OCS/AuthWebServices/";
    public const string Diagnostics = "urn:component:Microsoft.Rtc.WebAuthentication.2010";

    public const string Security =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    public const string Utility =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    // With a slash at its end, only where certificates are asked for.
    public const string TrustOfCertificates = Trust + "/";

    public const string SamlToken = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV1.1";
    public const string SamlAssertionId =
        "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.0#SAMLAssertionID";

    public const string X509Token =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";

    public const string Base64Encoding = Security + "#Base64Binary";
}
