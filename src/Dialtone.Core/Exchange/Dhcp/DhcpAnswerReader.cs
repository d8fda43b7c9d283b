using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp;

namespace Dialtone.Core.Exchange.Dhcp;

/// <summary>What a DHCPACK says about Registrar and Web Services.</summary>
internal static class DhcpAnswerReader
{
    public static DhcpAnswer Read(DhcpMessage message, EndPointAddress from, TimeSpan took, DhcpPurpose purpose)
    {
        var answer = new DhcpAnswer
        {
            Server = message.ServerIdentifier ?? from.Address,
            From = from,
            Relay = message.RelayAddress == IpAddress.AnyV4 ? null : message.RelayAddress,
            VendorClass = message.VendorClass,
            Took = took,
        };
        if (message.TryGetOption(DhcpOptionCode.EnterpriseVendorSpecific, out var enterprise))
        {
            answer = answer with { EnterpriseBytes = Evidence(enterprise.Span) };
        }

        if (message.TryGetOption(DhcpOptionCode.SipServers, out var sipServers))
        {
            answer = WithSipServers(answer, sipServers.Span);
        }

        if (message.TryGetOption(DhcpOptionCode.VendorSpecific, out var vendor))
        {
            answer = purpose == DhcpPurpose.VoiceVlan
                ? WithVlan(answer, vendor.Span) : WithVendor(answer, vendor.Span);
        }

        return answer;
    }

    public static ImmutableArray<byte> Evidence(ReadOnlySpan<byte> bytes) =>
        [.. bytes[..Math.Min(bytes.Length, DhcpUnreadable.BytesMax)]];

    private static DhcpAnswer WithSipServers(DhcpAnswer answer, ReadOnlySpan<byte> value)
    {
        answer = answer with { SipServersBytes = Evidence(value) };
        return SipServersOption.TryRead(value, out var option, out var fault)
            ? answer with
            {
                Registrar = option.Names is [var first, ..] ? first : null,
                RegistrarNames = option.Names,
                RegistrarAddresses = option.Addresses,
            }
            : answer with { SipServersFault = fault, RegistrarFault = DhcpFaultText.Of(fault) };
    }

    private static DhcpAnswer WithVlan(DhcpAnswer answer, ReadOnlySpan<byte> value) => answer with
    {
        UcVendorBytes = Evidence(value),
        Vlan = VoiceVlanOption.TryRead(value, out var vlan, out _) ? vlan : null,
    };

    private static DhcpAnswer WithVendor(DhcpAnswer answer, ReadOnlySpan<byte> value)
    {
        answer = answer with { UcVendorBytes = Evidence(value) };
        return UcVendorOption.TryRead(value, out var option, out var fault)
            ? answer with { WebServicesUrl = option.Url }
            : answer with { UcVendorFault = fault, WebServicesFault = DhcpFaultText.Of(fault) };
    }
}
