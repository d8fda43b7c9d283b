using System.Net;
using System.Text;

namespace Dialtone.Interop.Tests.Servers;

/// <summary>The option values that a server without names for them is given as bytes.</summary>
internal sealed record DhcpOptions
{
    /// <summary>Option 120 (RFC 3361).</summary>
    public required byte[] SipServers { get; init; }

    /// <summary>Option 43 as a phone of class MS-UC-Client reads it (MS-DHCPE section 2.2.1).</summary>
    public byte[] UcVendor { get; } =
    [
        .. Sub(1, "MS-UC-Client"), .. Sub(2, "https"), .. Sub(3, $"web01.{Deployment.Domain}"), .. Sub(4, "443"),
        .. Sub(5, "/CertProv/CertProvisioningService.svc"),
    ];

    /// <summary>Option 120 in its encoding 0: names, each as DNS writes it (RFC 3361 section 3.1).</summary>
    public static DhcpOptions Names(params IReadOnlyList<string> names) =>
        new() { SipServers = [0, .. names.SelectMany(Labels)] };

    /// <summary>Option 120 in its encoding 1: addresses (RFC 3361 section 3.2).</summary>
    public static DhcpOptions Addresses(params IReadOnlyList<string> addresses) =>
        new() { SipServers = [1, .. addresses.SelectMany(address => IPAddress.Parse(address).GetAddressBytes())] };

    private static byte[] Labels(string name) =>
        [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    private static byte[] Sub(byte code, string text) => [code, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
