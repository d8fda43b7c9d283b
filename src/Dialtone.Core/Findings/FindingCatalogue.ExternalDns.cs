using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>13xx: the external SRV records.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT1301.</summary>
    public static FindingDefinition DnsExternalSrvMissing => field ??= new(
        new(1301), "dns-external-srv-missing", Step.Dns, FindingSeverity.Blocking,
        "There is no SRV record {name}",
        "The external SRV record leads devices outside the organisation to the access proxy (Edge Server), and is what "
            + "devices inside try last. The DNS server says that there is none.",
        [
            ForNetwork("For devices outside the organisation, add this record to the public zone {domain}: {record}",
                "Add-DnsServerResourceRecord -Srv -ZoneName {domain} -Name _sip._tls -DomainName sip.{domain} "
                    + "-Priority 0 -Weight 0 -Port 443"),
            ForNetwork("See which records the domain should have, and which it has.", "dialtone dns check {domain}"),
        ])
    {
        ExplainedBy = Codes(1202, 1203, 1205, 1206, 1207, 1208, 1209, 1210, 1212, 1216, 1219, 1220, 9105, 9106),
        Source = "RFC 2782",
    };

    private static IEnumerable<FindingDefinition> ExternalDns() => [DnsExternalSrvMissing];
}
