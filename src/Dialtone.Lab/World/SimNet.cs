using Dialtone.Core.Net;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.World;

/// <summary>Performs the effects of nodes in a world, as a live driver performs them on sockets.</summary>
internal sealed partial class SimNet(SimWorld world, SeededEntropy entropy, SimSecurity security)
{
    /// <summary>
    /// Smaller than any disk's: a device's memory is not much longer than one real sector, and it is to be torn.
    /// </summary>
    private const int SectorBytes = 64;

    // Who hears what is sent to everybody: by the broadcast address or the group, and the port.
    private readonly Dictionary<EndPointAddress, List<SimDatagramFlow>> _hearers = [];

    public void Perform(SimNode node, NetEffect effect)
    {
        switch (effect)
        {
            case NetEffect.Write write:
                Write(node, write);
                break;
            case NetEffect.SendDatagram send:
                Send(node, send);
                break;
            case NetEffect.OpenDatagrams open:
                Open(node, open);
                break;
            case NetEffect.Connect connect:
                Connect(node, connect);
                break;
            case NetEffect.Close close:
                Close(node, close.Flow, close.Abort);
                break;
            case NetEffect.Listen listen:
                Listen(node, listen, isHttp: false);
                break;
            case NetEffect.Save save:
                Save(node, new(Copy(save.Memory)));
                break;
            case NetEffect.SaveCertificate save:
                Save(node, new(Copy(save.Bytes), SimStore.Certificate));
                break;
            case NetEffect.SaveRoots save:
                Save(node, new(Copy(save.Bytes), SimStore.Roots));
                break;
            default:
                PerformSecurity(node, effect);
                break;
        }
    }

    private void PerformSecurity(SimNode node, NetEffect effect)
    {
        switch (effect)
        {
            case NetEffect.MakeCertificateRequest make:
                security.Make(node, make);
                break;
            case NetEffect.IssueCertificate issue:
                security.Issue(node, issue);
                break;
            case NetEffect.BeginTlsDsk begin when security.Begin(node, begin) is { } handshake:
                Bind(node, handshake);
                break;
            case NetEffect.AcceptTlsDsk accept when security.Accept(node, accept) is { } handshake:
                Bind(node, handshake);
                break;
            case NetEffect.ContinueTlsDsk step when node.Flows.Find(step.Flow.Value) is SimHandshake handshake:
                security.Step(handshake, step.Token.Span);
                break;
            case NetEffect.AskTicket ask:
                security.Ask(node, ask);
                break;
            case NetEffect.TakeTicket take:
                security.Take(node, take);
                break;
            case NetEffect.BeginTlsDsk or NetEffect.AcceptTlsDsk or NetEffect.ContinueTlsDsk:
                break;
            case NetEffect.ListenHttp listen:
                Listen(node, new(listen.Flow, listen.Local, listen.TlsIdentity), isHttp: true);
                break;
            case NetEffect.SendHttp send:
                SendHttp(node, send);
                break;
            case NetEffect.AnswerHttp answer:
                AnswerHttp(node, answer);
                break;
            default:
                throw new InvalidOperationException($"The world does not know how to perform {effect.GetType().Name}.");
        }
    }

    /// <summary>Drops everything of a node without a word.</summary>
    public void Forget(SimNode node)
    {
        foreach (var flow in node.Flows.InOrder())
        {
            flow.IsOpen = false;
            Unbind(flow);
        }

        node.Flows.Clear();
    }

    /// <summary>Resets every connection of a node, in the order in which they were opened.</summary>
    public void ResetAll(SimNode node)
    {
        foreach (var flow in node.Flows.InOrder())
        {
            if (flow is SimStream { Peer: { } peer } stream && stream.IsOpen)
            {
                Enqueue(peer, SegmentKind.Reset, null, null, Later());
            }
        }
    }

