using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<FindingRule> OwnPlace() => [DhcpNotAskedHere, Dhcp6NotAskedHere, NetworkHere];

    private static IEnumerable<Finding> DhcpNotAskedHere(JournalView journal)
    {
        if (DhcpOf(journal) is not { } seen)
        {
            yield break;
        }

        var definition = seen.Outcome.Status switch
        {
            DhcpStatus.NotPermitted => FindingCatalogue.DhcpNotPermitted,
            DhcpStatus.Unavailable when seen.Outcome.End == ChannelEnd.LocalPortTaken => FindingCatalogue.DhcpPortTaken,
            DhcpStatus.Unavailable => FindingCatalogue.DhcpNoInterface,
            _ => null,
        };
        if (definition is not null)
        {
            yield return NotAsked(
                definition, journal, seen, "DHCP", seen.Outcome.LocalPort, seen.Outcome.Interface);
        }
    }

    private static IEnumerable<Finding> Dhcp6NotAskedHere(JournalView journal)
    {
        if (Dhcp6Of(journal) is not { } seen)
        {
            yield break;
        }

        // That DHCPv6 is not asked where another source led on is nothing to mend.
        var definition = OfSource(journal) != FindingSeverity.Blocking ? null : seen.Outcome.Status switch
        {
            Dhcp6Status.NotPermitted => FindingCatalogue.DhcpNotPermitted,
            Dhcp6Status.NoIpv6 => FindingCatalogue.NoIpv6Here,
            Dhcp6Status.NoLinkLocalAddress => FindingCatalogue.NoLinkLocalHere,
            Dhcp6Status.Unavailable when seen.Outcome.End == ChannelEnd.LocalPortTaken =>
                FindingCatalogue.DhcpPortTaken,
            Dhcp6Status.Unavailable => FindingCatalogue.DhcpNoInterface,
            _ => null,
        };
        if (definition is not null)
        {
            yield return NotAsked(
                definition, journal, seen, "DHCPv6", seen.Outcome.LocalPort, seen.Outcome.Interface)
                with { Subject = "DHCPv6", Severity = FindingSeverity.Advice };
        }
    }

    // Nothing is said of what was not asked; it blocks nothing that is known to be needed.
    private static Finding NotAsked(
        FindingDefinition definition, JournalView journal, JournalEntry seen, string protocol, ushort port,
        string? on) => new(definition, [seen])
        {
            Severity = OfSource(journal, FindingSeverity.Advice) == FindingSeverity.Advice
                ? FindingSeverity.Advice : FindingSeverity.Degraded,
            Values = Values(("protocol", protocol), ("port", $"{port}"), ("interface", on ?? "this machine")),
        };

    private static IEnumerable<Finding> NetworkHere(JournalView journal)
    {
        if (journal.Of<JournalEntry.BackedOff>().FirstOrDefault(each => each.Why == BackOffReason.NoNetwork)
            is { } nowhere)
        {
            yield return new(FindingCatalogue.NoNetworkHere, [nowhere]);
        }
        else if (!journal.IsSignedIn && journal.Of<JournalEntry.NetworkChanged>().LastOrDefault() is { } changed)
        {
            yield return new(FindingCatalogue.NetworkChangedHere, [changed])
            {
                Values = Values(("addresses", changed.Addresses.IsDefaultOrEmpty ? "none" : List(changed.Addresses))),
            };
        }
    }
}
