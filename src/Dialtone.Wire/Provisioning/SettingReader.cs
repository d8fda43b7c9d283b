using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Dialtone.Wire.Provisioning;

/// <summary>Takes settings out of a group as values of their kinds, and keeps those that are none.</summary>
internal sealed class SettingReader(ProvisionGroup group)
{
    private readonly ImmutableArray<ProvisionSetting>.Builder _unusable =
        ImmutableArray.CreateBuilder<ProvisionSetting>();

    /// <summary>What was none of its kind, and what is of our own namespace and could not be read.</summary>
    public ImmutableArray<ProvisionSetting> Unusable()
    {
        foreach (var setting in group.Settings)
        {
            if (setting.Namespace == ProvisioningAnswer.RegistrarsNamespace)
            {
                _unusable.Add(setting);
            }
        }

        return _unusable.DrainToImmutable();
    }

    public string? Text(string name) => TryGet(name, out var setting) ? setting.Value : null;

    public string? SipUri(string name) =>
        TryGet(name, out var setting)
            && (Sip.SipUri.TryRead(Encoding.UTF8.GetBytes(setting.Value), out _, out _) || Reject(setting))
            ? setting.Value
            : null;

    public string? Url(string name) =>
        TryGet(name, out var setting)
            && ((Uri.TryCreate(setting.Value, UriKind.Absolute, out var url)
                    && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp))
                || Reject(setting))
            ? setting.Value
            : null;

    public bool? Flag(string name)
    {
        if (!TryGet(name, out var setting))
        {
            return null;
        }

        switch (setting.Value.ToUpperInvariant())
        {
            case "TRUE" or "1":
                return true;
            case "FALSE" or "0":
                return false;
            default:
                _ = Reject(setting);
                return null;
        }
    }

    public int? Number(string name, int min, int max) =>
        TryGet(name, out var setting)
            && ((int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number >= min && number <= max)
                || Reject(setting, out number))
            ? number
            : null;

    // A day is more than any of these is set to.
    public TimeSpan? Minutes(string name) =>
        Number(name, 0, 24 * 60) is { } minutes ? TimeSpan.FromMinutes(minutes) : null;

    public T? Word<T>(string name)
        where T : struct, Enum
    {
        if (!TryGet(name, out var setting))
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(setting.Value, value.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        _ = Reject(setting);
        return null;
    }

    public MediaEncryption? Encryption(string name) => !TryGet(name, out var setting)
        ? null
        : setting.Value.ToUpperInvariant() switch
        {
            "SUPPORTENCRYPTION" => MediaEncryption.Supported,
            "DONOTSUPPORTENCRYPTION" => MediaEncryption.NotSupported,
            _ => MediaEncryption.Required,
        };

    public PortRange? Ports(string first, string last)
    {
        var (from, to) = (Number(first, 1, ushort.MaxValue), Number(last, 1, ushort.MaxValue));
        if (from is not { } low || to is not { } high)
        {
            return null;
        }

        if (low <= high)
        {
            return new((ushort)low, (ushort)high);
        }

        _ = TryGet(last, out var setting) && Reject(setting);
        return null;
    }

    // An empty element says as little as none.
    private bool TryGet(string name, out ProvisionSetting setting) =>
        group.TryGet(name, out setting) && setting.Value.Length > 0
        && (!(setting.IsMarkup || setting.IsCut) || Reject(setting));

    private bool Reject(ProvisionSetting setting)
    {
        _unusable.Add(setting);
        return false;
    }

    private bool Reject(ProvisionSetting setting, out int number)
    {
        number = 0;
        return Reject(setting);
    }
}