    /// <summary>What was being stored when the power went stays undone, or is done, or is torn.</summary>
    public void CutSaves(SimNode node)
    {
        while (TakeSave(node) is { } save)
        {
            if (world.Weather.TornSaves && save.Bytes is { Length: > 1 } bytes)
            {
                var old = save.OldOf(node) is { } kept ? kept.ToArray() : [];
                Keep(node, save with { Bytes = Torn(old, bytes.ToArray()) });
            }
            else if (entropy.Chance(500))
            {
                Keep(node, save);
            }
        }
    }

    /// <summary>
    /// What is on the disk where a file was being written in place of another, and the system kept no order.
    /// </summary>
    private byte[] Torn(byte[] old, byte[] young)
    {
        switch (entropy.Below(4))
        {
            case 0:
                // Written over from the start, the end still being the old one's.
                var done = (int)entropy.Below((uint)young.Length + 1);
                return [.. young[..done], .. old.Length > done ? old[done..] : []];
            case 1:
                // Emptied, then written up to somewhere.
                return young[..(int)entropy.Below((uint)young.Length + 1)];
            case 2:
                // Its length reached the disk; of its content some sectors.
                return Sectors(new byte[young.Length], young);
            default:
                Array.Resize(ref old, young.Length);
                return Sectors(old, young);
        }
    }

    private byte[] Sectors(byte[] before, byte[] after)
    {
        for (var at = 0; at < after.Length; at += SectorBytes)
        {
            if (entropy.Chance(500))
            {
                var length = Math.Min(SectorBytes, after.Length - at);
                after.AsSpan(at, length).CopyTo(before.AsSpan(at));
            }
        }

        return before;
    }

    public void SaveDone(SimNode node)
    {
        if (TakeSave(node) is not { } save)
        {
            return;
        }

        if (entropy.Chance(world.Weather.SaveFailure))
        {
            world.Give(node, new NetInput.SaveFailed("No space left on device"));
            return;
        }

        Keep(node, save);
    }

    private static void Keep(SimNode node, SimSave save)
    {
        switch (save.Store)
        {
            case SimStore.Certificate:
                node.StoredCertificate = save.Bytes;
                break;
            case SimStore.Roots:
                node.StoredRoots = save.Bytes;
                break;
            default:
                node.Stored = save.Bytes;
                break;
        }
    }

    private static SimSave? TakeSave(SimNode node)
    {
        if (node.Saves is null)
        {
            return null;
        }

        var save = node.Saves.Dequeue();
        node.Saves = node.Saves.Count == 0 ? null : node.Saves;
        return save;
    }

    private static ReadOnlyMemory<byte>? Copy(ReadOnlyMemory<byte>? bytes) =>
        // A null without a type would become a memory that is empty.
        bytes is { } given ? given.ToArray() : (ReadOnlyMemory<byte>?)null;

    private void Save(SimNode node, SimSave save)
    {
        (node.Saves ??= new(1)).Enqueue(save);
        // Storing takes a while (a flush to the disk), in order, so that a power cut can fall into it.
        var doneAt = world.Ticks + TimeSpan.FromMilliseconds(5).Ticks;
        world.Enqueue(doneAt, new(WorldEventKind.Saved, node, node.Life, null));
    }

    private void Open(SimNode node, NetEffect.OpenDatagrams open)
    {
        if (LocalFault(node, open.Local, open.Local.Port == 0 ? null : node.Host.DatagramsAt(open.Local)) is { } fault)
        {
            world.Post(world.Ticks, node, new NetInput.Ended(open.Flow, fault));
            return;
        }

        var local = open.Local.Port == 0 ? open.Local with { Port = node.Host.NextPort() } : open.Local;
        var group = open.Group ?? (open.Broadcast && local.Address.IsV4 ? IpAddress.Broadcast : null);
        var flow = new SimDatagramFlow(node, open.Flow, local, group);
        Bind(node, flow);
        node.Host.Datagrams.Add(flow);
        if (flow.Hears is { } hears)
        {
            if (!_hearers.TryGetValue(hears, out var flows))
            {
                _hearers.Add(hears, flows = []);
            }

            flows.Add(flow);
        }

        if (open.Peer is { } peer)
        {
            world.Post(world.Ticks, node, AddressOf(flow, peer.Address) is { } own
                ? new NetInput.Connected(open.Flow, own, peer)
                : new NetInput.Ended(open.Flow, ChannelEnd.Unreachable));
        }
    }

