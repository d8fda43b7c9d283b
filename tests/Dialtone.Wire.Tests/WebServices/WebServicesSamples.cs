using System.Text;
using Dialtone.Wire.WebServices;

namespace Dialtone.Wire.Tests.WebServices;

/// <summary>Documents as a Lync client of other people and the servers that it works with write them.</summary>
internal static class WebServicesSamples
{
    public const string ClientEntropy = "A2z1tFIpNuESMIqMo3R+1aYH/kwUCpvp1RY0b05v1zU=";
    public const string ServerEntropy = "hlbG9ruYMxG99zLeN1qv7e6Kp5y7DHdKuOLt2mol4jI=";

    public const string Location =
        "https://web.contoso.example/CertProv/CertProvisioningService.svc/WebTicket_Proof_SHA1";

    public const string Assertion =
        "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:1.0:assertion\" MajorVersion=\"1\" MinorVersion='1' "
        + "AssertionID=\"SamlSecurityToken-7\" Issuer=\"https://web.contoso.example/\">\r\n <saml:Conditions  "
        + "NotBefore=\"a &gt; b\"/><x>&#233; é &amp; ></x></saml:Assertion >";

    public const string CertificateMetadata =
        """
        <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy"
            xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">
          <wsp:Policy wsu:Id="CertProvisioningServiceAnon_policy">
            <wsp:ExactlyOne><wsp:All/></wsp:ExactlyOne>
          </wsp:Policy>
          <wsp:Policy wsu:Id="CertProvisioningServiceWebTicketProof_SHA1_policy"><wsp:ExactlyOne><wsp:All>
            <sp:TransportBinding xmlns:sp="urn:x"><wsp:Policy/></sp:TransportBinding>
            <EndorsingSupportingTokens><Policy><Other/><IssuedToken><Issuer>
              <Address>https://web.contoso.example/WebTicket/WebTicketService.svc</Address>
            </Issuer></IssuedToken></Policy></EndorsingSupportingTokens>
          </wsp:All></wsp:ExactlyOne></wsp:Policy>
          <wsp:Policy wsu:Id="CertProvisioningServiceWebTicketBearer_policy"><wsp:ExactlyOne><wsp:All>
            <SignedSupportingTokens><Policy><IssuedToken><Issuer>
              <Address>https://web.contoso.example/WebTicket/WebTicketService.svc</Address>
            </Issuer></IssuedToken></Policy></SignedSupportingTokens>
          </wsp:All></wsp:ExactlyOne></wsp:Policy>
          <service name="CertProvisioningService">
            <port name="CertProvisioningServiceWebTicketProof_SHA1" binding="x">
              <address
                location="https://web.contoso.example/CertProv/CertProvisioningService.svc/WebTicket_Proof_SHA1"/>
            </port>
            <port name="NoAddress"/>
          </service>
        </definitions>
        """;

    public const string TicketRequest =
        """
        <?xml version="1.0"?>
        <soap:Envelope xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion"
            xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"
            xmlns:wst="http://docs.oasis-open.org/ws-sx/ws-trust/200512"
            xmlns:auth="http://schemas.xmlsoap.org/ws/2006/12/authorization"
            xmlns:wsa="http://www.w3.org/2005/08/addressing"
            xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy" ><soap:Body>
            <wst:RequestSecurityToken Context="a15780ab-975f-5b29-ada0-8b95adb48287"><wst:TokenType>
            http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV1.1</wst:TokenType>
            <wst:RequestType>http://schemas.xmlsoap.org/ws/2005/02/trust/Issue</wst:RequestType><wsp:AppliesTo>
            <wsa:EndpointReference><wsa:Address>
            https://web.contoso.example/CertProv/CertProvisioningService.svc/WebTicket_Proof_SHA1</wsa:Address>
            </wsa:EndpointReference></wsp:AppliesTo>
            <wst:Claims Dialect="urn:component:Microsoft.Rtc.WebAuthentication.2010:authclaims">
            <auth:ClaimType Uri="http://schemas.xmlsoap.org/ws/2005/05/identity/claims/uri" Optional="false">
            <auth:Value>sip:alice@contoso.example</auth:Value></auth:ClaimType></wst:Claims><wst:Entropy>
            <wst:BinarySecret>A2z1tFIpNuESMIqMo3R+1aYH/kwUCpvp1RY0b05v1zU=</wst:BinarySecret></wst:Entropy>
            <wst:KeyType>http://docs.oasis-open.org/ws-sx/ws-trust/200512/SymmetricKey</wst:KeyType>
            </wst:RequestSecurityToken></soap:Body></soap:Envelope>
        """;

