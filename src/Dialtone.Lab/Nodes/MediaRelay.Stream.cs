using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.MsTurn;
using Dialtone.Wire.Stun;

namespace Dialtone.Lab.Nodes;

/// <content>Messages that come over connections.</content>
public sealed partial class MediaRelay
{
    private void Receive(Now now, MediaRelayConnection connection, ReadOnlySpan<byte> bytes, NetEffects effects)
    {
        if (Behaviour.Silent)
        {
            return;
        }

        var flow = connection.Client.Flow;
        bytes = connection.PastHello(bytes, out var isHello);
        if (isHello)
        {
            effects.Add(new NetEffect.Write(flow, ServerHello(now)));
        }

        StunFault fault;
        while (connection.TryTake(ref bytes, out var message, out fault))
        {
            if (Answer(now, connection.Client, message) is { } answer)
            {
                effects.Add(new NetEffect.Write(flow, connection.Framed(answer)));
            }
        }

        if (fault.Kind != StunFaultKind.None)
        {
            // Where the next message begins can no longer be known.
            Observed.Malformed++;
            Close(connection, effects);
        }
    }

    private byte[] ServerHello(Now now)
    {
        Span<byte> chance = stackalloc byte[PseudoTls.RandomBytes + PseudoTls.SessionIdBytes];
        _entropy.Fill(chance);
        var hello = new byte[PseudoTls.ServerHelloBytes];
        PseudoTls.WriteServerHello(
            (uint)now.WallClock.ToUnixTimeSeconds(), chance[..PseudoTls.RandomBytes],
            chance[PseudoTls.RandomBytes..], hello);
        return hello;
    }
}
