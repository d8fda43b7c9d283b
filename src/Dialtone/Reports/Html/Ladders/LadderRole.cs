namespace Dialtone.Reports.Html.Ladders;

/// <summary>What stands at the foot of a lane, in the order of the lanes.</summary>
internal enum LadderRole : byte
{
    /// <summary>The device: the first lane.</summary>
    Device,

    /// <summary>DHCP and DHCPv6 servers.</summary>
    Dhcp,

    /// <summary>DNS servers.</summary>
    Dns,

    /// <summary>Web Services.</summary>
    Web,

    /// <summary>Registrars, a lane for each address.</summary>
    Registrar,

    /// <summary>Media Relays.</summary>
    Relay,

    /// <summary>Whoever else was connected to.</summary>
    Other,
}