    /// <summary>What a datagram comes from; <c>null</c> where the host has no such address.</summary>
    private static EndPointAddress? AddressOf(SimDatagramFlow flow, IpAddress to) =>
        flow.Node.Host.SourceFor(flow.Local.Address, to) is { } source ? flow.Local with { Address = source } : null;

    private void Send(SimNode node, NetEffect.SendDatagram send)
    {
        if (node.Flows.Find(send.Flow.Value) is not SimDatagramFlow flow)
        {
            return;
        }

        var bytes = send.Bytes.ToArray();
        if (AddressOf(flow, send.To.Address) is not { } from)
        {
            Close(node, flow.Id);
            world.Post(world.Ticks, node, new NetInput.Ended(flow.Id, ChannelEnd.Unreachable));
            return;
        }

        if (send.To.Address != IpAddress.Broadcast && !send.To.Address.IsMulticast)
        {
            if (world.HostAt(send.To.Address) is { } host && host.DatagramsAt(send.To) is { } target)
            {
                Carry(flow, target, from, bytes);
            }

            return;
        }

        if (_hearers.TryGetValue(send.To, out var listening))
        {
            foreach (var target in listening)
            {
                if (target != flow)
                {
                    Carry(flow, target, from, bytes);
                }
            }
        }
    }

    private void Carry(SimDatagramFlow flow, SimDatagramFlow target, EndPointAddress from, byte[] bytes)
    {
        if (!world.Passes(flow.Node.Host, target.Node.Host) || entropy.Chance(world.Weather.DatagramLoss))
        {
            return;
        }

        if (bytes.Length > 0 && entropy.Chance(world.Weather.DatagramCorrupt))
        {
            bytes = [.. bytes];
            Flip(bytes);
        }

        var input = new NetInput.Datagram(target.Id, from, bytes);
        world.Post(Later(), target.Node, input);
        if (entropy.Chance(world.Weather.DatagramDuplicate))
        {
            world.Post(Later(), target.Node, input);
        }
    }

    private void Listen(SimNode node, NetEffect.Listen listen, bool isHttp)
    {
        if (LocalFault(node, listen.Local, node.Host.ListenerAt(listen.Local)) is { } fault)
        {
            world.Post(world.Ticks, node, new NetInput.Ended(listen.Flow, fault));
            return;
        }

        var listener = new SimListener(node, listen.Flow, listen.Local, listen.TlsIdentity, isHttp);
        Bind(node, listener);
        node.Host.Listeners.Add(listener);
    }

    private static ChannelEnd? LocalFault(SimNode node, EndPointAddress local, SimFlow? taken) =>
        !node.Host.Owns(local.Address) ? ChannelEnd.LocalAddressUnavailable
        : taken is not null ? ChannelEnd.LocalPortTaken
        : local.Port is > 0 and < 1024 && !node.Host.MayOpenLowPorts ? ChannelEnd.NotPermitted
        : null;

    private static void Bind(SimNode node, SimFlow flow)
    {
        if (!node.Flows.TryAdd(flow))
        {
            throw new InvalidOperationException($"{node} used {flow.Id} twice.");
        }
    }

    private void Unbind(SimFlow flow)
    {
        switch (flow)
        {
            case SimListener listener:
                flow.Node.Host.Listeners.Remove(listener);
                break;
            case SimDatagramFlow datagrams:
                flow.Node.Host.Datagrams.Remove(datagrams);
                if (datagrams.Hears is { } hears)
                {
                    _hearers[hears].Remove(datagrams);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>When something sent now arrives.</summary>
    private long Later()
    {
        var weather = world.Weather;
        return world.Ticks + entropy.Between(weather.LatencyMin, weather.LatencyMax).Ticks;
    }
}
