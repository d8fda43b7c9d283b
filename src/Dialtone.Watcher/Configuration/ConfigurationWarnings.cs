using System.Collections.Immutable;
using Dialtone.Net;

namespace Dialtone.Watcher.Configuration;

/// <summary>
/// What a configuration points at and this machine does not have: secrets and certificates. It does not speak against
/// the configuration: a file may come later, and each run looks for it again.
/// </summary>
public static class ConfigurationWarnings
{
    /// <summary>Looks for everything that the configuration points at.</summary>
    public static ImmutableArray<ConfigurationFault> Of(WatchConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var secrets = configuration.Accounts
            .SelectMany(each => new[]
            {
                ($"accounts.{each.Name}.password", each.Password), ($"accounts.{each.Name}.pin", each.Pin),
            })
            .Concat(configuration.Webhooks.Select(each => ($"webhooks.{each.Name}.key", each.Key)))
            .Append(("token", configuration.Token)).Append(("history.postgres", configuration.Postgres));
        var certificates = configuration.Checks.Select((each, at) => ($"checks[{at}].ca", each.Probe.CertificateFile))
            .Concat(configuration.Modules.Select(each => ($"modules.{each.Key}.ca", each.Value.CertificateFile)))
            .Where(each => each.CertificateFile is not null).DistinctBy(each => each.CertificateFile);
        return
        [
            .. secrets.Select(each => OfSecret(each.Item1, each.Item2)).OfType<ConfigurationFault>(),
            .. certificates.Select(each => OfCertificates(each.Item1, each.CertificateFile!))
                .OfType<ConfigurationFault>(),
        ];
    }

    private static ConfigurationFault? OfSecret(string path, SecretSource? source) =>
        source is null || source.TryRead(out _, out var why) ? null : new(path, why);

    private static ConfigurationFault? OfCertificates(string path, string file) =>
        CertificateFile.TryLoad(file, out _, out var fault) ? null : new(path, $"{fault}");
}
