using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Dialtone.Wire.Addresses;

/// <summary>
/// The address of something on the web: <c>https://web.contoso.example/CertProv/CertProvisioningService.svc</c> (RFC
/// 9110 section 4.2). Without user information and without fragment, which none of the services has; the path and query
/// stay as they were written.
/// </summary>
public readonly record struct WebUrl
{
    /// <summary>The longest address, in characters.</summary>
    public const int LengthMax = 2048;

    private readonly string? _target;

    /// <summary>Names what is at a path of a server.</summary>
    /// <param name="host">The server.</param>
    /// <param name="target">The path and query, with their leading slash.</param>
    /// <param name="isSecure">Whether over TLS.</param>
    /// <param name="port">The port; <c>null</c> for the scheme's own.</param>
    /// <exception cref="FormatException">There is no host, or the target is none.</exception>
    public WebUrl(HostName host, string target, bool isSecure = true, ushort? port = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (host.IsEmpty || !IsTarget(target))
        {
            throw new FormatException($"'{host}{target}' is not an address on the web.");
        }

        (Host, _target, IsSecure, Port) = (host, target, isSecure, port ?? DefaultPort(isSecure));
    }

    /// <summary>Whether it is reached over TLS: <c>https</c>.</summary>
    public bool IsSecure { get; }

    /// <summary>The server, by name or by IPv4 address.</summary>
    public HostName Host { get; }

    /// <summary>The port.</summary>
    public ushort Port { get; }

    /// <summary>The path and query: <c>/CertProv/CertProvisioningService.svc/mex</c>.</summary>
    public string Target => _target ?? "/";

    /// <summary>The value of the header Host: the port only where it is not the scheme's own.</summary>
    public string Authority => Port == DefaultPort(IsSecure)
        ? Host.Text
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>Reads an address; scheme and host in any case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out WebUrl url)
    {
        url = default;
        if (text is null || text.Length > LengthMax || SchemeOf(text) is not { } scheme)
        {
            return false;
        }

        var isSecure = scheme.Length == "https://".Length;
        var rest = text.AsSpan(scheme.Length);
        var slash = rest.IndexOfAny('/', '?');
        var authority = slash < 0 ? rest : rest[..slash];
        var target = slash < 0 ? "/" : rest[slash] == '?' ? $"/{rest[slash..]}" : rest[slash..].ToString();
        var colon = authority.IndexOf(':');
        var port = DefaultPort(isSecure);
        if (colon >= 0 && !(ushort.TryParse(
            authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port > 0))
        {
            return false;
        }

        if (!HostName.TryParse(colon < 0 ? authority : authority[..colon], out var host) || !IsTarget(target))
        {
            return false;
        }

        url = new(host, target, isSecure, port);
        return true;
    }

    /// <summary>What lies below this address: <c>/mex</c> is put behind the path, before a query.</summary>
    public WebUrl Below(string suffix)
    {
        var query = Target.IndexOf('?', StringComparison.Ordinal);
        return query < 0
            ? new(Host, Target + suffix, IsSecure, Port)
            : new(Host, $"{Target[..query]}{suffix}{Target[query..]}", IsSecure, Port);
    }

    /// <inheritdoc/>
    public override string ToString() => Host.IsEmpty ? "" : $"{(IsSecure ? "https" : "http")}://{Authority}{Target}";

    private static ushort DefaultPort(bool isSecure) => (ushort)(isSecure ? 443 : 80);

    private static string? SchemeOf(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https://"
            : text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http://"
            : null;

    private static bool IsTarget(string target) => target.StartsWith('/')
        && !target.AsSpan().ContainsAnyExceptInRange('!', '~') && !target.Contains('#', StringComparison.Ordinal);
}
