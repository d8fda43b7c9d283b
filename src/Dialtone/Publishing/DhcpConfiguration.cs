using System.Collections.Immutable;
using Dialtone.Core.Publishing;

namespace Dialtone.Publishing;

/// <summary>DHCP options for phones as the configuration of a server.</summary>
public static class DhcpConfiguration
{
    /// <summary>Every syntax in the order in which they are shown, with its name and its heading.</summary>
    public static ImmutableArray<(DhcpServerSyntax Syntax, string Name, string Heading)> All { get; } =
    [
        (DhcpServerSyntax.Hex, "hex", "The values"),
        (DhcpServerSyntax.WindowsPowerShell, "windows-powershell", "Windows Server, PowerShell"),
        (DhcpServerSyntax.Netsh, "netsh", "Windows Server, netsh"),
        (DhcpServerSyntax.Kea, "kea", "Kea, within \"Dhcp4\" of kea-dhcp4.conf"),
        (DhcpServerSyntax.Kea6, "kea6", "Kea, within \"Dhcp6\" of kea-dhcp6.conf"),
        (DhcpServerSyntax.Isc, "isc", "ISC dhcpd, in dhcpd.conf"),
        (DhcpServerSyntax.Isc6, "isc6", "ISC dhcpd, in dhcpd6.conf"),
        (DhcpServerSyntax.Dnsmasq, "dnsmasq", "dnsmasq, in dnsmasq.conf"),
        (DhcpServerSyntax.CiscoIos, "cisco-ios", "Cisco IOS and IOS XE"),
        (DhcpServerSyntax.MikroTik, "mikrotik", "MikroTik RouterOS 7"),
    ];

    /// <summary>The lines of the configuration, without an end of line.</summary>
    public static ImmutableArray<string> Of(DhcpPublication publication, DhcpServerSyntax syntax)
    {
        ArgumentNullException.ThrowIfNull(publication);
        return
        [
            .. syntax switch
            {
                DhcpServerSyntax.WindowsPowerShell => PowerShellDhcpText.Of(publication),
                DhcpServerSyntax.Netsh => NetshDhcpText.Of(publication),
                DhcpServerSyntax.Kea => KeaDhcpText.Of(publication),
                DhcpServerSyntax.Kea6 => KeaDhcpText.Of6(publication),
                DhcpServerSyntax.Isc => IscDhcpText.Of(publication),
                DhcpServerSyntax.Isc6 => IscDhcpText.Of6(publication),
                DhcpServerSyntax.Dnsmasq => DnsmasqDhcpText.Of(publication),
                DhcpServerSyntax.CiscoIos => CiscoIosDhcpText.Of(publication),
                DhcpServerSyntax.MikroTik => MikroTikDhcpText.Of(publication),
                _ => HexDhcpText.Of(publication),
            },
        ];
    }

    /// <summary>Bytes in upper-case digits with something between them.</summary>
    internal static string Hex(ReadOnlySpan<byte> bytes, string between = "")
    {
        var digits = Convert.ToHexString(bytes);
        return between.Length == 0
            ? digits
            : string.Join(between, Enumerable.Range(0, bytes.Length).Select(at => digits.Substring(2 * at, 2)));
    }
}
