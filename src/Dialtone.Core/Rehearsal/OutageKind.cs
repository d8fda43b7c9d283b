namespace Dialtone.Core.Rehearsal;

/// <summary>What is declared dead.</summary>
public enum OutageKind : byte
{
    /// <summary>Nothing: the network as it is.</summary>
    Nothing,

    /// <summary>Every DNS server.</summary>
    Dns,

    /// <summary>Every DHCP and DHCPv6 server.</summary>
    Dhcp,

    /// <summary>Every DNS and every DHCP server.</summary>
    DnsAndDhcp,

    /// <summary>The user's primary pool.</summary>
    PrimaryPool,

    /// <summary>One address of the user's primary pool: a Front End, where DNS balances the load.</summary>
    FrontEnd,

    /// <summary>The access proxy.</summary>
    AccessProxy,

    /// <summary>Nothing, but the certificates that end first have come to their end.</summary>
    Certificate,

    /// <summary>Everything but the user's backup pool.</summary>
    AllButBackup,
}
