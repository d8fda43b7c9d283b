using System.Text;

namespace Dialtone.Wire.Tests.Provisioning;

internal static class ProvisioningSamples
{
    // The three shapes of groups, with the settings of a Lync 2013 server.
    public const string Answer = """
        <?xml version="1.0" encoding="utf-8"?>
        <provisionGroupList xmlns="http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification">
          <provisionGroup name="ServerConfiguration">
            <mrasUri>sip:es01.contoso.example@contoso.example;gruu;opaque=srvr:MRAS:q3Zt0bVnUkKx7RrLr2mX5gAA</mrasUri>
            <pooluri>
              sip:pool01.contoso.example@contoso.example;gruu;opaque=srvr:HomeServer:Jd8vQwYb3UqM1n-T6xLr0wAA
            </pooluri>
            <updatesServerInternalUrl>
              https://pool01.contoso.example:443/RequestHandler/ucdevice.upx
            </updatesServerInternalUrl>
            <updatesServerExternalUrl>
              https://web.contoso.example/RequestHandlerExt/ucdevice.upx
            </updatesServerExternalUrl>
            <updatesServerEnabled>true</updatesServerEnabled>
            <ucPortRangeEnabled>TRUE</ucPortRangeEnabled>
            <ucMinMediaPort>50000</ucMinMediaPort>
            <ucMaxMediaPort>50038</ucMaxMediaPort>
            <ucMinSipDynamicPort>7100</ucMinSipDynamicPort>
            <ucMaxSipDynamicPort>7102</ucMaxSipDynamicPort>
            <ucPC2PCAVEncryption>SupportEncryption</ucPC2PCAVEncryption>
            <ucEnableSIPSecurityMode>High</ucEnableSIPSecurityMode>
            <ucEnforcePinLock>true</ucEnforcePinLock>
            <ucMinPinLength>6</ucMinPinLength>
            <ucPhoneTimeOut>10</ucPhoneTimeOut>
            <ucExchangeMWIPoll>3</ucExchangeMWIPoll>
            <ucVoice802_1p>0</ucVoice802_1p>
            <ucDiffServVoice>40</ucDiffServVoice>
            <ucMaxVideoRateAllowed>Hd720p-1.5M</ucMaxVideoRateAllowed>
            <loggingLevel>Medium</loggingLevel>
            <ucEnableUserLogging>false</ucEnableUserLogging>
            <enableBWPolicyCheck>true</enableBWPolicyCheck>
            <Organization />
            <d:registrars xmlns:d="urn:dialtone:registrars">
              <d:registrar>pool01.contoso.example</d:registrar>
              <d:registrar> pool02.contoso.example </d:registrar>
            </d:registrars>
          </provisionGroup>
          <provisionGroup name="ucPolicy">
            <instance>
              <property name="name">Global</property><property name="AllowCallForwarding">true</property>
            </instance>
          </provisionGroup>
          <provisionGroup name="endpointConfiguration">
            <propertyEntryList>
              <property name="AbsUsage">WebSearchOnly</property>
              <property name="SearchPrefixFlags">127</property>
            </propertyEntryList>
          </provisionGroup>
          <provisionGroup name="locationPolicy">
            <property name="LocationPolicyTagID">user-tagid</property>
          </provisionGroup>
          <provisionGroup name="publicationGrammar">
            <grammar xmlns="http://schemas.microsoft.com/2006/09/sip/grammar"><a b="&lt;c">1</a><a/></grammar>
          </provisionGroup>
          <somethingElse xmlns="urn:example:other"><provisionGroup name="no"/></somethingElse>
          <provisionGroup name="neverHeardOf"><x>1 &amp; <![CDATA[<2>]]></x></provisionGroup>
        </provisionGroupList>
        """;

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>An answer with that in its group ServerConfiguration.</summary>
    public static byte[] WithConfiguration(string elements) => Utf8(
        "<provisionGroupList xmlns=\"http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification\">"
        + $"<provisionGroup name=\"ServerConfiguration\">{elements}</provisionGroup></provisionGroupList>");
}
