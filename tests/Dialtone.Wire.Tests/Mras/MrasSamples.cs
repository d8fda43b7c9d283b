namespace Dialtone.Wire.Tests.Mras;

internal static class MrasSamples
{
    public const string ServiceUri = "sip:MRAS01.contoso.example@contoso.example;gruu;opaque=srvr:MRAS:AbC";

    public const string Request = $"""
        <request xmlns="http://schemas.microsoft.com/2006/09/sip/mrasp"
                 requestID="42" version="1.0" from="sip:alice@contoso.example"
                 to="{ServiceUri}">
          <credentialsRequest credentialsRequestID="42">
            <identity>sip:alice@contoso.example</identity>
            <location>intranet</location>
            <duration>480</duration>
          </credentialsRequest>
        </request>
        """;

    // The credentials are those of the vector that the tests of MrasToken compute.
    public const string Response = $"""
        <?xml version="1.0"?>
        <response xmlns="http://schemas.microsoft.com/2006/09/sip/mrasp" requestID="42" version="1.0"
                  serverVersion="2.0" from="sip:alice@contoso.example" to="{ServiceUri}" reasonPhrase="OK">
          <credentialsResponse credentialsRequestID="42">
            <credentials>
              <username>AQAAIKAFwAAB4PbA9qwTnA93YYtjMVS+jmFLzlhFdLWcxp6hUzr9taTm9pveGTbEkzfF9A==</username>
              <password>HRVuewKlZUr3xmyMpMY/cM5Nmuo=</password>
              <duration>480</duration>
              <realm>relay.contoso.example</realm>
            </credentials>
            <mediaRelayList>
              <mediaRelay>
                <location>intranet</location>
                <hostName>av-edge.contoso.example</hostName>
                <udpPort>3478</udpPort>
                <tcpPort>443</tcpPort>
              </mediaRelay>
              <mediaRelay>
                <location>internet</location>
                <directIPAddress>192.0.2.9</directIPAddress>
                <tcpPort>443</tcpPort>
              </mediaRelay>
            </mediaRelayList>
          </credentialsResponse>
        </response>
        """;
}
