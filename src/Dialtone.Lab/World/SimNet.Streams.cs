using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.WebServices;

namespace Dialtone.Lab.World;

/// <content>Connections: what TCP and TLS do, seen from the nodes at their ends.</content>
internal sealed partial class SimNet
{
    /// <summary>
    /// SYNs after the first: sent 1, 3, 7, 15, 31 and 63 s after it; given up after 127 s (as Linux does).
    /// </summary>
    private const int SynRetriesMax = 6;

    /// <summary>
    /// Retransmissions of data, with the time doubled up to a minute: given up after about five minutes.
    /// </summary>
    private const int DataRetriesMax = 10;

    /// <summary>
    /// Fatal alert, unexpected_message (RFC 5246 section 7.2.2): what a TLS server says to plain text.
    /// </summary>
    private static readonly byte[] UnexpectedMessageAlert = [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0A];

    /// <summary>The beginning of a ClientHello: what a plain server sees of a TLS client.</summary>
    private static readonly byte[] ClientHello =
        [0x16, 0x03, 0x01, 0x00, 0x2C, 0x01, 0x00, 0x00, 0x28, 0x03, 0x03, .. new byte[34], 0x00, 0x00, 0x00, 0x00];

    private void Connect(SimNode node, NetEffect.Connect connect)
    {
        var from = node.Host.Addresses.FirstOrDefault(own => own.IsV4 == connect.To.Address.IsV4
            && own.IsLinkLocal == connect.To.Address.IsLinkLocal);
        var local = new EndPointAddress(from == default ? node.Host.Addresses[0] : from, node.Host.NextPort());
        var stream = new SimStream(node, connect.Flow, local, connect.To, connect.Tls);
        Bind(node, stream);
        if (from == default)
        {
            // The system knows that without asking the network.
            End(stream, ChannelEnd.Unreachable, world.Ticks);
            return;
        }

        world.Enqueue(Later(), new(WorldEventKind.Syn, null, 0, stream));
    }

    public void SynArrives(SimStream client)
    {
        if (!client.Lives)
        {
            return;
        }

        var host = world.HostAt(client.Remote.Address);
        if (host is null || !world.Passes(client.Node.Host, host))
        {
            if (client.Retries == SynRetriesMax)
            {
                End(client, ChannelEnd.TimedOut, world.Ticks);
                return;
            }

            world.Enqueue(
                world.Ticks + (TimeSpan.TicksPerSecond << client.Retries++),
                new(WorldEventKind.Syn, null, 0, client));
            return;
        }

        client.Retries = 0;
        if (ListenerAt(host, client) is { } listener)
        {
            Establish(client, listener);
        }
        else
        {
            End(client, ChannelEnd.Refused, Later());
        }
    }

    /// <summary>Who takes the connection: the host itself, or behind a balancer the next host that would.</summary>
    private SimListener? ListenerAt(SimHost host, SimStream client)
    {
        var tries = host.HasNoBackends ? 0 : host.IsBlind ? 1 : host.Backends.Length;
        for (var tried = 0; tried < tries; tried++)
        {
            var backend = host.Backends[host.NextBackend++ % host.Backends.Length];
            if (world.Passes(client.Node.Host, backend)
                && backend.ListenerAt(client.Remote with { Address = backend.Addresses[0] }) is { } behind)
            {
                return behind;
            }
        }

        return host.ListenerAt(client.Remote);
    }

