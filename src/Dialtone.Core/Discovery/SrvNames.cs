using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Discovery;

/// <summary>The names of the SRV services.</summary>
public static class SrvNames
{
    /// <summary>The services of a UC phone, in the order of S3.</summary>
    public static ReadOnlySpan<SrvService> All =>
        [SrvService.InternalTls, SrvService.InternalTcp, SrvService.ExternalTls, SrvService.ExternalTcp];

    /// <summary>The two labels of a service, as in <c>_sipinternaltls._tcp</c>.</summary>
    public static string Prefix(SrvService service) => service switch
    {
        SrvService.InternalTls => "_sipinternaltls._tcp",
        SrvService.InternalTcp => "_sipinternal._tcp",
        SrvService.ExternalTls => "_sip._tls",
        SrvService.ExternalTcp => "_sip._tcp",
        SrvService.SipsTcp => "_sips._tcp",
        SrvService.SipUdp => "_sip._udp",
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "Not an SRV service."),
    };

    /// <summary>The whole name to ask for below a SIP domain.</summary>
    /// <exception cref="FormatException">The domain is so long that the name would not be one.</exception>
    public static HostName Of(SrvService service, HostName domain) => domain.Under(Prefix(service));

    /// <summary>The same, for a domain that a peer chose: false where the name would not be one.</summary>
    public static bool TryOf(SrvService service, HostName domain, out HostName name) =>
        HostName.TryParse($"{Prefix(service)}.{domain}", out name);
}
