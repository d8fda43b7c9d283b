using System.Globalization;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Publishing;

/// <summary>The address of Web Services as people give it: a URL, or the server's name alone.</summary>
public static class WebServicesAddress
{
    private const ushort HttpsPort = 443;

    /// <summary>
    /// Reads <c>https://web01.contoso.example/CertProv/…</c>, <c>web01.contoso.example</c> or
    /// <c>web01.contoso.example:4443</c>. What is left out is what every deployment has: https, port 443 and the usual
    /// path.
    /// </summary>
    /// <param name="text">What was given.</param>
    /// <param name="address">Option 43 that says it.</param>
    /// <param name="fault">Why it cannot be published, as a sentence; empty where it can.</param>
    public static bool TryParse(string text, out UcVendorOption? address, out string fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        var rest = text;
        if (text.Split("://", 2) is [var scheme, var behind])
        {
            if (!scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
            {
                fault = $"Phones speak https to Web Services, not '{scheme}'.";
                return false;
            }

            rest = behind;
        }

        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var path = slash < 0 || slash == rest.Length - 1 ? UcVendorOption.UsualPath : rest[slash..];
        var place = slash < 0 ? rest : rest[..slash];
        var colon = place.IndexOf(':', StringComparison.Ordinal);
        var port = HttpsPort;
        if (colon >= 0
            && (!ushort.TryParse(place[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port == 0))
        {
            fault = $"'{place[(colon + 1)..]}' is not a port.";
            return false;
        }

        var host = colon < 0 ? place : place[..colon];
        fault = !HostName.TryParse(host, out var server) || IpAddress.TryParse(host, out _)
                ? $"'{host}' is not the name of a web server: a certificate is checked against it."
            : !path.All(IsPathCharacter) ? $"'{path}' is not a path that every server can be given."
            : path.Length > byte.MaxValue ? "The path has more than 255 characters."
            : "";
        address = fault.Length > 0 ? null : new() { Server = server, Port = port, Path = path };
        return address is not null;
    }

    // What needs no quoting in any of the configurations.
    private static bool IsPathCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '~';
}