    /// <summary>Both ends stand; what each is told, and when, depends on which of them speaks TLS.</summary>
    private void Establish(SimStream client, SimListener listener)
    {
        var server = new SimStream(listener.Node, listener.Node.NextHostFlow(), client.Remote, client.Local, tls: null)
        {
            IsHttp = listener.IsHttp,
        };
        Bind(listener.Node, server);
        (client.Peer, server.Peer) = (server, client);
        var connectedAt = Later();
        var connected = new NetInput.Connected(client.Id, client.Local, client.Remote);
        Enqueue(client, SegmentKind.Input, null, connected, connectedAt);
        var accepted = new NetInput.Accepted(listener.Id, server.Id, server.Local, server.Remote);
        if (listener.Node.Host.ResetsAfterBytes == 0)
        {
            server.IsOpen = false;
            server.Node.Flows.Remove(server.Id.Value);
            Enqueue(client, SegmentKind.Reset, null, null, Later());
        }
        else if (listener.TlsIdentity is null)
        {
            Enqueue(server, SegmentKind.Input, null, accepted, world.Ticks);
            (client.Mode, server.Mode) = (client.Tls is null ? StreamMode.Open : StreamMode.AwaitsTls, StreamMode.Open);
            if (client.Tls is not null)
            {
                Enqueue(server, SegmentKind.Data, ClientHello, null, connectedAt + (Later() - world.Ticks));
            }
        }
        else if (client.Tls is null)
        {
            (client.Mode, server.Mode) = (StreamMode.Open, StreamMode.AwaitsTls);
        }
        else
        {
            (client.Mode, server.Mode) = (StreamMode.Handshaking, StreamMode.Handshaking);
            var facts = SeenBy(client.Tls, world.Certificates[listener.TlsIdentity]);
            // One more round trip (TLS 1.3) and two milliseconds of arithmetic.
            var securedAt = connectedAt + client.Tls.After.Ticks + (2 * (Later() - world.Ticks))
                + TimeSpan.FromMilliseconds(2).Ticks;
            Enqueue(client, SegmentKind.Input, null, new NetInput.Secured(client.Id, facts), securedAt);
            Enqueue(server, SegmentKind.Input, null, accepted, securedAt + (Later() - world.Ticks));
        }
    }

    /// <summary>A chain that ends below a root that the client has learned is trusted for that reason.</summary>
    private static TlsFacts SeenBy(TlsRequest client, TlsFacts facts)
    {
        if (client.LearnedRoots.IsEmpty || facts is not { Trust: ChainTrust.UnknownRoot, Chain: [.., var last] })
        {
            return facts;
        }

        foreach (var der in client.LearnedRoots)
        {
            if (UserCertificate.TryRead(der, out var root) && root.CommonName == last.Issuer)
            {
                return facts with { Trust = ChainTrust.Learned, TrustDetail = "" };
            }
        }

        return facts;
    }

    private void Write(SimNode node, NetEffect.Write write)
    {
        if (node.Flows.Find(write.Flow.Value) is not SimStream { Peer: { } peer } stream || write.Bytes.IsEmpty)
        {
            return;
        }

        if (entropy.Chance(world.Weather.StreamReset))
        {
            Enqueue(stream, SegmentKind.Reset, null, null, Later());
            Enqueue(peer, SegmentKind.Reset, null, null, Later());
            return;
        }

        var bytes = write.Bytes.ToArray();
        if (entropy.Chance(world.Weather.StreamCorrupt) && Corrupt(stream, peer, bytes))
        {
            return;
        }

        var left = node.Host.ResetsAfterBytes is { } most ? Math.Clamp(most - stream.Written, 0, bytes.Length) : -1;
        stream.Written += bytes.Length;
        if (left < 0)
        {
            Carry(peer, bytes);
            return;
        }

        Carry(peer, bytes[..(int)left]);
        if (left < bytes.Length)
        {
            Enqueue(stream, SegmentKind.Reset, null, null, Later());
            Enqueue(peer, SegmentKind.Reset, null, null, Later());
        }
    }

    /// <summary>
    /// Changes a byte on its way. Where TLS stands, the other end finds out by the record's tag (RFC 8446 section 5.2)
    /// and ends the connection with an alert.
    /// </summary>
    /// <returns>Whether the connection ends of it.</returns>
    private bool Corrupt(SimStream from, SimStream to, byte[] bytes)
    {
        if (!to.IsSecured && to.Mode != StreamMode.Handshaking)
        {
            Flip(bytes);
            return false;
        }

        Enqueue(to, SegmentKind.Corrupt, null, null, Later());
        Enqueue(from, SegmentKind.Fin, null, null, Later() + Later() - world.Ticks);
        return true;
    }

    private void Flip(byte[] bytes) =>
        bytes[entropy.Below((uint)bytes.Length)] ^= (byte)(1 << (int)entropy.Below(8));

