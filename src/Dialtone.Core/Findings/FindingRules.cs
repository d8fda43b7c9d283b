using System.Collections.Immutable;

namespace Dialtone.Core.Findings;

/// <summary>Every rule, listed by hand; a file for each part of the way, as in the catalogue.</summary>
internal static partial class FindingRules
{
    public static ImmutableArray<FindingRule> All { get; } =
    [
        .. Dhcp(),
        .. Dhcp6(),
        .. Dns(),
        .. Srv(),
        .. Lyncdiscover(),
        .. Addresses(),
        .. Connect(),
        .. Tls(),
        .. Register(),
        .. Authenticate(),
        .. Certificate(),
        .. Roots(),
        .. Provision(),
        .. Relays(),
        .. Contacts(),
        .. Memory(),
        .. OwnPlace(),
        .. Synthetic(),
    ];
}
