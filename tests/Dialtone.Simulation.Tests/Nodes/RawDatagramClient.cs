using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Nodes;

/// <summary>Sends datagrams and keeps what comes back, on a port of its own.</summary>
internal sealed class RawDatagramClient(EndPointAddress to, ushort port) : INode
{
    private readonly FlowId _flow = new FlowIds().Next();
    private byte[] _next = [];

    public List<string> Answers { get; } = [];

    public Instant? Deadline => null;

    public string Last => Answers[^1];

    /// <summary>What the next poke (sign-out, which nothing else uses here) sends.</summary>
    public void Queue(string text) => _next = Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n"));

    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                effects.Add(new NetEffect.OpenDatagrams(_flow, new(IpAddress.AnyV4, port)));
                break;
            case NetInput.SignOut:
                effects.Add(new NetEffect.SendDatagram(_flow, to, _next));
                break;
            case NetInput.Datagram datagram:
                Answers.Add(Encoding.Latin1.GetString(datagram.Bytes.Span));
                break;
            default:
                break;
        }
    }
}
