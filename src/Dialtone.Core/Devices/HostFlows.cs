using Dialtone.Core.Net;

namespace Dialtone.Core.Devices;

/// <summary>The flows that a device has out through <see cref="DeviceEffect.OfHost"/>.</summary>
internal sealed class HostFlows
{
    private readonly HashSet<FlowId> _flows = [];

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _flows.Count == 0;

    /// <summary>Follows what an effect does to its flow.</summary>
    public void Note(NetEffect effect)
    {
        switch (effect)
        {
            case NetEffect.Connect { Flow: var flow }:
                _ = _flows.Add(flow);
                break;
            case NetEffect.MakeCertificateRequest { Flow: var flow }:
                _ = _flows.Add(flow);
                break;
            case NetEffect.BeginTlsDsk { Flow: var flow }:
                _ = _flows.Add(flow);
                break;
            case NetEffect.AskTicket { Flow: var flow }:
                _ = _flows.Add(flow);
                break;
            case NetEffect.Close { Flow: var flow }:
                _ = _flows.Remove(flow);
                break;
            default:
                break;
        }
    }

    /// <summary>Whether an input is of one of these flows; a flow that it ends is let go.</summary>
    public bool Takes(NetInput input) => input switch
    {
        NetInput.Connected { Flow: var flow } => _flows.Contains(flow),
        NetInput.Secured { Flow: var flow } => _flows.Contains(flow),
        NetInput.HttpAnswered { Flow: var flow } => _flows.Contains(flow),
        NetInput.TlsDskStepped { Flow: var flow } => _flows.Contains(flow),
        NetInput.Ended { Flow: var flow } => _flows.Remove(flow),
        NetInput.CertificateRequestMade { Flow: var flow } => _flows.Remove(flow),
        NetInput.TicketGiven { Flow: var flow } => _flows.Remove(flow),
        NetInput.SecurityFailed { Flow: var flow } => _flows.Remove(flow),
        _ => false,
    };
}
