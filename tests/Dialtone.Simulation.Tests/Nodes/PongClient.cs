using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>Connects, sends a double CRLF, and keeps every byte that comes back.</summary>
internal sealed class PongClient(EndPointAddress to) : INode
{
    private readonly FlowId _flow = new FlowIds().Next();

    public string Received { get; private set; } = "";

    public Instant? Deadline => null;

    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                effects.Add(new NetEffect.Connect(_flow, to, Tls: null));
                break;
            case NetInput.Connected:
                effects.Add(new NetEffect.Write(_flow, "\r\n\r\n"u8.ToArray()));
                break;
            case NetInput.Received received:
                Received += Encoding.ASCII.GetString(received.Bytes.Span);
                break;
            default:
                break;
        }
    }
}
