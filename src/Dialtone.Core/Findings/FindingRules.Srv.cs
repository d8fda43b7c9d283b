using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Findings;

internal static partial class FindingRules
{
    private static IEnumerable<FindingRule> Srv() =>
        [DnsInternalSrvMissing, DnsExternalSrvMissing, DnsSipSrvMissing, DnsRejectedTargets, DnsPortSwapped];

    private static JournalEntry.DnsSeen? SrvOf(JournalView journal, SrvService service) =>
        journal.Of<JournalEntry.DnsSeen>().LastOrDefault(seen => seen.Question.Type == DnsType.Srv
            && seen.Outcome.Status is not (DnsStatus.NotAsked or DnsStatus.NotAwaited)
            && SrvNames.TryOf(service, journal.Domain, out var name) && seen.Question.Name.Host == name);

    private static bool IsMissing(JournalEntry.DnsSeen? seen) => seen is not null && IsMissing(seen.Outcome.Status)
        && !seen.Outcome.Tries.Any(each => each.ForeignRecords > 0);

    private static Finding Missing(
        FindingDefinition definition, JournalView journal, JournalEntry.DnsSeen seen, HostName target,
        FindingSeverity severity)
    {
        var lookup = new DnsLookupSeen(seen, seen.Question.Name.Host, "SRV", seen.Outcome);
        var port = UsualPortOf(ServiceOf(lookup.Name));
        return new(definition, [seen])
        {
            Subject = lookup.Name.Text,
            Severity = severity,
            Values = ValuesOf(journal, lookup, ServerOf(lookup)).SetItems(Values(
                ("port", $"{port}"), ("record", SrvRecord(lookup.Name, target, port)))),
        };
    }

    private static IEnumerable<Finding> DnsInternalSrvMissing(JournalView journal)
    {
        var seen = SrvOf(journal, SrvService.InternalTls);
        if (IsMissing(seen))
        {
            // Where DHCP names the Registrar, devices inside have a way that does not need the record.
            var byDhcp = DhcpOf(journal)?.Outcome.Status == DhcpStatus.Answered;
            yield return Missing(FindingCatalogue.DnsInternalSrvMissing, journal, seen!, RegistrarOf(journal),
                OfSource(journal, byDhcp ? FindingSeverity.Advice : FindingSeverity.Degraded));
        }
    }

    // Inside, the external record is the last resort: that it is missing counts where there is nothing else. Where
    // there is an internal one, whatever is wrong with it, a site may well have none.
    private static IEnumerable<Finding> DnsExternalSrvMissing(JournalView journal)
    {
        var seen = SrvOf(journal, SrvService.ExternalTls);
        var inside = SrvOf(journal, SrvService.InternalTls);
        var nothingFound = OfSource(journal) == FindingSeverity.Blocking;
        if (nothingFound && IsMissing(seen) && IsMissing(SrvOf(journal, SrvService.ExternalTcp)))
        {
            var proxy = HostName.TryParse($"sip.{journal.Domain}", out var name) ? name : default;
            yield return Missing(FindingCatalogue.DnsExternalSrvMissing, journal, seen!, proxy,
                inside is null ? FindingSeverity.Blocking
                    : IsMissing(inside) ? FindingSeverity.Degraded : FindingSeverity.Advice);
        }
    }

    private static IEnumerable<Finding> DnsSipSrvMissing(JournalView journal)
    {
        var seen = SrvOf(journal, SrvService.SipsTcp);
        if (SrvOf(journal, SrvService.InternalTls) is null && IsMissing(seen)
            && IsMissing(SrvOf(journal, SrvService.ExternalTcp) ?? seen)
            && IsMissing(SrvOf(journal, SrvService.SipUdp) ?? seen))
        {
            yield return Missing(FindingCatalogue.DnsSipSrvMissing, journal, seen!, RegistrarOf(journal),
                SaidWronglyBySomebody(journal, DhcpPurpose.SipServers)
                    ? FindingSeverity.Advice : OfSource(journal, FindingSeverity.Advice))
                with { Subject = "" };
        }
    }

    // One finding for each target: several records may name the same one.
    private static IEnumerable<Finding> DnsRejectedTargets(JournalView journal) =>
        from planned in journal.Of<JournalEntry.Planned>()
        from rejected in planned.Rejected
        where rejected.Reason is RejectionReason.OutsideSipDomain or RejectionReason.ServiceNotAvailable
        group (planned, rejected) by (rejected.Host, rejected.Reason) into refused
        let seen = RecordOf(journal, refused.Key.Host)
        where seen is not null
        select Rejected(journal, seen, refused.Key.Host, refused.First().rejected.Port) with
        {
            Evidence = [seen, .. refused.Select(each => each.planned).Distinct()],
        };

    private static JournalEntry.DnsSeen? RecordOf(JournalView journal, HostName target) =>
        journal.Of<JournalEntry.DnsSeen>()
            .FirstOrDefault(seen => seen.Outcome.Targets.Any(each => each.Host == target));

    private static Finding Rejected(JournalView journal, JournalEntry.DnsSeen seen, HostName target, ushort port)
    {
        var name = seen.Question.Name.Host;
        var known = RegistrarOf(journal);
        var suggested = target.IsEmpty || known.IsWithin(journal.Domain) ? known
            : HostName.TryParse($"{Split(target).Label}.{journal.Domain}", out var same) ? same : default;
        port = target.IsEmpty ? UsualPortOf(ServiceOf(name)) : port;
        var lookup = new DnsLookupSeen(seen, name, "SRV", seen.Outcome);
        return new(target.IsEmpty ? FindingCatalogue.DnsServiceOff : FindingCatalogue.DnsTargetOutsideDomain, [seen])
        {
            Subject = target.IsEmpty ? name.Text : target.Text,
            Severity = OfSource(journal),
            Values = ValuesOf(journal, lookup, ServerOf(lookup)).SetItems(Values(
                ("target", target.Text), ("suggested", suggested.Text), ("service", ServiceOf(name)),
                ("port", $"{port}"), ("record", SrvRecord(name, suggested, port)))),
        };
    }

    private static IEnumerable<Finding> DnsPortSwapped(JournalView journal) =>
        from seen in journal.Of<JournalEntry.DnsSeen>()
        let service = ServiceOf(seen.Question.Name.Host)
        let other = service is "_sipinternaltls._tcp" or "_sips._tcp" ? 5060
            : service is "_sipinternal._tcp" ? 5061 : 0
        let target = seen.Outcome.Targets.FirstOrDefault(each => each.Port == other)
        where other != 0 && target.Port == other
        let lookup = new DnsLookupSeen(seen, seen.Question.Name.Host, "SRV", seen.Outcome)
        select new Finding(FindingCatalogue.DnsPortSwapped, [seen])
        {
            Subject = target.Host.Text,
            Severity = FindingSeverity.Degraded,
            Values = ValuesOf(journal, lookup, ServerOf(lookup)).SetItems(Values(
                ("port", $"{other}"), ("record", SrvRecord(lookup.Name, target.Host, UsualPortOf(service))))),
        };
}
