using System.Collections.Immutable;
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

    private readonly record struct Entry(Key Key, DnsResult Result, Instant Until);

    private readonly DnsSettings _settings;

    // A device keeps some ten answers, and looks through them faster than a table would be made.
    private readonly List<Entry> _entries = [];

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
        var index = IndexOf(key);
        if (index < 0)
        {
            return false;
        }

        if (_entries[index].Until <= now.Monotonic)
        {
            _entries.RemoveAt(index);
            return false;
        }

        result = _entries[index].Result;
        return true;
    }

    private int IndexOf(in Key key)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    private void KeepTargetAddresses(Now now, DnsResult result)
    {
        var records = result.TargetAddresses;
        for (var i = 0; i < records.Length; i++)
        {
            var (owner, type) = (records[i].Owner, records[i].Type);
            if (IndexOfFirst(records, owner, type) < i)
            {
                continue;
            }

            var set = ImmutableArray.CreateBuilder<DnsRecord>();
            var ttl = uint.MaxValue;
            foreach (var record in records)
            {
                if (record.Owner == owner && record.Type == type)
                {
                    set.Add(record);
                    ttl = Math.Min(ttl, record.TtlSeconds);
                }
            }

            Keep(now, new(owner, type, result.Question.Name), new()
            {
                Question = new(owner, type),
                Status = DnsStatus.Answered,
                Records = set.DrainToImmutable(),
                TimeToLive = TimeSpan.FromSeconds(ttl),
                Server = result.Server,
            }, _settings.CacheTimeMax);
        }
    }

    private static int IndexOfFirst(ImmutableArray<DnsRecord> records, DnsName owner, DnsType type)
    {
        var index = 0;
        while (records[index].Owner != owner || records[index].Type != type)
        {
            index++;
        }

        return index;
    }

    private void Keep(Now now, Key key, DnsResult result, TimeSpan max)
    {
        var time = result.TimeToLive < max ? result.TimeToLive : max;
        if (time <= TimeSpan.Zero)
        {
            return;
        }

        if (IndexOf(key) is >= 0 and var known)
        {
            _entries.RemoveAt(known);
        }
        else if (_entries.Count >= _settings.CacheEntriesMax)
        {
            // The one that ends first goes first: those already over before any that still holds.
            _ = _entries.Remove(_entries.MinBy(entry => entry.Until));
        }

        _entries.Add(
            new(key, result with { FromCache = true, Tries = [], Took = TimeSpan.Zero }, now.Monotonic + time));
    }
}
