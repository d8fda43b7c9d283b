using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Publishing;

/// <summary>
/// Asks each DNS server for every record that devices look for, then for the addresses of the hosts that they name. The
/// same lookups as those of a device, with one server each.
/// </summary>
public sealed class DnsCheckNode : INode
{
    private readonly DnsCheckSettings _settings;
    private readonly IEntropy _entropy;
    private readonly FlowIds _flows = new();
    private readonly ImmutableArray<(HostName Name, DnsType Type, PublishedUse Use)> _wanted;
    private readonly Dictionary<(EndPointAddress Server, DnsQuestion Question), DnsLookup> _lookups = [];

    /// <summary>A node that has not begun to look.</summary>
    public DnsCheckNode(DnsCheckSettings settings, IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings with
        {
            Servers = [.. settings.Servers.Distinct().Take(DnsCheckSettings.ServersMax)],
        };
        _entropy = entropy;
        _wanted = [.. Wanted(settings.Domain, settings.Profile)];
    }

    /// <summary>What every server has of each record; complete once <see cref="IsDone"/>.</summary>
    public ImmutableArray<CheckedRecord> Records =>
        [.. _wanted.Select(each => new CheckedRecord(
            each.Name, each.Type, each.Use, [.. _settings.Servers.Select(server => AnswerOf(server, each))])
        {
            IsNeeded = IsNeeded(each),
        })];

    /// <summary>Whether every answer is in, or given up.</summary>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public Instant? Deadline
    {
        get
        {
            Instant? earliest = null;
            foreach (var lookup in _lookups.Values)
            {
                earliest = Instant.Earlier(earliest, lookup.Deadline);
            }

            return earliest;
        }
    }

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        if (input is NetInput.PowerOn)
        {
            foreach (var server in _settings.Servers)
            {
                foreach (var (name, type, _) in _wanted)
                {
                    Ask(now, server, name, type, effects);
                }
            }
        }
        else
        {
            foreach (var lookup in _lookups.Values.Where(lookup => lookup.Result is null).ToList())
            {
                _ = lookup.Handle(now, input, effects);
            }
        }

        foreach (var (server, host) in Targets())
        {
            Ask(now, server, host, DnsType.A, effects);
        }

