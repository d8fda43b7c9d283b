using Dialtone.Lab.Scenarios;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Lab.Faults;

/// <content>Records of DNS as people set them wrongly.</content>
internal static partial class LabFaultCatalogue
{
    private const ushort NobodysPort = 5071;

    private static readonly IpAddress NowhereV6 = IpAddress.Parse("2001:db8::99");

    private static IEnumerable<LabFault> Records()
    {
        yield return new("dns-no-external-srv", "DNS has no external SRV record", (lab, on) =>
            Deny(lab, on, Services(lab.Deployment, "_sip._tls", "_sip._tcp")));
        yield return OfSrv("dns-wrong-port", "The internal SRV records name a port at which nobody listens",
            (lab, srv) => srv with { Port = NobodysPort });
        yield return OfSrv("dns-swapped-port", "The internal SRV record for TLS names the port of TCP",
            (lab, srv) => srv.Port == lab.Deployment.SipTlsPort ? srv with { Port = lab.Deployment.SipTcpPort } : srv);
        yield return OfSrv("dns-unknown-target", "The internal SRV records name a pool that has no address",
            (lab, srv) => srv with { Target = lab.Deployment.Domain.Under("pool99") });
        yield return OfSrv("dns-service-off", "The internal SRV records say that there is no such service",
            (lab, srv) => srv with { Target = default });
        yield return new("dns-old-address", "The pool has the address of a Front End that is no more besides",
            (lab, on) => _ = on
                ? lab.Zone.AddHost(lab.Deployment.Pool01, Nowhere)
                : Restore(lab, lab.Deployment.Pool01), FaultHosting.WorldOnly);
        yield return new("dns-ipv6-alone", "The pool has an address of IPv6 alone", (lab, on) => _ = on
            ? lab.Zone.Remove(lab.Deployment.Pool01).AddHost(lab.Deployment.Pool01, NowhereV6)
            : Restore(lab, lab.Deployment.Pool01));
        yield return new("dns-zero-address", "The pool has the address 0.0.0.0", (lab, on) => _ = on
            ? lab.Zone.Remove(lab.Deployment.Pool01).AddHost(lab.Deployment.Pool01, IpAddress.AnyV4)
            : Restore(lab, lab.Deployment.Pool01));
        yield return new("dns-alias-target", "The pool's name is an alias of its first Front End", (lab, on) =>
        {
            var pool = lab.Zone.Remove(lab.Deployment.Pool01);
            _ = on
                ? pool.Add(lab.Deployment.Pool01, new DnsData.Cname(DnsName.From(lab.Pool01[0].Settings.Name)))
                : Restore(lab, lab.Deployment.Pool01);
        });
        yield return new("dns-no-tcp", "Answers over UDP are truncated, and none comes over TCP", (lab, on) =>
            (lab.Dns.TruncateUdp, lab.Dns.ClosesTcp) = (on, on));
        yield return new("lyncdiscover-unknown", "DNS knows neither name of Lyncdiscover", (lab, on) =>
            Deny(lab, on, lab.Deployment.Lyncdiscover));
    }

    /// <summary>Changes the internal SRV records.</summary>
    private static LabFault OfSrv(
        string name, string what, Func<DeploymentNodes, DnsData.Srv, DnsData.Srv> wrong) => new(name, what, (lab, on) =>
    {
        foreach (var service in Services(lab.Deployment, "_sipinternaltls._tcp", "_sipinternal._tcp"))
        {
            _ = Restore(lab, service);
            foreach (var record in lab.Zone.Records.Where(one => on && one.Owner.Host == service).ToList())
            {
                _ = lab.Zone.Remove(service, DnsType.Srv)
                    .Add(service, wrong(lab, (DnsData.Srv)record.Data), record.TtlSeconds);
            }
        }
    });

    private static Nodes.DnsZone Restore(DeploymentNodes lab, HostName name)
    {
        _ = lab.Zone.Remove(name);
        foreach (var record in lab.Deployment.Records.Where(one => one.Owner.Host == name))
        {
            _ = lab.Zone.Add(name, record.Data, record.TtlSeconds);
        }

        return lab.Zone;
    }
}
