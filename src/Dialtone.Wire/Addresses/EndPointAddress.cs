using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Dialtone.Wire.Addresses;

/// <summary>An address and a port: where a datagram or a connection goes.</summary>
/// <param name="Address">The address.</param>
/// <param name="Port">The port, 0 to 65535; 0 asks the system to choose one where that makes sense.</param>
public readonly record struct EndPointAddress(IpAddress Address, ushort Port)
{
    /// <summary>
    /// Reads <c>192.0.2.1:53</c>, <c>[2001:db8::1]:53</c>, or an address alone with <paramref name="defaultPort"/>.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, ushort defaultPort, out EndPointAddress endPoint)
    {
        endPoint = default;
        if (text is null)
        {
            return false;
        }

        if (IpAddress.TryParse(text is ['[', .. var inner, ']'] ? inner : text, out var alone))
        {
            endPoint = new(alone, defaultPort);
            return true;
        }

        var colon = text.LastIndexOf(':');
        if (colon <= 0
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return false;
        }

        var host = text[..colon];
        if (host is ['[', .., ']'])
        {
            host = host[1..^1];
        }
        else if (host.Contains(':', StringComparison.Ordinal))
        {
            return false;
        }

        if (!IpAddress.TryParse(host, out var address))
        {
            return false;
        }

        endPoint = new(address, port);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Address.IsV4 ? $"{Address}:{Port}" : $"[{Address}]:{Port}";
}