    public const string TicketResponse =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:wsu=\"http://docs.oasis-open.org/wss/"
        + "2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\"><s:Body><t:RequestSecurityTokenResponseCollection "
        + "xmlns:t=\"http://docs.oasis-open.org/ws-sx/ws-trust/200512\"><t:RequestSecurityTokenResponse "
        + "Context=\"a15780ab\"><t:Lifetime><wsu:Created>2026-11-22T06:56:43Z</wsu:Created>"
        + "<wsu:Expires>2026-11-22T14:56:43Z</wsu:Expires></t:Lifetime><t:RequestedSecurityToken>" + Assertion
        + "</t:RequestedSecurityToken><t:RequestedProofToken><t:ComputedKey>http://docs.oasis-open.org/ws-sx/ws-trust/"
        + "200512/CK/PSHA1</t:ComputedKey></t:RequestedProofToken><t:Entropy><t:BinarySecret>" + ServerEntropy
        + "</t:BinarySecret></t:Entropy></t:RequestSecurityTokenResponse></t:RequestSecurityTokenResponseCollection>"
        + "</s:Body></s:Envelope>";

    public const string Timestamp =
        "<wsu:Timestamp xmlns:wsu="
        + "\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\" "
        + "wsu:Id=\"timestamp\"><wsu:Created>2026-11-22T06:56:43Z</wsu:Created>"
        + "<wsu:Expires>2026-11-22T14:56:43Z</wsu:Expires></wsu:Timestamp>";

    public const string SignedInfo =
        "<SignedInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\">"
        + "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></CanonicalizationMethod>"
        + "<SignatureMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#hmac-sha1\"></SignatureMethod>"
        + "<Reference URI=\"#timestamp\"><Transforms>"
        + "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></Transform></Transforms>"
        + "<DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1\"></DigestMethod>"
        + "<DigestValue>oyDaTGfdVnCoS6kZpDC6xYTnsck=</DigestValue></Reference></SignedInfo>";

    public const string SignatureValue = "dagYnwU2hnt7JW0P34+8PAVNWJM=";

    // SIPE 1.25.0 writes no MessageID, pieces of white space between elements, and empty elements as such.
    public static string CertificateRequest =>
        "<?xml version=\"1.0\"?>\r\n<soap:Envelope xmlns:saml=\"urn:oasis:names:tc:SAML:1.0:assertion\" "
        + "xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" "
        + "xmlns:wst=\"http://docs.oasis-open.org/ws-sx/ws-trust/200512\" "
        + "xmlns:wsa=\"http://www.w3.org/2005/08/addressing\" xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/"
        + "oasis-200401-wss-wssecurity-secext-1.0.xsd\" xmlns:wsu=\"http://docs.oasis-open.org/wss/2004/01/"
        + "oasis-200401-wss-wssecurity-utility-1.0.xsd\" ><soap:Header> <wsa:To>" + Location + "</wsa:To> "
        + "<wsa:ReplyTo>  <wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address> </wsa:ReplyTo> "
        + "<wsa:Action>"
        + PublishCertificateRequest.Action + "</wsa:Action> <wsse:Security>" + Timestamp + Assertion
        + "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\">"
        + SignedInfo + "<SignatureValue>" + SignatureValue + "</SignatureValue><KeyInfo>"
        + "<wsse:SecurityTokenReference wsse:TokenType="
        + "\"http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV1.1\"><wsse:KeyIdentifier "
        + "ValueType=\"http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.0#SAMLAssertionID\">"
        + "SamlSecurityToken-7</wsse:KeyIdentifier></wsse:SecurityTokenReference></KeyInfo></Signature>"
        + "</wsse:Security></soap:Header> <soap:Body><GetAndPublishCert "
        + "xmlns=\"http://schemas.microsoft.com/OCS/AuthWebServices/\" "
        + "xmlns:wst=\"http://docs.oasis-open.org/ws-sx/ws-trust/200512/\" "
        + "xmlns:wstep=\"http://schemas.microsoft.com/windows/pki/2009/01/enrollment\" "
        + "DeviceId=\"{a15780ab-975f-5b29-ada0-8b95adb48287}\" Entity=\"alice@contoso.example\"> "
        + "<wst:RequestSecurityToken>  <wst:TokenType>http://docs.oasis-open.org/wss/2004/01/"
        + "oasis-200401-wss-x509-token-profile-1.0#X509v3</wst:TokenType>  <wst:RequestType>"
        + "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue</wst:RequestType>  <wsse:BinarySecurityToken"
        + "   ValueType=\"http://schemas.microsoft.com/OCS/AuthWebServices.xsd#PKCS10\"   EncodingType=\""
        + "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd#Base64Binary\"  >\r\n"
        + "MAMC\r\nAQI=\r\n</wsse:BinarySecurityToken>  <wstep:RequestID>9f2a</wstep:RequestID> "
        + "</wst:RequestSecurityToken></GetAndPublishCert></soap:Body></soap:Envelope>";

