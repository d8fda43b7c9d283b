using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<FindingRule> Addresses() =>
    [
        RegistrarNameUnresolved, RegistrarAddressDiffers, RegistrarNameIsAlias, RegistrarAddressUnusable,
        RegistrarNeedsIpv6,
    ];

    // Each Registrar's name once, by its last answer. What nobody named is a guess, and may well not be there.
    private static IEnumerable<JournalEntry.Resolved> ResolvedOf(JournalView journal) =>
        journal.Of<JournalEntry.Resolved>()
            .Where(seen => seen is { FromMemory: false, Candidate.Address: null }
                && seen.Candidate is not ({ Source: CandidateSource.UsualName }
                    or { Source: CandidateSource.Dns, Via.IsEmpty: true })
                && !IpAddress.TryParse(seen.Candidate.Host.Text, out _))
            .GroupBy(seen => seen.Candidate.Host).Select(seen => seen.Last());

    private static Finding Of(
        FindingDefinition definition, JournalView journal, JournalEntry.Resolved seen,
        params ReadOnlySpan<(string Name, string Value)> values)
    {
        var host = seen.Candidate.Host;
        var (label, zone) = Split(host);
        var lookup = new DnsLookupSeen(seen, host, "A", seen.Outcome);
        return new(definition, [seen])
        {
            Subject = host.Text,
            Values = ValuesOf(journal, lookup, ServerOf(lookup)).SetItems(Values(
                ("registrar", host.Text), ("label", label), ("zone", zone), ("source", SourceOf(seen.Candidate)),
                ("record", $"{host}. 3600 IN A ADDRESS"), ("addresses", List(seen.Outcome.Addresses)),
                ("aliases", List(seen.Outcome.Aliases)))).SetItems(Values(values)),
        };
    }

    /// <summary>Who named a candidate, for people.</summary>
    private static string SourceOf(Candidate candidate) => candidate.Source switch
    {
        CandidateSource.Dhcp => "DHCP option 120",
        CandidateSource.Dhcp6 => "DHCPv6",
        CandidateSource.Target => "the command line",
        CandidateSource.Redirect => "the redirect of a Registrar",
        CandidateSource.Known or CandidateSource.Memory => "what is remembered",
        CandidateSource.Lyncdiscover => "Lyncdiscover",
        CandidateSource.UsualName => "a usual name",
        CandidateSource.InternalSrv or CandidateSource.ExternalSrv or CandidateSource.Dns
            when !candidate.Via.IsEmpty => $"the SRV record {candidate.Via}",
        _ => "an SRV record",
    };

    private static IEnumerable<Finding> RegistrarNameUnresolved(JournalView journal) =>
        from seen in ResolvedOf(journal)
        where IsMissing(seen.Outcome.Status) && !seen.Outcome.Tries.Any(each => each.ForeignRecords > 0)
        select Of(FindingCatalogue.RegistrarNameUnresolved, journal, seen) with
        {
            Severity = OfStep(journal, Step.Resolve),
        };

    // New addresses are news only where they do not serve, or none of the old is among them.
    private static IEnumerable<Finding> RegistrarAddressDiffers(JournalView journal)
    {
        var memory = journal.Of<JournalEntry.PoweredOn>().FirstOrDefault()?.Memory;
        return memory is null ? [] :
            from seen in ResolvedOf(journal)
            where memory.Registrar.Host == seen.Candidate.Host && !seen.Outcome.Addresses.IsEmpty
                && !memory.RegistrarAddresses.IsEmpty
                && !seen.Outcome.Addresses.Intersect(memory.RegistrarAddresses).Any()
            select Of(FindingCatalogue.RegistrarAddressDiffers, journal, seen,
                ("remembered", List(memory.RegistrarAddresses))) with
            {
                Severity = Serves(journal, seen.Candidate.Host)
                    ? FindingSeverity.Advice : OfStep(journal, Step.Connect),
            };
    }

    private static bool Serves(JournalView journal, HostName host) =>
        journal.Of<JournalEntry.Connected>().Any(each => each.Candidate.Host == host);

    private static IEnumerable<Finding> RegistrarNameIsAlias(JournalView journal) =>
        from seen in ResolvedOf(journal)
        where seen.Outcome.Status == DnsStatus.Answered && !seen.Outcome.Aliases.IsEmpty
            && !seen.Candidate.Via.IsEmpty
        select Of(FindingCatalogue.RegistrarNameIsAlias, journal, seen);

    private static IEnumerable<Finding> RegistrarAddressUnusable(JournalView journal) =>
        from seen in ResolvedOf(journal)
        let unusable = seen.Outcome.Addresses.Where(IsNoHost).ToList()
        where unusable.Count > 0
        select Of(FindingCatalogue.RegistrarAddressUnusable, journal, seen, ("addresses", List(unusable))) with
        {
            Severity = unusable.Count == seen.Outcome.Addresses.Length
                ? OfStep(journal, Step.Connect) : FindingSeverity.Degraded,
        };

    private static bool IsNoHost(IpAddress address) => address == IpAddress.AnyV4 || address == IpAddress.AnyV6
        || address == IpAddress.Broadcast || address.IsMulticast || address.IsLinkLocal;

    private static IEnumerable<Finding> RegistrarNeedsIpv6(JournalView journal) =>
        from seen in ResolvedOf(journal)
        where !seen.Outcome.Addresses.IsEmpty && seen.Outcome.Addresses.All(each => !each.IsV4 && !IsNoHost(each))
        let failed = FailuresAt(journal, seen.Candidate.Host)
        where failed.Count > 0 && !Serves(journal, seen.Candidate.Host) && failed.TrueForAll(each => each.Why
            is ChannelEnd.Unreachable or ChannelEnd.LocalAddressUnavailable or ChannelEnd.TimedOut)
        select Of(FindingCatalogue.RegistrarNeedsIpv6, journal, seen) with
        {
            Severity = OfStep(journal, Step.Connect),
            Evidence = [seen, .. failed],
        };

    private static List<JournalEntry.ConnectFailed> FailuresAt(JournalView journal, HostName host) =>
        [.. journal.Of<JournalEntry.ConnectFailed>().Where(each => each.Candidate.Host == host)];
}
