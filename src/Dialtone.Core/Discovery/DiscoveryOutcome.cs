using System.Collections.Immutable;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Discovery;

/// <summary>
/// Everything that was asked to find the Registrar and what came back, per question; nothing is thrown away. What is
/// not in it is undecided.
/// </summary>
public sealed record DiscoveryOutcome
{
    /// <summary>The answers of DNS, in the order in which they came.</summary>
    public ImmutableArray<KeyValuePair<DnsQuestion, DnsOutcome>> Dns { get; init; } = [];

    /// <summary>DHCP options 120 and 43; <c>null</c> while undecided.</summary>
    public DhcpOutcome? Dhcp { get; init; }

    /// <summary>DHCPv6 options 21 and 22; <c>null</c> while undecided.</summary>
    public Dhcp6Outcome? Dhcp6 { get; init; }

    /// <summary>Lyncdiscover; <c>null</c> while undecided.</summary>
    public LyncdiscoverOutcome? Lyncdiscover { get; init; }

    /// <summary>What a question brought; <c>null</c> while undecided.</summary>
    public DnsOutcome? Of(DnsQuestion question)
    {
        foreach (var (asked, outcome) in Dns)
        {
            if (asked == question)
            {
                return outcome;
            }
        }

        return null;
    }

    /// <summary>This and one answer more.</summary>
    public DiscoveryOutcome With(DnsQuestion question, DnsOutcome outcome) =>
        this with { Dns = Dns.Add(new(question, outcome)) };
}
