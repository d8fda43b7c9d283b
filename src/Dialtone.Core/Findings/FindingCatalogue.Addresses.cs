using Dialtone.Core.Journal;

namespace Dialtone.Core.Findings;

/// <content>14xx: the addresses of the Registrar's name.</content>
public static partial class FindingCatalogue
{
    /// <summary>DT1401.</summary>
    public static FindingDefinition RegistrarNameUnresolved => field ??= new(
        new(1401), "registrar-name-unresolved", Step.Resolve, FindingSeverity.Blocking,
        "The name {registrar} has no address",
        "A source named this Registrar, and DNS has neither an A nor an AAAA record for it: the record is missing, the "
            + "name is misspelt where it was named, or the DNS server of this network does not know its zone.",
        [
            ForNetwork("Add an address record for the Registrar, one for each Front End where DNS balances the load: "
                + "{record}",
                "Add-DnsServerResourceRecordA -ZoneName {zone} -Name {label} -IPv4Address ADDRESS"),
            ForNetwork("Or correct the name where it was given: {source} says {registrar}.", "nslookup {registrar}"),
        ])
    {
        ExplainedBy = Codes(1202, 1203, 1205, 1206, 1207, 1208, 1209, 1210, 1212, 1216, 1219, 1220, 9105, 9106),
    };

    /// <summary>DT1402.</summary>
    public static FindingDefinition RegistrarAddressDiffers => field ??= new(
        new(1402), "registrar-address-differs-from-memory", Step.Resolve, FindingSeverity.Degraded,
        "{registrar} has other addresses than when it was last signed in with: {addresses}, before {remembered}",
        "The last registration with this name succeeded at other addresses. That is as it should be after servers were "
            + "moved; where nothing was moved, the address record is wrong or the answer is forged.",
        [
            ForNetwork("Where no server was moved, correct the address record of {registrar} to {remembered}.",
                "nslookup {registrar} {serverAddress}"),
        ]);

    /// <summary>DT1403.</summary>
    public static FindingDefinition RegistrarNameIsAlias => field ??= new(
        new(1403), "registrar-name-is-alias", Step.Resolve, FindingSeverity.Advice,
        "The Registrar's name {registrar} is an alias of {aliases}",
        "The target of an SRV record must not be an alias. This device follows it; others do not.",
        [
            ForNetwork("Give {registrar} address records of its own in place of the CNAME record.",
                "nslookup {registrar} {serverAddress}"),
        ])
    {
        Source = "RFC 2782",
    };

    /// <summary>DT1404.</summary>
    public static FindingDefinition RegistrarAddressUnusable => field ??= new(
        new(1404), "registrar-address-unusable", Step.Resolve, FindingSeverity.Blocking,
        "{registrar} has an address at which no server can be: {addresses}",
        "The address record of the Registrar has the address of no host: the unspecified address, one of a group, or "
            + "one that holds on a single link only. Filters that block names answer so.",
        [
            ForNetwork("Correct the address record of {registrar}, or take the name out of the DNS filter.",
                "nslookup {registrar} {serverAddress}"),
        ]);

    /// <summary>DT1405.</summary>
    public static FindingDefinition RegistrarNeedsIpv6 => field ??= new(
        new(1405), "registrar-needs-ipv6", Step.Resolve, FindingSeverity.Blocking,
        "{registrar} has IPv6 addresses alone, and this network has no way to them: {addresses}",
        "The Registrar's name has AAAA records and no A record, and the connection to none of them could leave this "
            + "machine.",
        [
            ForNetwork("Add an A record for {registrar}: {record}",
                "Add-DnsServerResourceRecordA -ZoneName {zone} -Name {label} -IPv4Address ADDRESS"),
            ForNetwork("Or give this network IPv6: an address and a route to {addresses}."),
        ]);

    private static IEnumerable<FindingDefinition> Addresses() =>
    [
        RegistrarNameUnresolved, RegistrarAddressDiffers, RegistrarNameIsAlias, RegistrarAddressUnusable,
        RegistrarNeedsIpv6,
    ];
}
