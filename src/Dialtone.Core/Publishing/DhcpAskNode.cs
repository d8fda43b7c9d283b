using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dhcp;
using Dialtone.Core.Net;
using Dialtone.Core.Time;

namespace Dialtone.Core.Publishing;

/// <summary>
/// Asks DHCP as several kinds of device, one after the other, since all of them want port 68, and each for its whole
/// time. The same conversation as that of a device.
/// </summary>
public sealed class DhcpAskNode : INode
{
    private readonly DhcpInformOptions _options;
    private readonly DhcpInterface _local;
    private readonly IEntropy _entropy;
    private readonly FlowIds _flows = new();
    private readonly Queue<DhcpPurpose> _purposes;
    private DhcpInform? _inform;

    /// <summary>A node that has not begun to ask.</summary>
    /// <param name="purposes">As what, in order.</param>
    /// <param name="options">How; the purpose in them does not count.</param>
    /// <param name="local">The interface that asks.</param>
    /// <param name="entropy">Where transaction identifiers come from.</param>
    public DhcpAskNode(
        ImmutableArray<DhcpPurpose> purposes, DhcpInformOptions options, DhcpInterface local, IEntropy entropy)
    {
        _purposes = new(purposes);
        _options = options with { SendsOn = true };
        _local = local;
        _entropy = entropy;
    }

    /// <summary>What came of each, in the order in which they were asked.</summary>
    public ImmutableArray<DhcpOutcome> Outcomes { get; private set; } = [];

    /// <summary>Whether all have been asked for their whole time.</summary>
    public bool IsDone => _purposes.Count == 0 && _inform is null;

    /// <inheritdoc/>
    public Instant? Deadline => _inform?.Deadline;

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        _ = _inform?.Handle(now, input, effects);
        if (_inform?.Outcome is { } outcome)
        {
            Outcomes = Outcomes.Add(outcome);
            _inform = null;
            if (outcome.Status is DhcpStatus.NotPermitted or DhcpStatus.Unavailable)
            {
                // The port is no more to be had for the next.
                _purposes.Clear();
            }
        }

        if (_inform is null && _purposes.TryDequeue(out var purpose))
        {
            _inform = new DhcpInform(_options with { Purpose = purpose }, _local, _entropy, _flows);
            _inform.Begin(now, effects);
        }
    }
}
