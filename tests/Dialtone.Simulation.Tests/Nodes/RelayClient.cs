using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Lab.World;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>
/// A machine that checks one Media Relay when it is switched on, and again whenever the network changes.
/// </summary>
internal sealed class RelayClient(
    RelayTarget target, RelayCredentials? credentials, ulong seed = 1) : INode
{
    private readonly FlowIds _flows = new();
    private readonly IEntropy _entropy = new SeededEntropy(seed, "relay client");
    private RelayCheck? _check;

    public RelayOutcome? Outcome => _check?.Outcome;

    public Instant? Deadline => _check?.Deadline;

    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        if (input is NetInput.PowerOn or NetInput.NetworkChanged)
        {
            _check = new(target, credentials, new(), _entropy, _flows);
            _check.Begin(now, effects);
        }
        else
        {
            _ = _check?.Handle(now, input, effects);
        }
    }
}
