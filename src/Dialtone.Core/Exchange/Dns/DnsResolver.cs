using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Exchange.Dns;

/// <summary>
/// DNS for one device: its cache and its questions under way. The owner forwards every input to <see cref="Handle"/>,
/// which says whether it was for DNS, and counts <see cref="Deadline"/> among its own.
/// </summary>
public sealed class DnsResolver
{
    private readonly DnsSettings _settings;
    private readonly IEntropy _entropy;
    private readonly FlowIds _flows;
    private readonly DnsCache _cache;
    private readonly DnsServers _servers;
    private readonly List<DnsRequest> _requests = [];
    private uint _lastRequest;

    /// <summary>A resolver with an empty cache.</summary>
    /// <param name="settings">Servers, limits, order.</param>
    /// <param name="entropy">For the identifiers of questions.</param>
    /// <param name="flows">The flow numbers of the owner.</param>
    public DnsResolver(DnsSettings settings, IEntropy entropy, FlowIds flows)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _entropy, _flows) = (settings, entropy, flows);
        _cache = new(settings);
        _servers = new(settings);
    }

    /// <summary>
    /// When the resolver wants <see cref="NetInput.DeadlineReached"/>; <c>null</c> with nothing under way.
    /// </summary>
    public Instant? Deadline
    {
        get
        {
            Instant? earliest = null;
            foreach (var request in _requests)
            {
                earliest = Instant.Earlier(earliest, request.Deadline);
            }

            return earliest;
        }
    }

    /// <summary>Whether no question is under way, no answer is kept, and nothing was learned about servers.</summary>
    public bool IsIdle => _requests.Count == 0 && _cache.Count == 0 && _servers.KnowsNothing;

    /// <summary>Asks for the records of one type.</summary>
    /// <param name="now">The time.</param>
    /// <param name="name">The name.</param>
    /// <param name="type">SRV, NAPTR, or one family of addresses.</param>
    /// <param name="effects">Receives what is to be sent.</param>
    /// <param name="finished">Receives the answer at once where the cache has it.</param>
    public DnsRequestId Ask(Now now, HostName name, DnsType type, NetEffects effects, List<DnsAnswered> finished) =>
        Begin(now, name, [type], via: default, effects, finished);

    /// <summary>
    /// Asks for the addresses of a host: A and AAAA together, as <see cref="DnsSettings.Families"/> says, merged into
    /// one answer in its order.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="host">The host.</param>
    /// <param name="effects">Receives what is to be sent.</param>
    /// <param name="finished">Receives the answer at once where the cache has it.</param>
    /// <param name="via">
    /// The name whose SRV answer named the host, if one did. Addresses that stood beside that answer are then used, and
    /// DNS is not asked again; for any other host of the same name they are not.
    /// </param>
    public DnsRequestId AskAddresses(
        Now now, HostName host, NetEffects effects, List<DnsAnswered> finished, HostName via = default)
    {
        ReadOnlySpan<DnsType> types = _settings.Families switch
        {
            AddressFamilies.V4Only => [DnsType.A],
            AddressFamilies.V6Only => [DnsType.Aaaa],
            AddressFamilies.V6First => [DnsType.Aaaa, DnsType.A],
            _ => [DnsType.A, DnsType.Aaaa],
        };
        return Begin(now, host, types, via, effects, finished);
    }

    /// <summary>Takes an input; false when it is not for DNS. A deadline is taken and left for others too.</summary>
    /// <param name="now">The time.</param>
    /// <param name="input">The input.</param>
    /// <param name="effects">Receives what is to be done.</param>
    /// <param name="finished">Receives the requests that have their answer now.</param>
    public bool Handle(Now now, NetInput input, NetEffects effects, List<DnsAnswered> finished)
    {
        var mine = false;
        foreach (var request in _requests)
        {
            mine |= request.Handle(now, input, effects);
            request.Collect(now, _cache, _servers, effects);
        }

        Harvest(now, finished);
        return mine;
    }

    /// <summary>Drops a request: no answer follows.</summary>
    public void Cancel(DnsRequestId request, NetEffects effects)
    {
        if (_requests.Find(one => one.Id == request) is { } found)
        {
            found.Cancel(effects);
            _requests.Remove(found);
        }
    }

    /// <summary>Forgets every answer kept (S5). Requests under way go on.</summary>
    public void Flush() => _cache.Flush();

    private DnsRequestId Begin(
        Now now, HostName name, ReadOnlySpan<DnsType> types, HostName via,
        NetEffects effects, List<DnsAnswered> finished)
    {
        if (name.IsEmpty)
        {
            throw new ArgumentException("A name is needed to ask about.", nameof(name));
        }

        var request = new DnsRequest(new(++_lastRequest), name, now.Monotonic, _settings);
        Span<DnsType> unknown = stackalloc DnsType[types.Length];
        var unknowns = 0;
        var hasAddresses = false;
        foreach (var type in types)
        {
            if (_cache.TryGet(now, new(name, type), via, out var result))
            {
                request.Add(result);
                hasAddresses |= !result.Records.IsEmpty;
            }
            else
            {
                unknown[unknowns++] = type;
            }
        }

        // Beside an SRV answer stand the addresses that its server knows: those are taken, and no more is asked.
        if (via.IsEmpty || !hasAddresses)
        {
            foreach (var type in unknown[..unknowns])
            {
                Put(now, new(name, type), request, effects);
            }
        }

        _requests.Add(request);
        request.Collect(now, _cache, _servers, effects);
        Harvest(now, finished);
        return request.Id;
    }

    private void Put(Now now, DnsQuestion question, DnsRequest request, NetEffects effects)
    {
        var lookup = new DnsLookup(question, _servers.Ordered(now), _entropy, _flows);
        request.Add(lookup);
        lookup.Begin(now, effects);
    }

    private void Harvest(Now now, List<DnsAnswered> finished)
    {
        for (var i = 0; i < _requests.Count;)
        {
            if (!_requests[i].IsFinished)
            {
                i++;
                continue;
            }

            finished.Add(new(_requests[i].Id, _requests[i].Outcome(now)));
            _requests.RemoveAt(i);
        }
    }
}
