using System.Collections.Immutable;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Provisioning;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// The groups of settings of a deployment, with the values that a server gives who was not told others.
/// </summary>
internal static class ProvisioningGroups
{
    /// <param name="settings">What is told.</param>
    /// <param name="registrars">The user's pools, the home first.</param>
    /// <param name="user">The user part of the SIP address.</param>
    public static ImmutableArray<ProvisionGroup> Of(
        ProvisioningSettings settings, ImmutableArray<HostName> registrars, string user)
    {
        var server = Server(settings, registrars).ToGroup();
        return settings.IsBrief
            ? [server]
            :
            [
                server with { Settings = [.. server.Settings, .. Services(settings, registrars[0], user)] },
                UserPolicy(), MeetingPolicy(), EndpointConfiguration(), MediaConfiguration(), LocationPolicy(),
            ];
    }

    private static ServerConfiguration Server(
        ProvisioningSettings settings, ImmutableArray<HostName> registrars)
    {
        var (pool, external) = (registrars[0], settings.ExternalWebServices);
        var connection = new ServerConfiguration
        {
            MrasUri = settings.MrasUri,
            PoolUri = UriOf(settings, pool, "HomeServer"),
            Registrars = registrars,
        };
        return settings.IsBrief ? connection : connection with
        {
            UpdatesInternalUrl = $"https://{pool}:443/RequestHandler/ucdevice.upx",
            UpdatesExternalUrl = $"https://{external}:443/RequestHandlerExt/ucdevice.upx",
            UpdatesEnabled = true,
            Phone = Phone,
            Ports = Ports,
        };
    }

    /// <summary>What Set-CsUCPhoneConfiguration sets where nobody sets anything else.</summary>
    private static PhoneSettings Phone { get; } = new()
    {
        LocksByPin = true,
        PinLengthMin = 6,
        LockTimeout = TimeSpan.FromMinutes(10),
        MessageWaitingPoll = TimeSpan.FromMinutes(3),
        VoicePriority = 0,
        VoiceDscp = 40,
        SecurityMode = SipSecurityMode.High,
        Encryption = MediaEncryption.Supported,
        Logging = DeviceLogging.Off,
        LogsOfUser = false,
        ChecksBandwidth = false,
        VideoRateMax = "Hd720p-1.5M",
    };

    private static PortRanges Ports { get; } = new()
    {
        IsEnabled = true,
        Media = new(50_000, 50_038),
        Sip = new(7100, 7102),
    };

    private static IEnumerable<ProvisionSetting> Services(ProvisioningSettings settings, HostName pool, string user)
    {
        var external = settings.ExternalWebServices;
        var self = $"sip:{user}@{settings.Domain}";
        yield return new("focusFactoryUri", $"{self};gruu;opaque=app:conf:focusfactory");
        yield return new("VoicemailUri", $"{self};opaque=app:voicemail");
        yield return new("botSipUriForTestCall", UriOf(settings, pool, "Microsoft.Rtc.Applications.testbot"));
        yield return new("callParkServerUri", UriOf(settings, pool, "Microsoft.Rtc.Applications.Cps"));
        yield return new("qosUri", UriOf(settings, pool, "HomeServer"));
        yield return new("qosEnabled", "false");
        yield return new("dlxInternalUrl", $"https://{pool}:443/groupexpansion/service.svc");
        yield return new("dlxExternalUrl", $"https://{external}:443/groupexpansion/service.svc");
        yield return new("absInternalServerUrl", $"https://{pool}:443/abs/handler");
        yield return new("absExternalServerUrl", $"https://{external}:443/abs/handler");
        yield return new("responseGroupServiceInternalUrl", $"https://{pool}:443/RgsClients/AgentService.svc");
        yield return new("responseGroupServiceExternalUrl", $"https://{external}:443/RgsClients/AgentService.svc");
        yield return new("dlxEnabled", "true");
        yield return new("absWebServiceEnabled", "true");
        yield return new("lisInternalUrl", $"https://{pool}:443/locationinformation/liservice.svc");
        yield return new("cwaInternalUri", $"https://{pool}:443/dialin");
        yield return new("cwaExternalUri", $"https://{external}:443/dialin");
        yield return new("consoleDownloadInternalUrl", "");
        yield return new("helpdeskInternalUrl", "");
        yield return new("Organization", "");
        yield return new("ucLocationProfile", "DefaultProfile");
    }

    private static ProvisionGroup UserPolicy() => new()
    {
        Name = ProvisioningGroupNames.UserPolicy,
        Shape = ProvisionGroupShape.Instance,
        Settings =
        [
            new("AllowSimultaneousRinging", "true"), new("AllowCallForwarding", "true"),
            new("EnableCallTransfer", "true"), new("EnableCallPark", "true"), new("EnableTeamCall", "true"),
            new("EnableDelegation", "true"), new("EnableBWPolicyOverride", "false"),
            new("EnableMaliciousCallTrace", "false"),
        ],
    };

    private static ProvisionGroup MeetingPolicy() => new()
    {
        Name = ProvisioningGroupNames.MeetingPolicy,
        Shape = ProvisionGroupShape.Instance,
        Settings = [new("AllowIPAudio", "true"), new("AllowIPVideo", "true"), new("MeetingSize", "250")],
    };

    private static ProvisionGroup EndpointConfiguration() => new()
    {
        Name = ProvisioningGroupNames.EndpointConfiguration,
        Shape = ProvisionGroupShape.PropertyEntryList,
        Settings =
        [
            new("ShowRecentContacts", "true"), new("ShowManagePrivacyRelationships", "false"),
            new("MaxPhotoSizeKB", "30"), new("DisableMusicOnHold", "false"), new("EnableTracing", "false"),
            new("PhotoUsage", "AllPhotos"), new("AbsUsage", "WebSearchOnly"), new("SearchPrefixFlags", "127"),
            new("ExchangeContactStoreAllowed", "true"), new("MaximumDGsAllowedInContactList", "10"),
            new("EnableVOIPCallDefault", "false"),
        ],
    };

    private static ProvisionGroup MediaConfiguration() => new()
    {
        Name = ProvisioningGroupNames.MediaConfiguration,
        Shape = ProvisionGroupShape.PropertyEntryList,
        Settings =
        [
            new("bypassEnabled", "false"), new("internalBypassMode", "Off"), new("externalBypassMode", "Off"),
        ],
    };

    private static ProvisionGroup LocationPolicy() => new()
    {
        Name = ProvisioningGroupNames.LocationPolicy,
        Shape = ProvisionGroupShape.Properties,
        Settings =
        [
            new("EnhancedEmergencyServicesEnabled", "false"), new("LocationPolicyTagID", "user-tagid"),
        ],
    };

    private static string UriOf(ProvisioningSettings settings, HostName pool, string service) =>
        $"sip:{pool}@{settings.Domain};gruu;opaque=srvr:{service}:mB3xTq0vUkW8n5RdLr2J7gAA";
}
