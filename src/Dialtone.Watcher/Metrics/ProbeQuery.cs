using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dialtone.Core.SignIn;
using Dialtone.Watcher.Configuration;
using Dialtone.Wire.Addresses;
using Microsoft.AspNetCore.Http;

namespace Dialtone.Watcher.Metrics;

/// <summary>What <c>/probe</c> is asked for.</summary>
/// <param name="Module">The name of the module.</param>
/// <param name="Target">The target, as it was given.</param>
/// <param name="Settings">What is run: the module, aimed at the target.</param>
/// <param name="IsDebug">Whether a person wants to read what happened.</param>
internal sealed record ProbeQuery(string Module, string Target, ProbeSettings Settings, bool IsDebug)
{
    /// <summary>Reads it.</summary>
    /// <param name="query">What stands behind the question mark.</param>
    /// <param name="configuration">Whose modules and accounts may be used.</param>
    /// <param name="read">What is asked for.</param>
    /// <param name="why">Why that cannot be done, in a sentence.</param>
    public static bool TryRead(
        IQueryCollection query, WatchConfiguration configuration,
        [NotNullWhen(true)] out ProbeQuery? read, [NotNullWhen(false)] out string? why)
    {
        read = null;
        if (query["module"] is not [{ Length: > 0 } module] || query["target"] is not [{ Length: > 0 } target])
        {
            why = "Say what is to be run, and where: /probe?module=…&target=…, each once. A target is host, host:port, "
                + "or the sip: address of an account of the configuration.";
            return false;
        }

        if (!configuration.Modules.TryGetValue(module, out var settings))
        {
            why = $"There is no module '{module}'. "
                + (configuration.Modules.IsEmpty ? "The configuration has none."
                    : $"The configuration has: {string.Join(", ", configuration.Modules.Keys)}.");
            return false;
        }

        if (!TryAim(settings, target, configuration, out var aimed, out why))
        {
            return false;
        }

        read = new(module, target, aimed, query["debug"] is ["true"]);
        return true;
    }

    // Each is a phone on its first day: what it remembered would be somebody else's, and there may be any number.
    private static bool TryAim(
        ProbeSettings module, string target, WatchConfiguration configuration,
        [NotNullWhen(true)] out ProbeSettings? aimed, [NotNullWhen(false)] out string? why)
    {
        (aimed, why) = (null, null);
        if (target.StartsWith("sip:", StringComparison.OrdinalIgnoreCase)
            || target.StartsWith("sips:", StringComparison.OrdinalIgnoreCase))
        {
            if (AddressOfRecord.TryParse(target, out var address)
                && configuration.Accounts.FirstOrDefault(each => IsOf(each, address)) is { } account)
            {
                aimed = module with { Account = account, Registrar = null, RegistrarPort = null, Remembers = false };
                return true;
            }

            why = $"The configuration has no account of '{target}'.";
            return false;
        }

        if (TryPlace(target, out var host, out var port))
        {
            aimed = module with { Registrar = host, RegistrarPort = port, Remembers = false };
            return true;
        }

        why = $"'{target}' is neither host, host:port, nor the sip: address of an account.";
        return false;
    }

    private static bool IsOf(WatchAccount account, AddressOfRecord address) =>
        account.Address is { } own && string.Equals(own.Uri, address.Uri, StringComparison.OrdinalIgnoreCase);

    private static bool TryPlace(string target, out HostName host, out ushort? port)
    {
        var colon = target.IndexOf(':', StringComparison.Ordinal);
        port = null;
        if (colon >= 0)
        {
            if (!ushort.TryParse(
                target.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number == 0)
            {
                host = default;
                return false;
            }

            port = number;
        }

        return HostName.TryParse(colon < 0 ? target : target.AsSpan(0, colon), out host);
    }
}
