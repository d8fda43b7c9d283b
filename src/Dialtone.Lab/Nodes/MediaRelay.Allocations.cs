using System.Text;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <content>Allocations, and what both dialects share around them.</content>
public sealed partial class MediaRelay
{
    /// <summary>A realm of somebody else, for <see cref="MediaRelayBehaviour.WrongRealm"/>.</summary>
    private const string ForeignRealm = "fabrikam.example";

    /// <summary>The longest answer: no attribute of one is longer than a few dozen bytes.</summary>
    private const int AnswerBytesMax = 1024;

    private byte[]? Answer(Now now, MediaRelayClient client, ReadOnlySpan<byte> message) =>
        Settings.Dialect == RelayDialect.AvEdge
            ? AnswerAvEdge(now, client, message)
            : AnswerStandard(now, client, message);

    private string ToldRealm => Behaviour.WrongRealm ? ForeignRealm : Settings.Realm;

    private bool IsFresh(ReadOnlySpan<byte> nonce, Instant now)
    {
        var isFresh = !Behaviour.StaleNonces
            && _nonces.Judge(Encoding.Latin1.GetString(nonce), 0, now)
                is NonceVerdict.Good or NonceVerdict.Replayed;
        Observed.StaleNonces += isFresh ? 0 : 1;
        return isFresh;
    }

    /// <summary>Never less than the default, never more than the longest.</summary>
    private TimeSpan LifetimeFor(uint? asked)
    {
        var wish = TimeSpan.FromSeconds(asked ?? 0);
        return wish < Settings.LifetimeDefault ? Settings.LifetimeDefault
            : wish > Settings.LifetimeMax ? Settings.LifetimeMax
            : wish;
    }

    private EndPointAddress RelayedAddressOf(MediaRelayAllocation allocation) =>
        new(Settings.Udp.Address, allocation.Port);

    /// <summary>Makes an allocation; <c>null</c> where there is no room.</summary>
    private MediaRelayAllocation? Allocate(
        Instant now, MediaRelayClient client, string user, ReadOnlySpan<byte> transaction, TimeSpan lifetime,
        byte[] connectionId)
    {
        if (!_allocations.HasRoom(user))
        {
            Observed.AllocationsOverLimit++;
            return null;
        }

        var allocation = new MediaRelayAllocation(client, user, _allocations.TakePort())
        {
            Transaction = transaction.ToArray(),
            ConnectionId = connectionId,
        };
        _allocations.Add(allocation, now + lifetime);
        _newcomers.Remove(client.Flow);
        Observed.Allocated++;
        return allocation;
    }

    /// <summary>Ends an allocation because its client wants it; its connection is a newcomer's again.</summary>
    private void Free(Instant now, MediaRelayAllocation allocation)
    {
        _allocations.Remove(allocation);
        Observed.Freed++;
        if (_connections.ContainsKey(allocation.Client.Flow))
        {
            _newcomers.Add(allocation.Client.Flow, now);
        }
    }

    private void EndAllocations(Instant now, NetEffects effects)
    {
        while (_allocations.TryTakeDue(now, out var allocation))
        {
            Observed.Expired++;
            if (_connections.TryGetValue(allocation.Client.Flow, out var connection))
            {
                Close(connection, effects);
            }
        }
    }
}