    public const string CertificateResponse =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><GetAndPublishCertResponse "
        + "xmlns=\"http://schemas.microsoft.com/OCS/AuthWebServices/\" DeviceId=\"{a15780ab}\" "
        + "Entity=\"alice@contoso.example\" ResponseClass=\"Success\"><RequestSecurityTokenResponse "
        + "xmlns=\"http://docs.oasis-open.org/ws-sx/ws-trust/200512/\"><TokenType>x</TokenType>"
        + "<RequestedSecurityToken><BinarySecurityToken ValueType=\"x\" xmlns=\"http://docs.oasis-open.org/wss/2004/01/"
        + "oasis-200401-wss-wssecurity-secext-1.0.xsd\">MAMC\nAQI=</BinarySecurityToken></RequestedSecurityToken>"
        + "<RequestID xmlns=\"http://schemas.microsoft.com/windows/pki/2009/01/enrollment\">9f2a</RequestID>"
        + "</RequestSecurityTokenResponse></GetAndPublishCertResponse></s:Body></s:Envelope>";

    public const string Fault =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>"
        + "<faultcode xmlns:a=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">"
        + "a:FailedAuthentication</faultcode><faultstring xml:lang=\"en-US\">No valid security token.</faultstring>"
        + "<detail><OCSDiagnosticsFault xmlns=\"urn:component:Microsoft.Rtc.WebAuthentication.2010\">"
        + "<Ms-Diagnostics-Fault><ErrorId>28020</ErrorId><Reason>No valid security token.</Reason>"
        + "</Ms-Diagnostics-Fault></OCSDiagnosticsFault></detail></s:Fault></s:Body></s:Envelope>";

    public const string UserAnswer =
        "<AutodiscoverResponse xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" AccessLocation=\"Internal\">"
        + "<User><SipServerInternalAccess fqdn=\"pool01.contoso.example\" port=\"5061\"/>"
        + "<SipClientInternalAccess fqdn=\"pool01.contoso.example\" port=\"5061\"/>"
        + "<SipServerExternalAccess fqdn=\"sip.contoso.example\" port=\"5061\"/>"
        + "<SipClientExternalAccess fqdn=\"sip.contoso.example\" port=\"443\"/>"
        + "<Link token=\"Internal/Ucwa\" href=\"https://web.contoso.example/ucwa/v1/applications\"/>"
        + "</User></AutodiscoverResponse>";

    public static WebTicket Ticket => WebTicketResponse.TryRead(Bytes(TicketResponse), out var response, out _)
        ? response.TicketFor(Convert.FromBase64String(ClientEntropy))
        : throw new InvalidOperationException("The sample is broken.");

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
