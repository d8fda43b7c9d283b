using System.Collections.Immutable;
using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Core.Publishing;

/// <summary>What DHCP is to tell phones, and the bytes that say it.</summary>
public sealed record DhcpPublication
{
    /// <summary>The pool or Director that phones sign in to.</summary>
    public required HostName Registrar { get; init; }

    /// <summary>Where the certificate provisioning service is.</summary>
    public required UcVendorOption WebServices { get; init; }

    /// <summary>The VLAN of phones; <c>null</c> where DHCP is to say nothing of it.</summary>
    public VoiceVlanOption? Vlan { get; init; }

    /// <summary>The DNS domain (option 15); <c>null</c> where it stays as it is.</summary>
    public HostName? Domain { get; init; }

    /// <summary>
    /// IPv6 addresses of the Registrar for option 22 of DHCPv6; without one, that option is not published.
    /// </summary>
    public ImmutableArray<IpAddress> Addresses6 { get; init; } = [];

    /// <summary>
    /// The enterprise number under which option 125 has the sub-options of option 43 too; <c>null</c> without it.
    /// </summary>
    public uint? Enterprise { get; init; }

    /// <summary>Option 60 of a phone that asks for Registrar and Web Services.</summary>
    public static byte[] PhoneClass => Encoding.ASCII.GetBytes(UcVendorOption.VendorClass);

    /// <summary>The value of option 120.</summary>
    public byte[] SipServers => SipServersOption.Of(Registrar).ToBytes();

    /// <summary>The value of option 43 for the vendor class MS-UC-Client.</summary>
    public byte[] UcVendor => WebServices.ToBytes();

    /// <summary>The value of option 43 for the vendor class CPE-OCPHONE; empty without a VLAN.</summary>
    public byte[] VoiceVlan => Vlan?.ToBytes() ?? [];

    /// <summary>The value of option 125; empty without an enterprise.</summary>
    public byte[] EnterpriseVendor =>
        Enterprise is { } enterprise ? EnterpriseVendorOption.ToBytes(enterprise, UcVendor) : [];

    /// <summary>The value of option 21 of DHCPv6.</summary>
    public byte[] SipServerNames6 => Dhcp6SipServers.ToBytes([Registrar]);

    /// <summary>The value of option 22 of DHCPv6; empty without an address.</summary>
    public byte[] SipServerAddresses6 => Addresses6.IsEmpty ? [] : Dhcp6SipServers.ToBytes(Addresses6.AsSpan());

    /// <summary>The sub-options of option 43 in their order: code, name, and value as text.</summary>
    public ImmutableArray<UcSubOption> SubOptions =>
    [
        new(UcSubOptionCode.UcIdentifier, "UCIdentifier", UcVendorOption.VendorClass),
        new(UcSubOptionCode.UrlScheme, "URLScheme", WebServices.Scheme),
        new(UcSubOptionCode.WebServerFqdn, "WebServerFqdn", WebServices.Server.Text),
        .. WebServices.Port is { } port
            ? [new UcSubOption(UcSubOptionCode.WebServerPort, "WebServerPort", $"{port}")]
            : ImmutableArray<UcSubOption>.Empty,
        new(UcSubOptionCode.CertProvRelPath, "CertProvRelPath", WebServices.Path),
    ];

    /// <summary>Why it cannot be published, as a sentence; empty where it can.</summary>
    public string Fault => (UcVendor.Length, Enterprise) switch
    {
        ( > byte.MaxValue, _) =>
            $"Option 43 would have {UcVendor.Length} bytes, and one option holds 255: phones do not join several.",
        ( > byte.MaxValue - 5, not null) => "Option 125 would have more than 255 bytes.",
        _ => "",
    };
}
