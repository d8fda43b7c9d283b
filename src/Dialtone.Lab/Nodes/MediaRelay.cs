using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Net;
using Dialtone.Core.Time;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// A Media Relay, in one of two dialects (<see cref="RelayDialect"/>): challenges, checks credentials, makes
/// allocations and lets them end. It hands out relayed addresses but passes no media on: nobody listens there, and what
/// a client sends through it is dropped.
/// </summary>
public sealed partial class MediaRelay : INode
{
    /// <summary>How long a port that ended by itself stays closed before it is opened again.</summary>
    private static readonly TimeSpan ReopenPause = TimeSpan.FromSeconds(1);

    private readonly FlowIds _ids = new();
    private readonly ServerPort _udp;
    private readonly ServerPort _tcp;
    private readonly Dictionary<FlowId, MediaRelayConnection> _connections = [];
    private readonly Newcomers _newcomers;
    private readonly MediaRelayAllocations _allocations;
    private readonly NonceMint _nonces;
    private readonly IEntropy _entropy;
    private Instant? _reopenAt;

    /// <summary>A relay.</summary>
    /// <param name="settings">What it is.</param>
    /// <param name="entropy">For nonces and connection IDs.</param>
    public MediaRelay(MediaRelaySettings settings, IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
        _entropy = entropy;
        _udp = new(settings.Udp, ServerProtocol.Datagrams);
        _tcp = new(settings.Tcp);
        _newcomers = new(settings.NewcomerTimeMax);
        _allocations = new(settings);
        _nonces = new(entropy, settings.NonceLifetime);
    }

    /// <summary>What it is.</summary>
    public MediaRelaySettings Settings { get; }

    /// <summary>What it does wrong.</summary>
    public MediaRelayBehaviour Behaviour { get; } = new();

    /// <summary>What it saw.</summary>
    public MediaRelayObservations Observed { get; } = new();

    /// <summary>Why a port could not be opened; empty where both could.</summary>
    public string ListenFault { get; private set; } = "";

    /// <inheritdoc/>
    public Instant? Deadline =>
        Instant.Earlier(_reopenAt, Instant.Earlier(_allocations.Deadline, _newcomers.Deadline));

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                Forget();
                SetPorts(effects);
                break;
            case NetInput.NetworkChanged:
                SetPorts(effects);
                break;
            case NetInput.Datagram datagram when datagram.Flow == _udp.Flow:
                TakeDatagram(now, datagram, effects);
                break;
            case NetInput.Accepted accepted:
                Accept(now.Monotonic, accepted, effects);
                break;
            case NetInput.NotAccepted missed:
                Observed.NotAccepted += missed.Count;
                break;
            case NetInput.Received received when _connections.TryGetValue(received.Flow, out var connection):
                Receive(now, connection, received.Bytes.Span, effects);
                break;
            case NetInput.Ended ended:
                End(now.Monotonic, ended);
                break;
            case NetInput.DeadlineReached:
                DoWhatIsDue(now.Monotonic, effects);
                break;
            default:
                break;
        }

        Observed.Allocations = _allocations.Count;
    }

    /// <summary>A start after a power cut or a stop: nothing of before is there any more.</summary>
    private void Forget()
    {
        _udp.Forget();
        _tcp.Forget();
        _connections.Clear();
        _newcomers.Clear();
        _allocations.Clear();
        _reopenAt = null;
    }

    private void SetPorts(NetEffects effects)
    {
        _reopenAt = null;
        _udp.Set(!Behaviour.RefusesUdp, null, _ids, effects);
        _tcp.Set(!Behaviour.RefusesTcp, null, _ids, effects);
    }

    private void DoWhatIsDue(Instant now, NetEffects effects)
    {
        if (_reopenAt <= now)
        {
            SetPorts(effects);
        }

        EndAllocations(now, effects);
        while (_newcomers.TryTakeDue(now, out var flow))
        {
            Observed.NewcomersClosed++;
            Close(_connections[flow], effects);
        }
    }

    private void Accept(Instant now, NetInput.Accepted accepted, NetEffects effects)
    {
        Observed.Connections++;
        if (Behaviour.ClosesAfterAccept)
        {
            effects.Add(new NetEffect.Close(accepted.Flow));
            return;
        }

        if (_connections.Count >= Settings.ConnectionsMax)
        {
            Observed.ConnectionsOverLimit++;
            if (!_newcomers.TryTakeOldest(out var oldest))
            {
                effects.Add(new NetEffect.Close(accepted.Flow));
                return;
            }

            Close(_connections[oldest], effects);
        }

        _connections.Add(accepted.Flow, new(new(accepted.Flow, accepted.Remote), Settings.Dialect));
        _newcomers.Add(accepted.Flow, now);
    }

    private void End(Instant now, NetInput.Ended ended)
    {
        if (_udp.Failed(ended.Flow) || _tcp.Failed(ended.Flow))
        {
            ListenFault = $"{Settings.Name}: {ended.Why} {ended.Detail}".TrimEnd();
            _reopenAt = now + ReopenPause;
        }
        else if (_connections.TryGetValue(ended.Flow, out var connection))
        {
            Forget(connection);
        }
    }

    private void Close(MediaRelayConnection connection, NetEffects effects)
    {
        effects.Add(new NetEffect.Close(connection.Client.Flow));
        Forget(connection);
    }

    /// <summary>With the connection its allocation goes (RFC 8656 section 3.1).</summary>
    private void Forget(MediaRelayConnection connection)
    {
        _ = _connections.Remove(connection.Client.Flow);
        _newcomers.Remove(connection.Client.Flow);
        if (_allocations.TryFind(connection.Client, out var allocation))
        {
            _allocations.Remove(allocation);
        }
    }

    private void TakeDatagram(Now now, NetInput.Datagram datagram, NetEffects effects)
    {
        if (!Behaviour.Silent
            && Answer(now, new(datagram.Flow, datagram.From), datagram.Bytes.Span) is { } answer)
        {
            effects.Add(new NetEffect.SendDatagram(datagram.Flow, datagram.From, answer));
        }
    }
}
