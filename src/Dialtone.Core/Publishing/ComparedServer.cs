using Dialtone.Core.Discovery;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Publishing;

/// <summary>One DHCP server with all that it answered.</summary>
/// <param name="Server">Its identifier (option 54), or the address that it answered from.</param>
/// <param name="Phone">Its answer to a phone that looks for its Registrar; <c>null</c> where it gave none.</param>
/// <param name="Vlan">Its answer to a phone that looks for its VLAN; <c>null</c> where it gave none.</param>
public sealed record ComparedServer(IpAddress Server, DhcpAnswer? Phone, DhcpAnswer? Vlan)
{
    /// <summary>The answer that came, the one to the first question if both did.</summary>
    public DhcpAnswer Answer => (Phone ?? Vlan)!;
}
