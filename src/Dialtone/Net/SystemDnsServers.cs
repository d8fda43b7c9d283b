using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net;

/// <summary>The DNS servers that this system asks, in its order.</summary>
/// <param name="Servers">The servers; empty where the system names none that can be used.</param>
/// <param name="Source">Where they were read: a file or <c>network interfaces</c>.</param>
/// <param name="NotUsed">What was there and could not be used, with the reason, for people.</param>
public sealed record SystemDnsServers(
    ImmutableArray<EndPointAddress> Servers, string Source, ImmutableArray<string> NotUsed)
{
    /// <summary>The most servers that are taken; C libraries stop at three.</summary>
    public const int ServersMax = 8;

    private const ushort DnsPort = 53;
    private const string ResolverFile = "/etc/resolv.conf";

    /// <summary>
    /// Reads them: <c>/etc/resolv.conf</c> where that file is the system's word, else the interfaces' settings.
    /// </summary>
    public static SystemDnsServers Read()
    {
        if (OperatingSystem.IsWindows())
        {
            return FromInterfaces([]);
        }

        try
        {
            return FromResolverFile(File.ReadAllText(ResolverFile), ResolverFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return FromInterfaces([$"{ResolverFile}: {error.Message}"]);
        }
    }

    /// <summary>Reads the text of a resolver file (resolv.conf(5)).</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="source">The file's name.</param>
    public static SystemDnsServers FromResolverFile(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new Collected();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (ServerOf(line) is not { } server)
            {
                continue;
            }

            if (IPAddress.TryParse(server, out var address))
            {
                found.Add(address);
            }
            else
            {
                found.Refuse($"'{server}' is not an address");
            }
        }

        if (found.Nothing)
        {
            // Without such a line the resolver asks the machine itself, says resolv.conf(5).
            found.Add(IPAddress.Loopback);
        }

        return found.From(source);
    }

    private static SystemDnsServers FromInterfaces(ImmutableArray<string> before)
    {
        var found = new Collected();
        foreach (var reason in before)
        {
            found.Refuse(reason);
        }

        try
        {
            var inUse = NetworkInterface.GetAllNetworkInterfaces()
                .Where(static i => i.OperationalStatus == OperationalStatus.Up
                    && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .Select(static i => i.GetIPProperties())
                .OrderByDescending(static p => p.GatewayAddresses.Count > 0);
            foreach (var address in inUse.SelectMany(static p => p.DnsAddresses))
            {
                found.Add(address);
            }
        }
        catch (NetworkInformationException error)
        {
            found.Refuse($"network interfaces: {error.Message}");
        }

        return found.From("network interfaces");
    }

    private static string? ServerOf(ReadOnlySpan<char> line)
    {
        const string Keyword = "nameserver";
        if (!line.StartsWith(Keyword, StringComparison.Ordinal) || line.Length == Keyword.Length
            || line[Keyword.Length] is not (' ' or '\t'))
        {
            return null;
        }

        var rest = line[Keyword.Length..].Trim();
        var end = rest.IndexOfAny(" \t#;");
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    private sealed class Collected
    {
        private readonly List<EndPointAddress> _servers = [];
        private readonly List<string> _notUsed = [];

        public bool Nothing => _servers.Count == 0 && _notUsed.Count == 0;

        public void Refuse(string reason) => _notUsed.Add(reason);

        public void Add(IPAddress address)
        {
            var server = new EndPointAddress(IpAddress.From(address), DnsPort);
            if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv6LinkLocal)
            {
                // Our addresses have no scope; such a server is nearly always listed under another address, too.
                Refuse($"{address} is link-local: it is reached through one interface only");
            }
            else if (address.IsIPv6SiteLocal)
            {
                // Windows lists fec0:0:0:ffff::1 to ::3 where nobody configured a server; nothing answers there.
                Refuse($"{address} is a deprecated site-local address (RFC 3879)");
            }
            else if (_servers.Count == ServersMax)
            {
                Refuse($"{address} comes after the first {ServersMax}");
            }
            else if (!_servers.Contains(server))
            {
                _servers.Add(server);
            }
        }

        public SystemDnsServers From(string source) => new([.. _servers], source, [.. _notUsed]);
    }
}
