namespace Dialtone.Publishing;

/// <summary>In whose configuration DNS records are written.</summary>
public enum DnsServerSyntax : byte
{
    /// <summary>Lines of a master file (RFC 1035 section 5.1), as BIND and most others take them.</summary>
    Bind,

    /// <summary>Windows Server, by the cmdlets of its module DnsServer.</summary>
    WindowsPowerShell,

    /// <summary>unbound, in the clause <c>server:</c>.</summary>
    Unbound,

    /// <summary>dnsmasq.</summary>
    Dnsmasq,
}
