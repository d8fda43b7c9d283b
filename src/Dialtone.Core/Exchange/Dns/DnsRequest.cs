using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Exchange.Dns;

/// <summary>
/// One request of a device: one question, or the two questions for the addresses of a host, and what came of each.
/// </summary>
internal sealed class DnsRequest(DnsRequestId id, HostName name, Instant begun, DnsSettings settings)
{
    private readonly List<DnsLookup> _lookups = [];
    private readonly List<DnsResult> _results = [];
    private Instant? _otherFamilyUntil;

    public DnsRequestId Id => id;

    public bool IsFinished => _lookups.Count == 0;

    public Instant? Deadline
    {
        get
        {
            var earliest = _otherFamilyUntil;
            foreach (var lookup in _lookups)
            {
                earliest = Instant.Earlier(earliest, lookup.Deadline);
            }

            return earliest;
        }
    }

    public void Add(DnsLookup lookup) => _lookups.Add(lookup);

    public void Add(DnsResult result) => _results.Add(result);

    /// <summary>Passes an input on; true when it was for this request.</summary>
    public bool Handle(Now now, NetInput input, NetEffects effects)
    {
        var mine = false;
        foreach (var lookup in _lookups)
        {
            // A deadline may be that of both questions.
            mine |= lookup.Handle(now, input, effects);
        }

        return mine;
    }

    /// <summary>Takes in what has become final, for the cache too, and stops waiting where that is due.</summary>
    public void Collect(Now now, DnsCache cache, DnsServers servers, NetEffects effects)
    {
        for (var i = 0; i < _lookups.Count;)
        {
            if (_lookups[i].Result is not { } result)
            {
                i++;
                continue;
            }

            cache.Add(now, result);
            servers.Learn(now, result);
            _results.Add(result);
            _lookups.RemoveAt(i);
        }

        if (IsFinished)
        {
            return;
        }

        if (_otherFamilyUntil is null && _results.Exists(result => result.Status == DnsStatus.Answered))
        {
            _otherFamilyUntil = now.Monotonic + settings.OtherFamilyTimeLimit;
        }
        else if (_otherFamilyUntil <= now.Monotonic)
        {
            _results.AddRange(_lookups.Select(lookup => lookup.Abandon(now, effects)));
            _lookups.Clear();
        }
    }

    public void Cancel(NetEffects effects) => _lookups.ForEach(lookup => lookup.Cancel(effects));

    /// <summary>What came of it, once it is finished.</summary>
    public DnsOutcome Outcome(Now now)
    {
        var word = Deciding(_results);
        var targets = Targets(word);
        var onlyOddTargets = word.Status == DnsStatus.Answered && word.Question.Type == DnsType.Srv && targets.IsEmpty;
        return new()
        {
            Status = onlyOddTargets ? DnsStatus.Malformed : word.Status,
            Name = name,
            Targets = targets,
            Addresses = Addresses(),
            Rules = Rules(word),
            Aliases = word.Aliases,
            Server = word.FromCache ? null : word.Server,
            TimeToLive = word.TimeToLive,
            FromCache = _results.TrueForAll(result => result.FromCache),
            Tries = _results is [var only] ? only.Tries : [.. _results.SelectMany(result => result.Tries)],
            Took = now.Monotonic - begun,
            Detail = onlyOddTargets ? $"the target {OddTarget(word)} is not a host name" : word.Detail,
        };
    }

    /// <summary>
    /// The result that speaks for all. Addresses of one family are addresses. NXDOMAIN is said of the name, whatever
    /// the type. A failure leaves open what a "no data" for the other family does not.
    /// </summary>
    private static DnsResult Deciding(List<DnsResult> results) =>
        results.Find(result => result.Status == DnsStatus.Answered)
        ?? results.Find(result => result.Status == DnsStatus.NoSuchName)
        ?? results.Find(result => result.Status != DnsStatus.NoData)
        ?? results[0];

    // A target that no host can have is no target; as a default it would read as the root, "no such service".
    private static ImmutableArray<SrvTarget> Targets(DnsResult result)
    {
        var targets = ImmutableArray.CreateBuilder<SrvTarget>(result.Records.Length);
        foreach (var record in result.Records)
        {
            if (record.Data is DnsData.Srv srv && (srv.Target.IsHost || srv.Target.IsRoot))
            {
                targets.Add(new(srv.Target.Host, srv.Port, srv.Priority, srv.Weight));
            }
        }

        return targets.DrainToImmutable();
    }

    private static ImmutableArray<DnsData.Naptr> Rules(DnsResult result) =>
        result.Question.Type == DnsType.Naptr
            ? [.. result.Records.Select(record => record.Data).OfType<DnsData.Naptr>()]
            : [];

    private static DnsName OddTarget(DnsResult result) =>
        result.Records.Select(record => record.Data).OfType<DnsData.Srv>().First().Target;

    private ImmutableArray<IpAddress> Addresses()
    {
        var (v4, v6) = (new List<IpAddress>(), new List<IpAddress>());
        foreach (var result in _results)
        {
            foreach (var record in result.Records)
            {
                switch (record.Data)
                {
                    case DnsData.A { Address: var address } when !v4.Contains(address):
                        v4.Add(address);
                        break;
                    case DnsData.Aaaa { Address: var address } when !v6.Contains(address):
                        v6.Add(address);
                        break;
                    default:
                        break;
                }
            }
        }

        // An AAAA record may hold an IPv4 address in mapped form.
        return settings.Families == AddressFamilies.V6First
            ? [.. v6, .. v4.Except(v6)]
            : [.. v4, .. v6.Except(v4)];
    }
}
