using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Live;
using Dialtone.Wire.Addresses;

namespace Dialtone.Bench.Live;

/// <summary>
/// One device after another, each from power-on to registered, on one connection that stays: a device that connects is
/// given the connection that stands. All else is the product's own: the device, its SIP channel, the driver, the
/// sockets.
/// </summary>
/// <param name="to">The Registrar.</param>
/// <param name="tls">The name to ask for in TLS; <c>null</c> for TCP.</param>
/// <param name="settings">Gives the devices' settings, counted from 0.</param>
internal sealed class RegisterLoop(EndPointAddress to, TlsRequest? tls, Func<int, DeviceSettings> settings) : INode
{
    private readonly FlowId _connection = new(1);
    private readonly NetEffects _wanted = [];
    private readonly Queue<NetInput> _told = new();
    private readonly SystemEntropy _entropy = new();
    private NetInput.Connected? _connected;
    private NetInput.Secured? _secured;
    private DeviceNode? _device;
    private FlowId _flow;

    /// <summary>How many devices have registered.</summary>
    public int Registered { get; private set; }

    /// <summary>Why it cannot go on; empty while it can.</summary>
    public string Fault { get; private set; } = "";

    /// <inheritdoc/>
    public Instant? Deadline => _device?.Deadline;

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                effects.Add(new NetEffect.Connect(_connection, to, tls));
                return;
            case NetInput.Connected connected:
                _connected = connected;
                break;
            case NetInput.Secured secured:
                _secured = secured;
                break;
            case NetInput.Received received:
                _told.Enqueue(received with { Flow = _flow });
                break;
            case NetInput.Ended ended:
                Fault = $"{ended.Why} {ended.Detail}";
                return;
            default:
                _told.Enqueue(input);
                break;
        }

        if (_device is null && (tls is null || _secured is not null))
        {
            Next();
        }

        TellDevice(now, effects);
    }

    private void Next()
    {
        _device = new(settings(Registered), _entropy, NullJournal.Instance, memory: null);
        _told.Enqueue(new NetInput.PowerOn());
    }

    private void TellDevice(Now now, NetEffects effects)
    {
        while (_told.TryDequeue(out var next))
        {
            _wanted.Clear();
            _device!.Handle(now, next, _wanted);
            foreach (var effect in _wanted)
            {
                Perform(effect, effects);
            }

            switch (_device.Device.Phase)
            {
                case DevicePhase.SignedIn:
                    Registered++;
                    Next();
                    break;
                case DevicePhase.BackingOff:
                    Fault = "A device could not register.";
                    break;
                default:
                    break;
            }
        }
    }

    private void Perform(NetEffect effect, NetEffects effects)
    {
        switch (effect)
        {
            case NetEffect.Connect connect:
                _flow = connect.Flow;
                _told.Enqueue(_connected! with { Flow = _flow });
                if (_secured is { } secured)
                {
                    _told.Enqueue(secured with { Flow = _flow });
                }

                break;
            case NetEffect.Write write:
                effects.Add(write with { Flow = _connection });
                break;
            default:
                break;
        }
    }
}
