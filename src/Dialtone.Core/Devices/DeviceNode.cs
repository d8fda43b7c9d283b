using System.Buffers;
using System.Text;
using Dialtone.Core.Candidates;
using Dialtone.Core.Certificates;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Devices;

/// <summary>
/// A <see cref="Device"/> on a network: its effects become bytes, bytes become its inputs. Holds the small
/// conversations (DNS, DHCP, SIP channels) and decides nothing itself.
/// </summary>
public sealed class DeviceNode : INode
{
    private readonly FlowIds _flows = new();
    private ChannelTable _channels = new();
    private WorkingRoom? _room;

    /// <summary>A device that is not yet switched on.</summary>
    /// <param name="settings">What it is told.</param>
    /// <param name="entropy">Its chance.</param>
    /// <param name="journal">Where it writes.</param>
    /// <param name="memory">What it remembers from before.</param>
    public DeviceNode(DeviceSettings settings, IEntropy entropy, IJournal journal, DeviceMemory? memory)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Device = new Device(settings, entropy, journal, _flows, memory);
    }

    /// <summary>The device itself.</summary>
    public Device Device { get; }

    /// <inheritdoc/>
    public Instant? Deadline
    {
        get
        {
            var earliest = Instant.Earlier(
                Device.Deadline, Instant.Earlier(_room?.Questions?.Deadline, _room?.Roots?.Deadline));
            for (var i = 0; i < _channels.Count; i++)
            {
                earliest = Instant.Earlier(earliest, _channels.At(i).Deadline);
            }

            return earliest;
        }
    }

    /// <summary>
    /// A device with what was stored by an earlier one. Stored bytes that cannot be trusted are set aside with an entry
    /// in the journal, and the device begins as on its first day.
    /// </summary>
    public static DeviceNode WithStored(
        DeviceSettings settings, IEntropy entropy, IJournal journal, ReadOnlyMemory<byte>? stored)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(journal);
        DeviceMemory? memory = null;
        if (stored is { } bytes
            && !DeviceMemoryFormat.TryRead(
                bytes.Span, settings.Account.Uri, settings.Profile.Name, out memory, out var fault))
        {
            journal.Write(new JournalEntry.MemorySetAside(Instant.Zero, fault.ToString()));
        }

        return new DeviceNode(settings, entropy, journal, memory);
    }

    /// <summary>Gives it a certificate that proves the user, kept by an earlier one.</summary>
    public void Keep(KeptCertificate certificate) => Device.Keep(certificate);

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        _room ??= new();
        _room.Roots ??= Device.Settings is { LearnsRoots: true, Roots: null } settings
            ? new(settings, Device.Entropy, _flows, Device.Journal) : null;
        Translate(now, input, effects);
        while (_room.Inputs.TryDequeue(out var next))
        {
            _room.Wanted.Clear();
            Device.Handle(now, next, _room.Wanted);
            foreach (var effect in _room.Wanted)
            {
                Perform(now, effect, effects);
            }

            if (_room.Roots is { } roots)
            {
                roots.Handle(now, next);
                LearnRoots(now, roots, effects);
            }
        }

        Rest();
    }

    /// <summary>
    /// What a device works with it has only while it works: a hundred thousand of them rest for minutes at a time.
    /// </summary>
    private void Rest()
    {
        if (Device.Phase is not (DevicePhase.Discovering or DevicePhase.Attempting)
            && _room is
            {
                Questions: null or { IsIdle: true }, HostFlows.IsEmpty: true, Roots: null or { IsBusy: false },
            })
        {
            _room = null;
        }
    }

    private void Translate(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                _room!.Inputs.Enqueue(new DeviceInput.PowerOn());
                break;
            case NetInput.SignOut:
                _room!.Inputs.Enqueue(new DeviceInput.SignOut());
                break;
            case NetInput.NetworkChanged changed:
                _room!.Inputs.Enqueue(new DeviceInput.NetworkChanged(changed.Addresses, changed.Network));
                break;
            case NetInput.SaveFailed failed:
                _room!.Inputs.Enqueue(new DeviceInput.SaveFailed(failed.Detail));
                break;
            case NetInput.DeadlineReached:
                PassDeadline(now, input, effects);
                break;
            case NetInput.Connected connected when _channels.Has(connected.Flow):
                _room!.Inputs.Enqueue(
                    new DeviceInput.ChannelConnected(connected.Flow, connected.Local, connected.Remote));
                break;
            case NetInput.Secured secured when _channels.Has(secured.Flow):
                _room!.Inputs.Enqueue(new DeviceInput.ChannelSecured(secured.Flow, secured.Tls));
                break;
            case NetInput.Datagram datagram when _channels.TryGet(datagram.Flow, out var channel):
                channel.Receive(now, datagram.Bytes, effects, _room!.Events);
                Drain(now, channel, effects);
                break;
            case NetInput.Received received when _channels.TryGet(received.Flow, out var channel):
                channel.Receive(now, received.Bytes, effects, _room!.Events);
                Drain(now, channel, effects);
                break;
            case NetInput.Ended ended when _channels.Remove(ended.Flow, out var channel):
                channel.Dispose();
                _room!.Inputs.Enqueue(new DeviceInput.ChannelEnded(ended.Flow, ended.Why, ended.Detail, ended.Tls));
                break;
            case var ofHost when _room!.HostFlows.Takes(ofHost):
                _room!.Inputs.Enqueue(new DeviceInput.OfHost(ofHost));
                break;
            default:
                _room!.Questions?.Handle(now, input, effects, _room.Inputs);
                break;
        }
    }

    private void PassDeadline(Now now, NetInput input, NetEffects effects)
    {
        _room!.Questions?.Handle(now, input, effects, _room.Inputs);
        for (var i = 0; i < _channels.Count;)
        {
            var channel = _channels.At(i);
            channel.OnDeadline(now, effects, _room!.Events);
            Drain(now, channel, effects);
            // One that lost its peer is gone now, and the next has its place.
            i += i < _channels.Count && _channels.At(i) == channel ? 1 : 0;
        }

        _room!.Inputs.Enqueue(new DeviceInput.DeadlineReached());
    }

    private void Drain(Now now, SipChannel channel, NetEffects effects)
    {
        foreach (var happened in _room!.Events)
        {
            var verdict = MessageOf(happened) is { } message ? Device.Judge(channel.Flow, message) : default;
            switch (happened)
            {
                case var _ when verdict.Fault is { } fault:
                    // Whose the connection is cannot be said any more: what else came over it is not looked at.
                    _room!.Inputs.Enqueue(new DeviceInput.SipNotProved(channel.Flow, fault, MessageOf(happened)!));
                    _room.Events.Clear();
                    return;
                case SipChannelEvent.ResponseReceived response:
                    _room!.Inputs.Enqueue(new DeviceInput.SipResponse(channel.Flow, response.Message));
                    break;
                case SipChannelEvent.TransactionTimedOut timedOut:
                    _room!.Inputs.Enqueue(new DeviceInput.SipTimedOut(channel.Flow, timedOut.Method));
                    break;
                case SipChannelEvent.Malformed malformed:
                    _room!.Inputs.Enqueue(new DeviceInput.SipMalformed(
                        channel.Flow, malformed.Fault, malformed.IsFatal, malformed.Evidence));
                    break;
                case SipChannelEvent.PongMissing when _channels.Remove(channel.Flow, out _):
                    channel.Dispose();
                    effects.Add(new NetEffect.Close(channel.Flow));
                    _room!.Inputs.Enqueue(new DeviceInput.ChannelEnded(
                        channel.Flow, ChannelEnd.TimedOut, "no answer to a keep-alive", Tls: null));
                    break;
                case SipChannelEvent.RequestReceived request:
                    Answer(now, channel, request.Message, verdict.By, effects);
                    if (request.Message.Method is SipMethod.Notify or SipMethod.BeNotify)
                    {
                        _room!.Inputs.Enqueue(new DeviceInput.SipRequest(channel.Flow, request.Message));
                    }

                    break;
                default:
                    break;
            }
        }

        _room.Events.Clear();
    }

    private static SipMessage? MessageOf(SipChannelEvent happened) => happened switch
    {
        SipChannelEvent.ResponseReceived response => response.Message,
        SipChannelEvent.RequestReceived request => request.Message,
        _ => null,
    };

    /// <summary>
    /// Requests of the Registrar. Notices and OPTIONS are confirmed, so that it does not take the device for dead;
    /// nothing else is offered (RFC 3261 section 8.2.1).
    /// </summary>
    private void Answer(
        Now now, SipChannel channel, SipMessage request, SecurityAssociation? association, NetEffects effects)
    {
        if (request.Method is SipMethod.Ack or SipMethod.BeNotify)
        {
            return;
        }

        var known = request.Method is SipMethod.Notify or SipMethod.Options;
        var buffer = new ArrayBufferWriter<byte>(512);
        var writer = new SipWriter(buffer);
        Span<byte> tag = stackalloc byte[4];
        Device.Entropy.Fill(tag);
        var toTag = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(tag));
        if (SipReply.TryBegin(
            request, writer, known ? 200 : 405, known ? "OK"u8 : "Method Not Allowed"u8, toTag, out _))
        {
            _ = writer.Header(SipHeader.Allow, "NOTIFY, OPTIONS"u8);
            writer.End();
            ReadOnlyMemory<byte> answer = buffer.WrittenMemory;
            channel.SendResponse(now, association?.Sign(answer, Device.Entropy) ?? answer, effects);
        }
    }

    private void Open(Now now, DeviceEffect.OpenChannel open, NetEffects effects)
    {
        var isUdp = open.Transport == SipTransport.Udp;
        _channels.Add(new SipChannel(open.Channel, Device.Settings.Profile.Channel, isUdp ? open.To : null));
        if (isUdp)
        {
            // The default address is "::", any of IPv6.
            effects.Add(new NetEffect.OpenDatagrams(
                open.Channel, new(open.To.Address.IsV4 ? IpAddress.AnyV4 : default, 0), Peer: open.To));
            return;
        }

        var tls = open.ExpectedName is { } name ? new TlsRequest(name) { After = open.TlsAfter } : null;
        Connect(now, new(open.Channel, open.To, tls, Device.Settings.Timings.Peer, open.SmallSegments), effects);
    }

    private void Connect(Now now, NetEffect.Connect connect, NetEffects effects)
    {
        var settings = Device.Settings;
        if (settings.LearnsRoots && connect.Tls is { } tls && tls.ExpectedName.IsWithin(settings.Account.Domain))
        {
            if (settings.Roots is { } roots && roots.HoldFor(tls.ExpectedName))
            {
                connect = connect with { Tls = tls with { LearnedRoots = [.. roots.Roots.Select(each => each.Der)] } };
            }
            else if (_room!.Roots?.TryHold(now, connect, tls.ExpectedName) == true)
            {
                return;
            }
        }

        effects.Add(connect);
    }

    private void LearnRoots(Now now, RootLearning learning, NetEffects effects)
    {
        foreach (var effect in learning.TakeWanted())
        {
            Perform(now, effect, effects);
        }

        if (!learning.TryEnd(now, out var roots, out var held))
        {
            return;
        }

        if (roots is not null)
        {
            Device.Trust(roots);
            effects.Add(new NetEffect.SaveRoots(LearnedRootsFormat.Write(roots)));
        }

        foreach (var connect in held)
        {
            Connect(now, connect, effects);
        }
    }

    private void Close(NetEffect.Close close, NetEffects effects)
    {
        if (_room!.Roots?.TryDrop(close.Flow) != true)
        {
            effects.Add(close);
        }
    }

    private void Perform(Now now, DeviceEffect effect, NetEffects effects)
    {
        switch (effect)
        {
            case DeviceEffect.OpenChannel open:
                Open(now, open, effects);
                break;
            case DeviceEffect.CloseChannel close:
                if (_channels.Remove(close.Channel, out var closed))
                {
                    // A request that nobody answered, and that might still arrive: it would undo what comes after it.
                    Close(new(close.Channel) { Abort = closed.IsUnanswered }, effects);
                    closed.Dispose();
                }

                break;
            case DeviceEffect.SendSip send:
                _ = _channels[send.Channel].SendRequest(now, send.Message, effects);
                break;
            case DeviceEffect.KeepAlive keep:
                _channels[keep.Channel].KeepAlive(now, keep.Pace, Device.Entropy);
                break;
            case DeviceEffect.SaveMemory save:
                effects.Add(new NetEffect.Save(DeviceMemoryFormat.Write(save.Memory)));
                break;
            case DeviceEffect.OfHost { Effect: var ofHost }:
                _room!.HostFlows.Note(ofHost);
                OfHost(now, ofHost, effects);
                break;
            case DeviceEffect.StopAsking or DeviceEffect.FlushAnswers when _room!.Questions is null:
                break;
            default:
                // Who was asked on another network is not asked here.
                if (_room!.Questions is { HasNoneOut: true } asked && asked.Settings != Device.Settings)
                {
                    _room.Questions = null;
                }

                _room.Questions ??= new(Device.Settings, Device.Entropy, _flows);
                _ = _room.Questions.Perform(now, effect, effects, _room.Inputs);
                break;
        }
    }

    private void OfHost(Now now, NetEffect effect, NetEffects effects)
    {
        switch (effect)
        {
            case NetEffect.Connect connect:
                Connect(now, connect, effects);
                break;
            case NetEffect.Close close:
                Close(close, effects);
                break;
            default:
                effects.Add(effect);
                break;
        }
    }

    /// <summary>
    /// What the device has asked, what waits to be told to it, what it wants done, and what its channels have told.
    /// </summary>
    private sealed class WorkingRoom
    {
        public Questions? Questions { get; set; }

        public HostFlows HostFlows { get; } = new();

        /// <summary>The roots of the deployment, where they are to be learned and are not known.</summary>
        public RootLearning? Roots { get; set; }

        public Queue<DeviceInput> Inputs { get; } = [];

        public List<DeviceEffect> Wanted { get; } = [];

        public List<SipChannelEvent> Events { get; } = [];
    }
}
