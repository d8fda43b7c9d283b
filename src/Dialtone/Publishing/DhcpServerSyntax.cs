namespace Dialtone.Publishing;

/// <summary>In whose configuration DHCP options are written.</summary>
public enum DhcpServerSyntax : byte
{
    /// <summary>The values alone, as bytes.</summary>
    Hex,

    /// <summary>Windows Server, by the cmdlets of its module DhcpServer.</summary>
    WindowsPowerShell,

    /// <summary>Windows Server, by netsh.</summary>
    Netsh,

    /// <summary>Members of <c>Dhcp4</c> in Kea's configuration.</summary>
    Kea,

    /// <summary>Members of <c>Dhcp6</c> in Kea's configuration.</summary>
    Kea6,

    /// <summary>ISC dhcpd.</summary>
    Isc,

    /// <summary>ISC dhcpd for IPv6.</summary>
    Isc6,

    /// <summary>dnsmasq, both families.</summary>
    Dnsmasq,

    /// <summary>Cisco IOS and IOS XE, both families.</summary>
    CiscoIos,

    /// <summary>MikroTik RouterOS 7, both families.</summary>
    MikroTik,
}