        IsDone = _lookups.Values.All(lookup => lookup.Result is not null);
    }

    private static IEnumerable<(HostName Name, DnsType Type, PublishedUse Use)> Wanted(
        HostName domain, DeviceProfile profile)
    {
        (SrvService Service, PublishedUse Use)[] services = profile.Dialect == SipDialect.Standard
            ?
            [
                (SrvService.SipsTcp, PublishedUse.Service), (SrvService.ExternalTcp, PublishedUse.Service),
                (SrvService.SipUdp, PublishedUse.Service),
            ]
            :
            [
                (SrvService.InternalTls, PublishedUse.InternalTls), (SrvService.InternalTcp, PublishedUse.InternalTcp),
                (SrvService.ExternalTls, PublishedUse.ExternalTls), (SrvService.ExternalTcp, PublishedUse.ExternalTcp),
            ];
        (string Prefix, PublishedUse Use)[] names = profile.Dialect == SipDialect.Standard ? [] :
        [
            ("lyncdiscoverinternal", PublishedUse.Discovery), ("lyncdiscover", PublishedUse.Discovery),
            ("sipinternal", PublishedUse.FallBack), ("sip", PublishedUse.FallBack),
            ("sipexternal", PublishedUse.FallBack),
        ];
        IEnumerable<(HostName, DnsType, PublishedUse)> rules = profile.Dialect == SipDialect.Standard
            ? [(domain, DnsType.Naptr, PublishedUse.Preference)] : [];
        // A domain may be so long that a name below it is none.
        return rules
            .Concat(services.Where(each => SrvNames.TryOf(each.Service, domain, out _))
                .Select(each => (SrvNames.Of(each.Service, domain), DnsType.Srv, each.Use)))
            .Concat(names.Where(each => HostName.TryParse($"{each.Prefix}.{domain}", out _))
                .Select(each => (domain.Under(each.Prefix), DnsType.A, each.Use)));
    }

    // Of the services of standard SIP any will do, as long as there is one.
    private bool IsNeeded((HostName Name, DnsType Type, PublishedUse Use) wanted) => wanted.Use switch
    {
        PublishedUse.InternalTls => !_settings.FromOutside,
        PublishedUse.ExternalTls => _settings.FromOutside,
        PublishedUse.Service => _settings.Servers.Any(server => _wanted
            .Where(each => each.Use == PublishedUse.Service)
            .All(each => RecordsOf(server, each.Name, each.Type).IsEmpty)),
        _ => false,
    };

    private void Ask(Now now, EndPointAddress server, HostName name, DnsType type, NetEffects effects)
    {
        foreach (var each in type == DnsType.A ? [DnsType.A, DnsType.Aaaa] : (ReadOnlySpan<DnsType>)[type])
        {
            var question = new DnsQuestion(name, each);
            if (!_lookups.ContainsKey((server, question)))
            {
                var lookup = new DnsLookup(question, _settings.Dns with { Servers = [server] }, _entropy, _flows);
                _lookups[(server, question)] = lookup;
                lookup.Begin(now, effects);
            }
        }
    }

    // Hosts named by SRV records whose addresses were not asked for yet.
    private List<(EndPointAddress Server, HostName Host)> Targets() =>
    [
        .. from server in _settings.Servers
           from wanted in _wanted
           where wanted.Type == DnsType.Srv
           from data in RecordsOf(server, wanted.Name, DnsType.Srv).OfType<DnsData.Srv>()
           where data.Target.IsHost && !_lookups.ContainsKey((server, new(data.Target, DnsType.A)))
           select (server, data.Target.Host),
    ];

    private DnsResult? ResultOf(EndPointAddress server, DnsName name, DnsType type) =>
        _lookups.TryGetValue((server, new(name, type)), out var lookup) ? lookup.Result : null;

    private IEnumerable<DnsResult> ResultsOf(EndPointAddress server, DnsName name, DnsType type) =>
        new[] { ResultOf(server, name, type), type == DnsType.A ? ResultOf(server, name, DnsType.Aaaa) : null }
            .OfType<DnsResult>();

    // The order of an answer is nobody's intention: servers turn it round.
    private ImmutableArray<DnsData> RecordsOf(EndPointAddress server, DnsName name, DnsType type) =>
    [
        .. ResultsOf(server, name, type).SelectMany(result => result.Records).Select(record => record.Data)
            .OrderBy(data => $"{data}", StringComparer.Ordinal),
    ];

    private CheckedAnswer AnswerOf(
        EndPointAddress server, (HostName Name, DnsType Type, PublishedUse Use) wanted)
    {
        var results = ResultsOf(server, wanted.Name, wanted.Type).ToList();
        var records = RecordsOf(server, wanted.Name, wanted.Type);
        var (state, subject) = Judge(server, wanted, records, results);
        var best = results.Find(result => result.Status == DnsStatus.Answered)
            ?? results.Find(result => result.Status is not (DnsStatus.NoData or DnsStatus.NoSuchName))
            ?? results.FirstOrDefault();
        return new()
        {
            Server = server,
            State = state,
            Subject = subject,
            Records = records,
            Status = best?.Status ?? DnsStatus.NotAsked,
            IsAuthoritative = best is { IsAuthoritative: true },
            TimeToLive = best?.TimeToLive ?? TimeSpan.Zero,
            Detail = best?.Detail ?? "",
        };
    }

    private (CheckedState State, string Subject) Judge(
        EndPointAddress server, (HostName Name, DnsType Type, PublishedUse Use) wanted,
        ImmutableArray<DnsData> records, List<DnsResult> results)
    {
        if (records.IsEmpty)
        {
            return results.Exists(result => result.Status is DnsStatus.NoData or DnsStatus.NoSuchName)
                && results.TrueForAll(result => result.Status is DnsStatus.NoData or DnsStatus.NoSuchName)
                ? (CheckedState.Missing, "") : (CheckedState.Unanswered, "");
        }

        foreach (var srv in records.OfType<DnsData.Srv>())
        {
            var host = srv.Target.Host;
            if (srv.Target.IsRoot)
            {
                return (CheckedState.ServiceOff, ".");
            }

            if (!DnsPublication.Believes(_settings.Profile.StrictDnsNaming, host, _settings.Domain))
            {
                return (CheckedState.OutsideDomain, srv.Target.Text);
            }

            if (RecordsOf(server, srv.Target, DnsType.A).IsEmpty)
            {
                return (CheckedState.NoAddress, srv.Target.Text);
            }
        }

        return IsOther(wanted.Use, records, out var other)
            ? (CheckedState.OtherTarget, other) : (CheckedState.There, "");
    }

    private bool IsOther(PublishedUse use, ImmutableArray<DnsData> records, out string other)
    {
        other = "";
        var isOurs = use is PublishedUse.InternalTls or PublishedUse.InternalTcp or PublishedUse.Service;
        if (!isOurs || _settings.ExpectedPool is not { } pool)
        {
            return false;
        }

        // Where strict naming refuses the pool itself, another name stands for it.
        var targets = records.OfType<DnsData.Srv>().Select(srv => srv.Target).ToList();
        var isBelieved = DnsPublication.Believes(_settings.Profile.StrictDnsNaming, pool, _settings.Domain);
        other = targets.Contains(pool) || !isBelieved ? "" : targets[0].Text;
        return other.Length > 0;
    }
}
