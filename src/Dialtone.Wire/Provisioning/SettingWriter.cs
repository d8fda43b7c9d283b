using System.Collections.Immutable;
using System.Globalization;

namespace Dialtone.Wire.Provisioning;

/// <summary>Gathers settings as text; what is null is left out.</summary>
internal sealed class SettingWriter
{
    private readonly ImmutableArray<ProvisionSetting>.Builder _settings =
        ImmutableArray.CreateBuilder<ProvisionSetting>();

    public ImmutableArray<ProvisionSetting> Settings => _settings.ToImmutable();

    public static string? WordOf(MediaEncryption? encryption) => encryption switch
    {
        MediaEncryption.Required => "RequireEncryption",
        MediaEncryption.Supported => "SupportEncryption",
        MediaEncryption.NotSupported => "DoNotSupportEncryption",
        _ => null,
    };

    public void Add(string name, string? value)
    {
        if (value is not null)
        {
            _settings.Add(new(name, value));
        }
    }

    public void Add(string name, bool? value) => Add(name, value is { } flag ? (flag ? "true" : "false") : null);

    public void Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public void AddMinutes(string name, TimeSpan? value) => Add(name, (int?)value?.TotalMinutes);

    public void Add(string first, string last, PortRange? range)
    {
        Add(first, range?.First);
        Add(last, range?.Last);
    }
}
