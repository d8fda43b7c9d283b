using System.Diagnostics.CodeAnalysis;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Core.Net;

namespace Dialtone.Core.Devices;

/// <summary>
/// The channels of a device: one at rest, a few while it signs in. Holds as much memory as it has channels, since very
/// many devices rest at one time.
/// </summary>
internal struct ChannelTable()
{
    private SipChannel[] _channels = [];

    /// <summary>Every channel, in the order in which they came.</summary>
    public readonly ReadOnlySpan<SipChannel> All => _channels;

    /// <summary>The channel on a flow.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public readonly SipChannel this[FlowId flow] =>
        TryGet(flow, out var channel) ? channel : throw new KeyNotFoundException($"There is no channel on {flow}.");

    public readonly bool Has(FlowId flow) => TryGet(flow, out _);

    public readonly bool TryGet(FlowId flow, [NotNullWhen(true)] out SipChannel? channel)
    {
        foreach (var one in _channels)
        {
            if (one.Flow == flow)
            {
                channel = one;
                return true;
            }
        }

        channel = null;
        return false;
    }

    public void Add(SipChannel channel) => _channels = [.. _channels, channel];

    public bool Remove(FlowId flow, [NotNullWhen(true)] out SipChannel? channel)
    {
        if (!TryGet(flow, out channel))
        {
            return false;
        }

        var rest = new SipChannel[_channels.Length - 1];
        var index = Array.IndexOf(_channels, channel);
        Array.Copy(_channels, rest, index);
        Array.Copy(_channels, index + 1, rest, index, rest.Length - index);
        _channels = rest;
        return true;
    }
}
