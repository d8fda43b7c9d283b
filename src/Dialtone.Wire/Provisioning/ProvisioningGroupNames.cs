using System.Collections.Immutable;

namespace Dialtone.Wire.Provisioning;

/// <summary>The names of groups (MS-SIPREGE section 2.2.2.5). Groups are found without regard to case.</summary>
public static class ProvisioningGroupNames
{
    /// <summary>Servers, URLs, ports and how a phone behaves.</summary>
    public const string ServerConfiguration = "ServerConfiguration";

    /// <summary>What the user may do.</summary>
    public const string UserPolicy = "ucPolicy";

    /// <summary>What the user may do in conferences.</summary>
    public const string MeetingPolicy = "meetingPolicy";

    /// <summary>How a client shows itself.</summary>
    public const string EndpointConfiguration = "endpointConfiguration";

    /// <summary>Media bypass.</summary>
    public const string MediaConfiguration = "mediaConfiguration";

    /// <summary>Emergency calls.</summary>
    public const string LocationPolicy = "locationPolicy";

    /// <summary>What the user has set.</summary>
    public const string UserSetting = "userSetting";

    /// <summary>What a phone asks for.</summary>
    public static ImmutableArray<string> OfPhone { get; } =
    [
        ServerConfiguration, UserPolicy, MeetingPolicy, EndpointConfiguration, MediaConfiguration, LocationPolicy,
        UserSetting,
    ];
}
