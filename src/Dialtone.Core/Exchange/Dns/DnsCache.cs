using System.Diagnostics.CodeAnalysis;
using Dialtone.Core.Discovery;
using Dialtone.Core.Time;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Exchange.Dns;

/// <summary>
/// Answers of DNS for as long as their TTL lets them be kept, negative ones too (RFC 2308). SRV records stay in it
/// after a successful connection for later use (S4), and <see cref="Flush"/> empties it after a successful
/// registration (S5). Time is <see cref="Now.Monotonic"/>: a wrong wall clock neither keeps nor loses an answer.
/// </summary>
public sealed class DnsCache
{
    private readonly record struct Key(DnsName Name, DnsType Type, DnsName Via);

    private readonly record struct Entry(DnsResult Result, Instant Until);

    private readonly DnsSettings _settings;
    private readonly Dictionary<Key, Entry> _entries = [];

    /// <summary>An empty cache.</summary>
    public DnsCache(DnsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
    }

    /// <summary>How many answers are kept, those whose time is over but which nobody asked for among them.</summary>
    public int Count => _entries.Count;

    /// <summary>Forgets everything (S5).</summary>
    public void Flush() => _entries.Clear();

    /// <summary>Keeps a result, if it is one to keep: records, NXDOMAIN or no data, with a TTL above zero.</summary>
    public void Add(Now now, DnsResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var max = result.Status switch
        {
            DnsStatus.Answered => _settings.CacheTimeMax,
            DnsStatus.NoSuchName or DnsStatus.NoData => _settings.NegativeCacheTimeMax,
            _ => TimeSpan.Zero,
        };

        // NXDOMAIN holds for every type (RFC 2308 section 5), unless what does not exist is what the name is an alias
        // of.
        var everyType = result is { Status: DnsStatus.NoSuchName, Aliases.IsEmpty: true };
        var type = everyType ? DnsType.None : result.Question.Type;
        Keep(now, new(result.Question.Name, type, Via: default), result, max);
        KeepTargetAddresses(now, result);
    }

    /// <summary>Finds an answer that is still good.</summary>
    /// <param name="now">The time.</param>
    /// <param name="question">The question.</param>
    /// <param name="via">
    /// The name whose SRV answer named the host, or the root. Addresses that stood beside that answer are given only
    /// then: they are hints for its own targets and not answers about a name (RFC 2181 section 5.4.1).
    /// </param>
    /// <param name="result">The answer.</param>
    public bool TryGet(Now now, DnsQuestion question, DnsName via, [NotNullWhen(true)] out DnsResult? result) =>
        TryGet(now, new(question.Name, question.Type, Via: default), out result)
        || TryGet(now, new(question.Name, DnsType.None, Via: default), out result)
        || (!via.IsRoot && TryGet(now, new(question.Name, question.Type, via), out result));

    private bool TryGet(Now now, Key key, [NotNullWhen(true)] out DnsResult? result)
    {
        result = null;
        if (!_entries.TryGetValue(key, out var entry))
        {
            return false;
        }

        if (entry.Until <= now.Monotonic)
        {
            _entries.Remove(key);
            return false;
        }

        result = entry.Result;
        return true;
    }

    private void KeepTargetAddresses(Now now, DnsResult result)
    {
        foreach (var set in result.TargetAddresses.GroupBy(record => (record.Owner, record.Type)))
        {
            Keep(now, new(set.Key.Owner, set.Key.Type, result.Question.Name), new()
            {
                Question = new(set.Key.Owner, set.Key.Type),
                Status = DnsStatus.Answered,
                Records = [.. set],
                TimeToLive = TimeSpan.FromSeconds(set.Min(record => record.TtlSeconds)),
                Server = result.Server,
            }, _settings.CacheTimeMax);
        }
    }

    private void Keep(Now now, Key key, DnsResult result, TimeSpan max)
    {
        var time = result.TimeToLive < max ? result.TimeToLive : max;
        if (time <= TimeSpan.Zero)
        {
            return;
        }

        if (_entries.Count >= _settings.CacheEntriesMax && !_entries.ContainsKey(key))
        {
            // The one that ends first goes first: those already over before any that still holds.
            _entries.Remove(_entries.MinBy(entry => entry.Value.Until).Key);
        }

        _entries[key] = new(result with { FromCache = true, Tries = [], Took = TimeSpan.Zero }, now.Monotonic + time);
    }
}
