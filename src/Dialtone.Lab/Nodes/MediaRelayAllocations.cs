using System.Diagnostics.CodeAnalysis;
using Dialtone.Core.Time;

namespace Dialtone.Lab.Nodes;

/// <summary>The allocations of a Media Relay, each with a port of its own.</summary>
internal sealed class MediaRelayAllocations(MediaRelaySettings settings)
{
    private readonly Dictionary<MediaRelayClient, MediaRelayAllocation> _byClient = [];
    private readonly Dictionary<string, int> _countOf = new(StringComparer.Ordinal);
    private readonly SortedSet<(long Ends, ushort Port)> _byEnd = [];
    private readonly Dictionary<ushort, MediaRelayClient> _byPort = [];

    // What was used last is used again last.
    private readonly Queue<ushort> _freed = new();
    private int _portsUsed;

    public int Count => _byClient.Count;

    /// <summary>When the next one ends; <c>null</c> where there is none.</summary>
    public Instant? Deadline => _byEnd.Count == 0 ? null : new Instant(_byEnd.Min.Ends);

    public bool TryFind(MediaRelayClient client, [NotNullWhen(true)] out MediaRelayAllocation? allocation) =>
        _byClient.TryGetValue(client, out allocation);

    /// <summary>Whether one more fits, of all and of that user's.</summary>
    public bool HasRoom(string user) =>
        Count < settings.AllocationsMax && _countOf.GetValueOrDefault(user) < settings.AllocationsPerUserMax;

    /// <summary>The port for the next one; there is room.</summary>
    public ushort TakePort() => _portsUsed < settings.AllocationsMax
        ? (ushort)(settings.RelayedPortMin + (2 * _portsUsed++))
        : _freed.Dequeue();

    public void Add(MediaRelayAllocation allocation, Instant ends)
    {
        _byClient.Add(allocation.Client, allocation);
        _byPort.Add(allocation.Port, allocation.Client);
        _countOf[allocation.User] = _countOf.GetValueOrDefault(allocation.User) + 1;
        allocation.Ends = ends;
        _ = _byEnd.Add((ends.Ticks, allocation.Port));
    }

    public void Renew(MediaRelayAllocation allocation, Instant ends)
    {
        _ = _byEnd.Remove((allocation.Ends.Ticks, allocation.Port));
        allocation.Ends = ends;
        _ = _byEnd.Add((ends.Ticks, allocation.Port));
    }

    public void Remove(MediaRelayAllocation allocation)
    {
        _ = _byClient.Remove(allocation.Client);
        _ = _byPort.Remove(allocation.Port);
        _ = _byEnd.Remove((allocation.Ends.Ticks, allocation.Port));
        _freed.Enqueue(allocation.Port);
        if (--_countOf[allocation.User] == 0)
        {
            _ = _countOf.Remove(allocation.User);
        }
    }

    /// <summary>Takes one whose time is over.</summary>
    public bool TryTakeDue(Instant now, [NotNullWhen(true)] out MediaRelayAllocation? allocation)
    {
        allocation = null;
        if (!(Deadline <= now))
        {
            return false;
        }

        allocation = _byClient[_byPort[_byEnd.Min.Port]];
        Remove(allocation);
        return true;
    }

    public void Clear()
    {
        _byClient.Clear();
        _byPort.Clear();
        _byEnd.Clear();
        _countOf.Clear();
        _freed.Clear();
        _portsUsed = 0;
    }
}
