using System.Text;
using Dialtone.Core.Tests.Devices;
using Dialtone.Wire.Mras;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Tests.UserServices;

/// <summary>
/// The user's own side of a deployment of Lync, as text: it registers, gives settings, and credentials for relays.
/// </summary>
internal sealed class HomeServer
{
    public const string Gruu = "sip:alice@contoso.example;opaque=user:epid:test;gruu";
    public const string Mras = "sip:mras01.contoso.example@contoso.example;gruu;opaque=srvr:MRAS:test";
    public const string Username = "dXNlcm5hbWUtb2YtYS1yZWxheQ==";
    public const string Password = "cGFzc3dvcmQtb2YtYS1yZWxheQ==";

    private const string Pool = "sip:pool01.contoso.example@contoso.example;gruu;opaque=srvr:HomeServer:test";

    public HomeServer() =>
        (Register, Subscribe, Service) = (Registered, request => Provisioned(request), request => Granted(request));

    public string AllowEvents { get; set; } = "Allow-Events: vnd-microsoft-provisioning-v2, presence";

    /// <summary>Further headers of the 200 to REGISTER.</summary>
    public string[] Grants { get; set; } = [];

    public string MrasUri { get; set; } = Mras;

    public string PoolUri { get; set; } = Pool;

    /// <summary>What else stands in ServerConfiguration.</summary>
    public string More { get; set; } = "";

    public int Minutes { get; set; } = 480;

    public string Relays { get; set; } = Relay("edge1.contoso.example", "intranet");

    public Func<SipMessage, string?> Register { get; set; }

    public Func<SipMessage, string?> Subscribe { get; set; }

    public Func<SipMessage, string?> Service { get; set; }

    public string Settings => $"""
        <provisionGroupList xmlns="http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification">
          <provisionGroup name="ServerConfiguration">
            <mrasUri> {MrasUri} </mrasUri><PoolUri>{PoolUri}</PoolUri>
            <updatesServerInternalUrl>https://pool01.contoso.example/ucdevice.upx</updatesServerInternalUrl>
            <updatesServerExternalUrl>https://web.contoso.example/ucdevice.upx</updatesServerExternalUrl>
            <ucMinPinLength>99</ucMinPinLength>{More}
          </provisionGroup>
          <provisionGroup name="publicationGrammar"><anything><whatever/></anything></provisionGroup>
        </provisionGroupList>
        """;

    public static string Registrars(params string[] names) =>
        "<registrars xmlns=\"urn:dialtone:registrars\">"
        + string.Concat(names.Select(name => $"<registrar>{name}</registrar>")) + "</registrars>";

    public static string Relay(
        string host, string location, string ports = "<udpPort>3478</udpPort><tcpPort>443</tcpPort>") =>
        $"<mediaRelay><location>{location}</location><hostName>{host}</hostName>{ports}</mediaRelay>";

    public static SipMessage Notice(string method, SipMessage subscribe, string body)
    {
        var text = $"{method} {Gruu} SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.11:5061;branch=z9hG4bKn1\r\n"
            + $"From: {subscribe.Header("To")};tag=srv\r\nTo: {subscribe.Header("From")}\r\n"
            + $"Call-ID: {subscribe.Header("Call-ID")}\r\nCSeq: 1 {method}\r\n"
            + $"Event: {ProvisioningRequest.EventPackage}\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n";
        return SipScript.Read(text + body);
    }

    public string? Answer(SipMessage request) => request.Method switch
    {
        SipMethod.Subscribe => Subscribe(request),
        SipMethod.Service => Service(request),
        _ => Register(request),
    };

    public string Registered(SipMessage request) => request.Proves(DeviceBench.Password)
        ? request.Answer(
            "200 OK", [$"Contact: {request.Header("Contact")};expires=600;gruu=\"{Gruu}\"", AllowEvents, .. Grants])
        : request.Answer("401 Unauthorized", SipScript.Challenge);

    public string Provisioned(SipMessage request) => request.AnswerWith(
        Settings, "200 OK", "Expires: 0", "ms-piggyback-cseq: 1", $"Content-Type: {ProvisioningRequest.ContentType}");

    public string Granted(SipMessage request, string reason = "OK") => request.AnswerWith(
        $"""
        <response xmlns="http://schemas.microsoft.com/2006/09/sip/mrasp" requestID="1" version="1.0"
            serverVersion="1.0" from="sip:alice@contoso.example" to="{Mras}" reasonPhrase="{reason}">
        """
        + (reason == "OK"
            ? $"""
              <credentialsResponse credentialsRequestID="1">
                <credentials><username>{Username}</username><password>{Password}</password>
                  <duration>{Minutes}</duration><realm>relay.contoso.example</realm></credentials>
                <mediaRelayList>{Relays}</mediaRelayList>
              </credentialsResponse>
              """
            : "")
        + "</response>", "200 OK", $"Content-Type: {MrasRequest.ContentType}");
}