    /// <summary>Sends bytes to an end, in one piece or in several.</summary>
    private void Carry(SimStream peer, byte[] bytes)
    {
        var held = entropy.Chance(world.Weather.StreamHold)
            ? (long)entropy.Below(200) * TimeSpan.TicksPerMillisecond
            : 0;
        if (held == 0)
        {
            // Writes arrive one by one where nothing holds them back.
            peer.LastArrival++;
        }

        var byteByByte = world.Weather.ByteByByte;
        if (bytes.Length <= 1 || !(byteByByte || entropy.Chance(world.Weather.StreamSplit)))
        {
            if (bytes.Length > 0)
            {
                Enqueue(peer, SegmentKind.Data, bytes, null, Later() + held);
            }

            return;
        }

        var pieceMax = byteByByte ? 1 : (uint)bytes.Length - 1;
        for (var offset = 0; offset < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - offset, 1 + (int)entropy.Below(pieceMax));
            Enqueue(peer, SegmentKind.Data, bytes[offset..(offset + length)], null, Later() + held);
            peer.LastArrival++;
            offset += length;
        }
    }

    private void Close(SimNode node, FlowId id, bool abort = false)
    {
        if (node.Flows.Remove(id.Value) is not { } flow)
        {
            return;
        }

        flow.IsOpen = false;
        Unbind(flow);
        if (flow is SimStream { Mode: StreamMode.Handshaking, Tls: not null, Peer: { } server })
        {
            // The client left before the handshake was done: the server never comes to accept it.
            server.IsOpen = false;
            server.Drop();
            server.Node.Flows.Remove(server.Id.Value);
        }
        else if (flow is SimStream { Peer: { IsOpen: true } peer } stream)
        {
            stream.IsAborted = abort;
            if (abort && peer.Retries > 0)
            {
                // What does not pass is not sent again, and neither does the reset pass.
                peer.Drop();
                return;
            }

            Enqueue(peer, abort ? SegmentKind.Reset : SegmentKind.Fin, null, null, Later());
        }
    }

    /// <summary>Puts something behind all that is on its way to an end already: a connection keeps its order.</summary>
    private void Enqueue(SimStream to, SegmentKind kind, byte[]? bytes, NetInput? input, long arrival)
    {
        to.LastArrival = Math.Max(to.LastArrival, arrival);
        to.Append(new(to.LastArrival, kind, bytes, input));
        if (to.ScheduledAt != to.LastArrival)
        {
            to.ScheduledAt = to.LastArrival;
            world.Enqueue(to.LastArrival, new(WorldEventKind.Stream, null, 0, to));
        }
    }

    public void StreamArrives(SimStream end)
    {
        if (end.ScheduledAt <= world.Ticks)
        {
            end.ScheduledAt = -1;
        }

        while (end.Inbound is { } segment && segment.Arrival <= world.Ticks)
        {
            if (end.Retries > 0 && (!end.Peer!.Node.IsRunning || end.Peer.Node.Life != end.Peer.Life))
            {
                // What had not passed was in the memory of a machine that has lost its power.
                end.Drop();
                return;
            }

            if (!world.Passes(end.Node.Host, end.Peer!.Node.Host))
            {
                if (end.Peer.IsAborted)
                {
                    end.Drop();
                    return;
                }

                Retransmit(end);
                return;
            }

            end.Retries = 0;
            end.Take();
            if (!end.Lives)
            {
                Answer(end, segment);
                continue;
            }

            switch (segment.Kind)
            {
                case SegmentKind.Data when end.IsHttp && end.Mode == StreamMode.Open:
                    ForeignDataArrives(end);
                    break;
                case SegmentKind.Data:
                    DataArrives(end, segment.Bytes!);
                    break;
                case SegmentKind.Http:
                    HttpArrives(end, segment.Input!);
                    break;
                case SegmentKind.Input:
                    InputArrives(end, segment.Input!);
                    break;
                case SegmentKind.Fin:
                    FinArrives(end);
                    break;
                case SegmentKind.Corrupt:
                    End(end, ChannelEnd.Failed, world.Ticks, "A TLS record was changed on its way.");
                    break;
                default:
                    End(end, ChannelEnd.Reset, world.Ticks);
                    break;
            }
        }
    }

    /// <summary>
    /// Nothing passes: TCP sends again, less and less often, and in the end the sender's system gives up.
    /// </summary>
    private void Retransmit(SimStream end)
    {
        if (world.Ticks < end.RetryAt)
        {
            return;
        }

        if (end.Retries == DataRetriesMax)
        {
            end.Drop();
            if (end.Peer!.Lives)
            {
                End(end.Peer, ChannelEnd.TimedOut, world.Ticks);
            }

            return;
        }

        var wait = Math.Min(TimeSpan.TicksPerSecond << end.Retries++, TimeSpan.TicksPerMinute);
        end.RetryAt = world.Ticks + wait;
        world.Enqueue(end.RetryAt, new(WorldEventKind.Stream, null, 0, end));
    }

    /// <summary>
    /// Data for an end that is no more: its system resets the connection. (One that is switched off says nothing.)
    /// </summary>
    private void Answer(SimStream gone, SimSegment segment)
    {
        if (segment.Kind is SegmentKind.Data or SegmentKind.Http
            && gone.Node.IsRunning && gone.Peer is { Lives: true } peer)
        {
            Enqueue(peer, SegmentKind.Reset, null, null, Later());
        }
    }

    private void DataArrives(SimStream end, byte[] bytes)
    {
        if (end.Mode == StreamMode.AwaitsTls && end.Tls is null)
        {
            // A TLS server was spoken to in plain text: an alert, and the end. The node behind it never hears of it.
            Enqueue(end.Peer!, SegmentKind.Data, UnexpectedMessageAlert, null, Later());
            Close(end.Node, end.Id);
            return;
        }

        if (end.Mode == StreamMode.AwaitsTls)
        {
            Enqueue(end.Peer!, SegmentKind.Reset, null, null, Later());
            End(end, ChannelEnd.NotTls, world.Ticks, "The peer answered the TLS handshake with plain text.");
            return;
        }

        world.Give(end.Node, new NetInput.Received(end.Id, Merged(end, bytes)));
    }

    /// <summary>The bytes, and all that arrived behind them in the same moment: a stream has no borders.</summary>
    private byte[] Merged(SimStream end, byte[] bytes)
    {
        if (Next(end) is null)
        {
            return bytes;
        }

        var all = new List<byte>(bytes);
        while (Next(end) is { } next)
        {
            all.AddRange(next.Bytes!);
            end.Take();
        }

        return [.. all];
    }

    private SimSegment? Next(SimStream end) =>
        end.Inbound is { Kind: SegmentKind.Data } next && next.Arrival <= world.Ticks ? next : null;

    private void InputArrives(SimStream end, NetInput input)
    {
        if (end.Mode == StreamMode.Handshaking && input is NetInput.Accepted or NetInput.Secured)
        {
            end.Mode = StreamMode.Open;
            end.IsSecured = true;
        }

        world.Give(end.Node, input);
    }

    private void FinArrives(SimStream end)
    {
        switch (end.Mode)
        {
            case StreamMode.Handshaking or StreamMode.AwaitsTls when end.Tls is null:
                // The client left before the handshake was done: its server never accepted it.
                Close(end.Node, end.Id);
                break;
            case StreamMode.Handshaking or StreamMode.AwaitsTls:
                End(end, ChannelEnd.ClosedDuringHandshake, world.Ticks);
                break;
            default:
                End(end, ChannelEnd.ClosedByPeer, world.Ticks, DetailOfEnd(end));
                break;
        }
    }

    /// <summary>Ends a flow for its node, which is told so at a moment.</summary>
    private void End(SimStream end, ChannelEnd why, long at, string detail = "")
    {
        end.IsOpen = false;
        end.Node.Flows.Remove(end.Id.Value);
        var untold = end.Tls is null && end.Mode is StreamMode.Handshaking or StreamMode.AwaitsTls
            && end.Peer is not null && end.Id.Value >= FlowId.HostFirst;
        if (!untold)
        {
            world.Post(at, end.Node, new NetInput.Ended(end.Id, why, detail));
        }
    }
}
