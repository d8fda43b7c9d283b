using Dialtone.Wire.Addresses;
using Dialtone.Wire.Provisioning;
using static Dialtone.Wire.Tests.Provisioning.ProvisioningSamples;

namespace Dialtone.Wire.Tests.Provisioning;

public class ServerConfigurationTests
{
    [Fact]
    public void Settings_are_values_of_their_kinds()
    {
        var read = Read(Utf8(Answer));

        read.MrasUri.ShouldStartWith("sip:es01.contoso.example@contoso.example;gruu;opaque=srvr:MRAS:");
        read.Pool.ShouldBe(HostName.Parse("pool01.contoso.example"));
        read.UpdatesInternalUrl.ShouldBe("https://pool01.contoso.example:443/RequestHandler/ucdevice.upx");
        read.UpdatesExternalUrl.ShouldBe("https://web.contoso.example/RequestHandlerExt/ucdevice.upx");
        read.UpdatesEnabled.ShouldBe(true);
        read.Phone.ShouldBe(new PhoneSettings
        {
            LocksByPin = true,
            PinLengthMin = 6,
            LockTimeout = TimeSpan.FromMinutes(10),
            MessageWaitingPoll = TimeSpan.FromMinutes(3),
            VoicePriority = 0,
            VoiceDscp = 40,
            SecurityMode = SipSecurityMode.High,
            Encryption = MediaEncryption.Supported,
            Logging = DeviceLogging.Medium,
            LogsOfUser = false,
            ChecksBandwidth = true,
            VideoRateMax = "Hd720p-1.5M",
        });
        read.Ports.ShouldBe(new PortRanges
        {
            IsEnabled = true,
            Media = new PortRange(50000, 50038),
            Sip = new PortRange(7100, 7102),
        });
        read.Registrars.Length.ShouldBe(2);
        read.Unusable.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_read_is_written_and_read_again_as_the_same()
    {
        var read = Read(Utf8(Answer));

        ServerConfiguration.From(read.ToGroup()).ShouldBe(read);
        Read(new ProvisioningAnswer { Groups = [read.ToGroup()] }.ToBytes()).ShouldBe(read);
    }

    [Fact]
    public void Nothing_and_empty_elements_say_nothing()
    {
        Read(WithConfiguration("<mrasUri/><PoolUri> </PoolUri><ucMinPinLength></ucMinPinLength>"))
            .ShouldBe(new ServerConfiguration());
    }

    [Theory]
    [InlineData("<mrasUri>https://es01</mrasUri>")]
    [InlineData("<mrasUri>sip:<b/></mrasUri>")]
    [InlineData("<poolUri>pool01</poolUri>")]
    [InlineData("<updatesServerInternalUrl>/RequestHandler</updatesServerInternalUrl>")]
    [InlineData("<updatesServerEnabled>yes</updatesServerEnabled>")]
    [InlineData("<ucMinPinLength>3</ucMinPinLength>")]
    [InlineData("<ucMinPinLength>16</ucMinPinLength>")]
    [InlineData("<ucPhoneTimeOut>-1</ucPhoneTimeOut>")]
    [InlineData("<ucPhoneTimeOut>00:10:00</ucPhoneTimeOut>")]
    [InlineData("<ucPhoneTimeOut>1441</ucPhoneTimeOut>")]
    [InlineData("<ucVoice802_1p>8</ucVoice802_1p>")]
    [InlineData("<ucDiffServVoice>64</ucDiffServVoice>")]
    [InlineData("<ucEnableSIPSecurityMode>3</ucEnableSIPSecurityMode>")]
    [InlineData("<loggingLevel>all</loggingLevel>")]
    [InlineData("<ucMinMediaPort>65536</ucMinMediaPort>")]
    [InlineData("<ucMinMediaPort>2</ucMinMediaPort><ucMaxMediaPort>1</ucMaxMediaPort>")]
    [InlineData("<registrars xmlns='urn:dialtone:registrars'><registrar>two words</registrar></registrars>")]
    public void A_value_that_is_none_of_its_kind_is_kept_aside(string elements)
    {
        var read = Read(WithConfiguration(elements));

        read.Unusable.Length.ShouldBe(1);
        (read with { Unusable = [] }).ShouldBe(new ServerConfiguration());
    }

    [Fact]
    public void An_unknown_word_for_encryption_demands_it()
    {
        Read(WithConfiguration("<ucPC2PCAVEncryption>Maybe</ucPC2PCAVEncryption>"))
            .Phone.Encryption.ShouldBe(MediaEncryption.Required);
        Read(WithConfiguration("<ucPC2PCAVEncryption>DoNotSupportEncryption</ucPC2PCAVEncryption>"))
            .Phone.Encryption.ShouldBe(MediaEncryption.NotSupported);
    }

    [Theory]
    [InlineData("sip:pool01.contoso.example@contoso.example;gruu", "pool01.contoso.example")]
    [InlineData("sip:contoso.example", null)]
    [InlineData("sip:a%40b@contoso.example", null)]
    public void The_pool_is_what_stands_before_the_at_sign(string uri, string? pool)
    {
        Read(WithConfiguration($"<PoolUri>{uri}</PoolUri>")).Pool?.Text.ShouldBe(pool);
        (pool is null || Read(WithConfiguration($"<PoolUri>{uri}</PoolUri>")).Pool is not null).ShouldBeTrue();
    }

    private static ServerConfiguration Read(byte[] body)
    {
        ProvisioningAnswer.TryRead(body, out var answer, out var fault).ShouldBeTrue(fault.ToString());
        return ServerConfiguration.From(answer!.Find(ProvisioningGroupNames.ServerConfiguration)!);
    }
}
