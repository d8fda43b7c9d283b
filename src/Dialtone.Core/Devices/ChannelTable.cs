using System.Diagnostics.CodeAnalysis;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Core.Net;

namespace Dialtone.Core.Devices;

/// <summary>
/// The channels of a device: one at rest, a few while it signs in. It holds as much memory as it has channels, since
/// very many devices rest at one time.
/// </summary>
internal struct ChannelTable()
{
    private SipChannel? _first;
    private SipChannel[] _others = [];

    /// <summary>How many channels there are.</summary>
    public readonly int Count => _first is null ? 0 : 1 + _others.Length;

    /// <summary>The channel on a flow.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public readonly SipChannel this[FlowId flow] =>
        TryGet(flow, out var channel) ? channel : throw new KeyNotFoundException($"There is no channel on {flow}.");

    /// <summary>A channel by its place, from 0 to <see cref="Count"/> - 1, in the order in which they came.</summary>
    public readonly SipChannel At(int index) => index == 0 ? _first! : _others[index - 1];

    public readonly bool Has(FlowId flow) => TryGet(flow, out _);

    public readonly bool TryGet(FlowId flow, [NotNullWhen(true)] out SipChannel? channel)
    {
        for (var i = 0; i < Count; i++)
        {
            if (At(i).Flow == flow)
            {
                channel = At(i);
                return true;
            }
        }

        channel = null;
        return false;
    }

    public void Add(SipChannel channel)
    {
        if (_first is null)
        {
            _first = channel;
        }
        else
        {
            _others = [.. _others, channel];
        }
    }

    public bool Remove(FlowId flow, [NotNullWhen(true)] out SipChannel? channel)
    {
        if (!TryGet(flow, out channel))
        {
            return false;
        }

        if (channel == _first)
        {
            (_first, _others) = _others is [var next, .. var behind] ? (next, behind) : (null, []);
        }
        else
        {
            var index = Array.IndexOf(_others, channel);
            _others = [.. _others[..index], .. _others[(index + 1)..]];
        }

        return true;
    }
}
