using System.Buffers;
using System.Text;
using Dialtone.Core.Exchange.Sip;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.Devices;

/// <summary>
/// A <see cref="Device"/> on a network: its effects become bytes, bytes become its inputs. Holds the small
/// conversations (DNS, DHCP, SIP channels) and decides nothing itself.
/// </summary>
public sealed class DeviceNode : INode
{
    private readonly IEntropy _entropy;
    private readonly FlowIds _flows = new();
    private readonly Questions _questions;
    private readonly Dictionary<FlowId, SipChannel> _channels = [];
    private readonly Queue<DeviceInput> _inputs = [];
    private readonly List<DeviceEffect> _wanted = [];
    private readonly List<SipChannelEvent> _events = [];

    /// <summary>A device that is not yet switched on.</summary>
    /// <param name="settings">What it is told.</param>
    /// <param name="entropy">Its chance.</param>
    /// <param name="journal">Where it writes.</param>
    /// <param name="memory">What it remembers from before.</param>
    public DeviceNode(DeviceSettings settings, IEntropy entropy, IJournal journal, DeviceMemory? memory)
    {
        _entropy = entropy;
        _questions = new Questions(settings, entropy, _flows);
        Device = new Device(settings, entropy, journal, _flows, memory);
    }

    /// <summary>The device itself.</summary>
    public Device Device { get; }

    /// <inheritdoc/>
    public Instant? Deadline
    {
        get
        {
            var earliest = Instant.Earlier(Device.Deadline, _questions.Deadline);
            foreach (var channel in _channels.Values)
            {
                earliest = Instant.Earlier(earliest, channel.Deadline);
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

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        Translate(now, input, effects);
        while (_inputs.TryDequeue(out var next))
        {
            _wanted.Clear();
            Device.Handle(now, next, _wanted);
            foreach (var effect in _wanted)
            {
                Perform(now, effect, effects);
            }
        }
    }

    private void Translate(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                _inputs.Enqueue(new DeviceInput.PowerOn());
                break;
            case NetInput.SignOut:
                _inputs.Enqueue(new DeviceInput.SignOut());
                break;
            case NetInput.NetworkChanged:
                _inputs.Enqueue(new DeviceInput.NetworkChanged());
                break;
            case NetInput.SaveFailed failed:
                _inputs.Enqueue(new DeviceInput.SaveFailed(failed.Detail));
                break;
            case NetInput.DeadlineReached:
                PassDeadline(now, input, effects);
                break;
            case NetInput.Connected connected when _channels.ContainsKey(connected.Flow):
                _inputs.Enqueue(new DeviceInput.ChannelConnected(connected.Flow, connected.Local, connected.Remote));
                break;
            case NetInput.Secured secured when _channels.ContainsKey(secured.Flow):
                _inputs.Enqueue(new DeviceInput.ChannelSecured(secured.Flow, secured.Tls));
                break;
            case NetInput.Received received when _channels.TryGetValue(received.Flow, out var channel):
                channel.Receive(now, received.Bytes, effects, _events);
                Drain(now, channel, effects);
                break;
            case NetInput.Ended ended when _channels.Remove(ended.Flow, out var channel):
                channel.Dispose();
                _inputs.Enqueue(new DeviceInput.ChannelEnded(ended.Flow, ended.Why, ended.Detail, ended.Tls));
                break;
            default:
                _questions.Handle(now, input, effects, _inputs);
                break;
        }
    }

    private void PassDeadline(Now now, NetInput input, NetEffects effects)
    {
        _questions.Handle(now, input, effects, _inputs);
        foreach (var channel in _channels.Values)
        {
            channel.OnDeadline(now, effects, _events);
            Drain(now, channel, effects);
        }

        _inputs.Enqueue(new DeviceInput.DeadlineReached());
    }

    private void Drain(Now now, SipChannel channel, NetEffects effects)
    {
        foreach (var happened in _events)
        {
            switch (happened)
            {
                case SipChannelEvent.ResponseReceived response:
                    _inputs.Enqueue(new DeviceInput.SipResponse(channel.Flow, response.Message));
                    break;
                case SipChannelEvent.TransactionTimedOut:
                    _inputs.Enqueue(new DeviceInput.SipTimedOut(channel.Flow));
                    break;
                case SipChannelEvent.Malformed malformed:
                    _inputs.Enqueue(new DeviceInput.SipMalformed(
                        channel.Flow, malformed.Fault, malformed.IsFatal, malformed.Evidence));
                    break;
                case SipChannelEvent.RequestReceived request:
                    Answer(now, channel, request.Message, effects);
                    break;
                default:
                    break;
            }
        }

        _events.Clear();
    }

    /// <summary>
    /// Requests of the Registrar. Notices and OPTIONS are confirmed, so that it does not take the device for dead;
    /// nothing else is offered (RFC 3261 section 8.2.1).
    /// </summary>
    private void Answer(Now now, SipChannel channel, SipMessage request, NetEffects effects)
    {
        if (request.Method is SipMethod.Ack or SipMethod.BeNotify)
        {
            return;
        }

        var known = request.Method is SipMethod.Notify or SipMethod.Options;
        var buffer = new ArrayBufferWriter<byte>(512);
        var writer = new SipWriter(buffer);
        Span<byte> tag = stackalloc byte[4];
        _entropy.Fill(tag);
        var toTag = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(tag));
        if (SipReply.TryBegin(
            request, writer, known ? 200 : 405, known ? "OK"u8 : "Method Not Allowed"u8, toTag, out _))
        {
            _ = writer.Header(SipHeader.Allow, "NOTIFY, OPTIONS"u8);
            writer.End();
            channel.SendResponse(now, buffer.WrittenMemory, effects);
        }
    }

    private void Perform(Now now, DeviceEffect effect, NetEffects effects)
    {
        switch (effect)
        {
            case DeviceEffect.OpenChannel open:
                _channels[open.Channel] = new SipChannel(open.Channel, SipChannelOptions.LyncPhone);
                effects.Add(new NetEffect.Connect(
                    open.Channel, open.To, open.ExpectedName is { } name ? new TlsRequest(name) : null));
                break;
            case DeviceEffect.CloseChannel close:
                if (_channels.Remove(close.Channel, out var closed))
                {
                    closed.Dispose();
                    effects.Add(new NetEffect.Close(close.Channel));
                }

                break;
            case DeviceEffect.SendSip send:
                _ = _channels[send.Channel].SendRequest(now, send.Message, effects);
                break;
            case DeviceEffect.KeepAlive keep:
                _channels[keep.Channel].KeepAlive(now, keep.Pace, _entropy);
                break;
            case DeviceEffect.SaveMemory save:
                effects.Add(new NetEffect.Save(DeviceMemoryFormat.Write(save.Memory)));
                break;
            default:
                _ = _questions.Perform(now, effect, effects, _inputs);
                break;
        }
    }
}
