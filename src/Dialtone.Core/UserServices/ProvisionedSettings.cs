using System.Collections.Immutable;
using Dialtone.Core.SignIn;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.UserServices;

/// <summary>What in-band provisioning brought, as it is written down: names and addresses, no secret.</summary>
public sealed record ProvisionedSettings
{
    /// <summary>The groups that came, in their order, those that nothing here knows among them.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>Those of them that were not asked for.</summary>
    public ImmutableArray<string> UnaskedGroups { get; init; } = [];

    /// <summary>The length of the content, in bytes.</summary>
    public int Bytes { get; init; }

    /// <summary>How it came: in the response itself, or in a NOTIFY or BENOTIFY.</summary>
    public SipMethod By { get; init; } = SipMethod.Subscribe;

    /// <summary>The user's pool, by <c>PoolUri</c>; <c>null</c> where it is not named.</summary>
    public HostName? Pool { get; init; }

    /// <summary>The user's Registrars, primary first, where the deployment names them all; else empty.</summary>
    public ImmutableArray<HostName> Registrars { get; init; } = [];

    /// <summary>Where credentials for Media Relays are asked for; empty where there are no relays.</summary>
    public string MrasUri { get; init; } = "";

    /// <summary>Where this device asks for updates of itself; empty where it is not told.</summary>
    public string UpdatesUrl { get; init; } = "";

    /// <summary>Settings that are known by name and whose value is none of their kind.</summary>
    public ImmutableArray<string> Unusable { get; init; } = [];

    /// <summary>Whether the group ServerConfiguration is missing, without which nothing above is known.</summary>
    public bool ServerConfigurationMissing { get; init; }

    internal static ProvisionedSettings Of(ProvisioningAnswer answer, int bytes, SipMethod by, bool isRemote)
    {
        var group = answer.Find(ProvisioningGroupNames.ServerConfiguration);
        var server = group is null ? new ServerConfiguration() : ServerConfiguration.From(group);
        var names = answer.Groups.Select(each => PeerText.Of(each.Name)).ToImmutableArray();
        return new()
        {
            Groups = names,
            UnaskedGroups = [.. names.Where(
                name => !ProvisioningGroupNames.OfPhone.Contains(name, StringComparer.OrdinalIgnoreCase))],
            Bytes = bytes,
            By = by,
            Pool = server.Pool,
            Registrars = server.Registrars,
            MrasUri = server.MrasUri ?? "",
            UpdatesUrl = PeerText.Of((isRemote ? server.UpdatesExternalUrl : server.UpdatesInternalUrl) ?? ""),
            Unusable = [.. server.Unusable.Select(setting => PeerText.Of(setting.Name))],
            ServerConfigurationMissing = group is null,
        };
    }
}
