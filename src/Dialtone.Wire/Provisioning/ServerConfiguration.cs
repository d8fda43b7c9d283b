using System.Collections.Immutable;
using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Wire.Provisioning;

/// <summary>
/// The group ServerConfiguration with the settings that a phone uses. A setting that is not there, or empty, is null;
/// one with a value that is none of its kind is null too and stands in <see cref="Unusable"/>.
/// </summary>
public sealed record ServerConfiguration
{
    /// <summary>
    /// Where credentials for Media Relays are asked for: <c>mrasUri</c>, a SIP URI. Null: there are no relays.
    /// </summary>
    public string? MrasUri { get; init; }

    /// <summary>The home pool of the user: <c>PoolUri</c>, a SIP URI.</summary>
    public string? PoolUri { get; init; }

    /// <summary>
    /// The name of the home pool, which is the user part of <see cref="PoolUri"/>; null without one, or where that is
    /// no host name.
    /// </summary>
    public HostName? Pool =>
        PoolUri is not null && SipUri.TryRead(Encoding.UTF8.GetBytes(PoolUri), out var uri, out _)
            && HostName.TryParse(Encoding.UTF8.GetString(uri.User), out var host)
            ? host
            : null;

    /// <summary>Device updates, asked from inside: <c>updatesServerInternalUrl</c>.</summary>
    public string? UpdatesInternalUrl { get; init; }

    /// <summary>Device updates, asked through an Edge: <c>updatesServerExternalUrl</c>.</summary>
    public string? UpdatesExternalUrl { get; init; }

    /// <summary>Whether devices are to ask for updates: <c>updatesServerEnabled</c>.</summary>
    public bool? UpdatesEnabled { get; init; }

    /// <summary>How the phone is to behave.</summary>
    public PhoneSettings Phone { get; init; } = new();

    /// <summary>The ports to use.</summary>
    public PortRanges Ports { get; init; } = new();

    /// <summary>The Registrars of the user, primary first (<see cref="ProvisionGroup.Registrars"/>).</summary>
    public ImmutableArray<HostName> Registrars { get; init; } = [];

    /// <summary>Settings named here whose value is none of their kind, and Registrars that are no host names.</summary>
    public ImmutableArray<ProvisionSetting> Unusable { get; init; } = [];

    /// <summary>What a group says; there is nothing in it that could be a fault.</summary>
    public static ServerConfiguration From(ProvisionGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var settings = new SettingReader(group);
        return new()
        {
            MrasUri = settings.SipUri("mrasUri"),
            PoolUri = settings.SipUri("PoolUri"),
            UpdatesInternalUrl = settings.Url("updatesServerInternalUrl"),
            UpdatesExternalUrl = settings.Url("updatesServerExternalUrl"),
            UpdatesEnabled = settings.Flag("updatesServerEnabled"),
            Phone = new()
            {
                LocksByPin = settings.Flag("ucEnforcePinLock"),
                PinLengthMin = settings.Number("ucMinPinLength", 4, 15),
                LockTimeout = settings.Minutes("ucPhoneTimeOut"),
                MessageWaitingPoll = settings.Minutes("ucExchangeMWIPoll"),
                VoicePriority = settings.Number("ucVoice802_1p", 0, 7),
                VoiceDscp = settings.Number("ucDiffServVoice", 0, 63),
                SecurityMode = settings.Word<SipSecurityMode>("ucEnableSIPSecurityMode"),
                Encryption = settings.Encryption("ucPC2PCAVEncryption"),
                Logging = settings.Word<DeviceLogging>("loggingLevel"),
                LogsOfUser = settings.Flag("ucEnableUserLogging"),
                ChecksBandwidth = settings.Flag("enableBWPolicyCheck"),
                VideoRateMax = settings.Text("ucMaxVideoRateAllowed"),
            },
            Ports = new()
            {
                IsEnabled = settings.Flag("ucPortRangeEnabled"),
                Media = settings.Ports("ucMinMediaPort", "ucMaxMediaPort"),
                Audio = settings.Ports("ucMinAudioPort", "ucMaxAudioPort"),
                Video = settings.Ports("ucMinVideoPort", "ucMaxVideoPort"),
                ApplicationSharing = settings.Ports("ucMinAppSharingPort", "ucMaxAppSharingPort"),
                FileTransfer = settings.Ports("ucMinFileTransferPort", "ucMaxFileTransferPort"),
                Sip = settings.Ports("ucMinSipDynamicPort", "ucMaxSipDynamicPort"),
            },
            Registrars = group.Registrars,
            Unusable = settings.Unusable(),
        };
    }

    /// <summary>The group that says this, for a server.</summary>
    public ProvisionGroup ToGroup()
    {
        var settings = new SettingWriter();
        settings.Add("mrasUri", MrasUri);
        settings.Add("PoolUri", PoolUri);
        settings.Add("updatesServerInternalUrl", UpdatesInternalUrl);
        settings.Add("updatesServerExternalUrl", UpdatesExternalUrl);
        settings.Add("updatesServerEnabled", UpdatesEnabled);
        settings.Add("ucEnforcePinLock", Phone.LocksByPin);
        settings.Add("ucMinPinLength", Phone.PinLengthMin);
        settings.AddMinutes("ucPhoneTimeOut", Phone.LockTimeout);
        settings.AddMinutes("ucExchangeMWIPoll", Phone.MessageWaitingPoll);
        settings.Add("ucVoice802_1p", Phone.VoicePriority);
        settings.Add("ucDiffServVoice", Phone.VoiceDscp);
        settings.Add("ucEnableSIPSecurityMode", Phone.SecurityMode?.ToString());
        settings.Add("ucPC2PCAVEncryption", SettingWriter.WordOf(Phone.Encryption));
        settings.Add("loggingLevel", Phone.Logging?.ToString());
        settings.Add("ucEnableUserLogging", Phone.LogsOfUser);
        settings.Add("enableBWPolicyCheck", Phone.ChecksBandwidth);
        settings.Add("ucMaxVideoRateAllowed", Phone.VideoRateMax);
        settings.Add("ucPortRangeEnabled", Ports.IsEnabled);
        settings.Add("ucMinMediaPort", "ucMaxMediaPort", Ports.Media);
        settings.Add("ucMinAudioPort", "ucMaxAudioPort", Ports.Audio);
        settings.Add("ucMinVideoPort", "ucMaxVideoPort", Ports.Video);
        settings.Add("ucMinAppSharingPort", "ucMaxAppSharingPort", Ports.ApplicationSharing);
        settings.Add("ucMinFileTransferPort", "ucMaxFileTransferPort", Ports.FileTransfer);
        settings.Add("ucMinSipDynamicPort", "ucMaxSipDynamicPort", Ports.Sip);
        return new()
        {
            Name = ProvisioningGroupNames.ServerConfiguration,
            Settings = settings.Settings,
            Registrars = Registrars,
        };
    }

    /// <inheritdoc/>
    public bool Equals(ServerConfiguration? other) => other is not null
        && MrasUri == other.MrasUri && PoolUri == other.PoolUri && UpdatesInternalUrl == other.UpdatesInternalUrl
        && UpdatesExternalUrl == other.UpdatesExternalUrl && UpdatesEnabled == other.UpdatesEnabled
        && Phone == other.Phone && Ports == other.Ports
        && Registrars.AsSpan().SequenceEqual(other.Registrars.AsSpan())
        && Unusable.AsSpan().SequenceEqual(other.Unusable.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MrasUri, PoolUri, Phone, Ports);
}
