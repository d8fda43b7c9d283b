using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Candidates;

/// <summary>Which SRV names stand for which transport (RFC 3263 section 4.1).</summary>
public static class SipServices
{
    /// <summary>Every transport that standard SIP is spoken over here, the protected one first.</summary>
    public static ImmutableArray<SipTransport> Transports { get; } =
        [SipTransport.Tls, SipTransport.Tcp, SipTransport.Udp];

    /// <summary>
    /// The services of a domain without NAPTR. RFC 3263 leaves their order to the client; a phone that proves who its
    /// user is tries the protected one first. Empty for a name so long that nothing fits below it.
    /// </summary>
    public static ImmutableArray<(SipTransport Transport, HostName Name)> Of(
        HostName domain, PlanSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var services = ImmutableArray.CreateBuilder<(SipTransport, HostName)>(Transports.Length);
        foreach (var transport in Transports)
        {
            if (settings.Uses(transport) && SrvNames.TryOf(ServiceOf(transport), domain, out var name))
            {
                services.Add((transport, name));
            }
        }

        return services.ToImmutable();
    }

    /// <summary>
    /// The services that NAPTR records name, by order and preference, those that are not spoken here left out. RFC 3403
    /// section 4.1 would end at the first order that has one; here the others stay behind it as what is left to try.
    /// The regular expression is for other uses of NAPTR and is not looked at; a rule without a replacement is none.
    /// </summary>
    public static ImmutableArray<(SipTransport Transport, HostName Name)> Of(
        ImmutableArray<DnsData.Naptr> rules, PlanSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return
        [
            .. from rule in rules
               orderby rule.Order, rule.Preference
               let transport = TransportOf(rule.Services)
               where transport is { } spoken && settings.Uses(spoken) && rule.Replacement.IsHost
                   && string.Equals(rule.Flags, "s", StringComparison.OrdinalIgnoreCase)
               select (transport.Value, rule.Replacement.Host),
        ];
    }

    private static SrvService ServiceOf(SipTransport transport) => transport switch
    {
        SipTransport.Tls => SrvService.SipsTcp,
        SipTransport.Tcp => SrvService.ExternalTcp,
        _ => SrvService.SipUdp,
    };

    private static SipTransport? TransportOf(string services) => services.ToUpperInvariant() switch
    {
        "SIPS+D2T" => SipTransport.Tls,
        "SIP+D2T" => SipTransport.Tcp,
        "SIP+D2U" => SipTransport.Udp,
        _ => null,
    };
}
