using System.Text;

namespace Dialtone.Wire.Tests.Presence;

/// <summary>Bodies as clients and servers send them.</summary>
internal static class PresenceSamples
{
    public const string ContactsBody = """
        <contactList deltaNum="412">
          <group id="1" name="~" externalURI=""/>
          <group id="2" name="Team" externalURI=""/>
          <contact uri="bob@contoso.example" name="" groups="1 2 " subscribed="true" externalURI=""/>
          <contact uri="carol@contoso.example" name="Carol" groups="1 " subscribed="true" externalURI="">
            <contactExtension><any a="b"/></contactExtension></contact>
        </contactList>
        """;

    public const string DeltaBody = """
        <contactDelta deltaNum="413" prevDeltaNum="412">
          <addedGroup id="3" name="New" externalURI=""/><modifiedGroup id="2" name="Crew" externalURI=""/>
          <addedContact uri="sip:dave@contoso.example" name="" groups="3 " subscribed="true" externalURI=""/>
          <modifiedContact uri="bob@contoso.example" name="Bobby" groups="2" subscribed="true" externalURI=""/>
          <deletedGroup id="1"/><deletedContact uri="sip:CAROL@contoso.example"/>
        </contactDelta>
        """;

    public const string SelfBody = """
        <roamingData xmlns="http://schemas.microsoft.com/2006/09/sip/roaming-self">
         <categories xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="sip:alice@contoso.example">
          <category name="state" instance="1" publishTime="2024-01-02T03:04:05.123" container="2" version="3"
          expireType="user">
            <state xmlns="http://schemas.microsoft.com/2006/09/sip/state"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
               xsi:type="aggregateState"><availability>3500</availability></state></category>
          <category name="userProperties" instance="0" container="1" version="1" expireType="static">
            <userProperties xmlns="http://schemas.microsoft.com/2006/09/sip/userProperties"><lines><line
          lineType="Uc">tel:+14255550100</line></lines></userProperties></category>
         </categories>
         <containers xmlns="http://schemas.microsoft.com/2006/09/sip/container-management">
          <container id="200" version="1"><member type="sameEnterprise"/></container>
          <container id="100" version="1"><member type="federated"/></container></containers>
         <subscribers xmlns="http://schemas.microsoft.com/2006/09/sip/presence-subscribers">
          <subscriber user="bob@contoso.example" displayName="Bob" acknowledged="false"/></subscribers>
        </roamingData>
        """;

    public const string PublishBody = """
        <publish xmlns="http://schemas.microsoft.com/2006/09/sip/rich-presence">
         <publications uri="sip:alice@contoso.example">
          <publication categoryName="device" instance="3368706954" container="2" version="0" expireType="endpoint">
           <device xmlns="http://schemas.microsoft.com/2006/09/sip/device"
          endpointId="34d859db-6585-5f91-a3b4-de853c15347d">
            <capabilities preferred="false" uri="sip:alice@contoso.example">
             <text capture="false" render="false" publish="false"/>
             <voice capture="true" render="true" publish="false"/>
            </capabilities><machineName>DIALTONE01</machineName></device></publication>
          <publication categoryName="state" instance="1015850552" container="2" version="0" expireType="endpoint">
           <state xmlns="http://schemas.microsoft.com/2006/09/sip/state"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             manual="false" xsi:type="machineState"><availability>3500</availability><endpointLocation/>
             <delimiter xmlns="http://schemas.microsoft.com/2006/09/sip/commontypes"/><timeZoneBias>0</timeZoneBias>
             <timeZoneName>UTC</timeZoneName><timeZoneAbbreviation>UTC</timeZoneAbbreviation><device>deskphone</device>
             <end xmlns="http://schemas.microsoft.com/2006/09/sip/commontypes"/></state></publication>
          <publication categoryName="note" instance="0" container="200" version="4" expireType="static" expires="0"/>
         </publications></publish>
        """;

    public const string FaultBody = """
        <Fault xmlns="http://schemas.microsoft.com/2006/09/sip/service-fault">
          <Faultcode>Client.BadCall.WrongDelta</Faultcode>
          <details><operation index="1" curVersion="7"/><operation index="3" curVersion="2"/></details>
        </Fault>
        """;

    public const string BatchBody = """
        <batchSub xmlns="http://schemas.microsoft.com/2006/01/sip/batch-subscribe" uri="sip:alice@contoso.example"
          name="">
         <action name="subscribe" id="1001"><adhocList>
           <resource uri="sip:bob@contoso.example"/> <resource uri="sip:carol@contoso.example"><context/></resource>
          </adhocList>
          <categoryList xmlns="http://schemas.microsoft.com/2006/09/sip/categorylist">
           <category name="calendarData"/><category name="contactCard"/><category name="note"/><category
          name="state"/></categoryList>
         </action></batchSub>
        """;

    public const string ListBody = """
        <list xmlns="urn:ietf:params:xml:ns:rlmi" uri="sip:alice@contoso.example" version="0" fullState="false">
         <resource uri="sip:bob@contoso.example"><instance id="0" state="active" cid="bob@contoso.example"/></resource>
         <resource uri="sip:carol@contoso.example"><instance id="0" state="resubscribe" cid="carol@contoso.example"
          poolFqdn="pool02.contoso.example"/></resource></list>
        """;

    public const string CategoriesBody = """
        <categories xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="sip:bob@contoso.example">
         <category name="state" instance="1" publishTime="2026-11-22T06:36:49Z"><state
          xmlns="http://schemas.microsoft.com/2006/09/sip/state" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xsi:type="aggregateState"><availability>15500</availability><activity token="out-of-office"
          minAvailability="12000"/></state></category>
         <category name="contactCard" instance="0" publishTime="2026-11-22T06:36:49Z"><contactCard
          xmlns="http://schemas.microsoft.com/2006/09/sip/contactcard">
           <identity><name><displayName>Bob</displayName></name><email>bob@contoso.example</email></identity>
          </contactCard></category>
         <category name="note" instance="0"><note xmlns="http://schemas.microsoft.com/2006/09/sip/note"><body
          type="personal" uri="">At the desk</body></note></category>
         <category name="calendarData"/> </categories>
        """;

    public const string MultipartType =
        "multipart/related;type=\"application/rlmi+xml\";start=\"<rlmi>\";boundary=b540113f";

    public static readonly string MultipartBody =
        "--b540113f\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <rlmi>\r\nContent-Type: application/rlmi+xml"
        + $"\r\n\r\n{ListBody}\r\n\r\n--b540113f\r\nContent-Transfer-Encoding: binary\r\n"
        + "Content-ID: <bob@contoso.example>\r\nContent-Type: application/msrtc-event-categories+xml\r\n\r\n"
        + $"{CategoriesBody}\r\n\r\n--b540113f--\r\n";

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
