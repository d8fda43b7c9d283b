using System.Collections.Immutable;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.World;

/// <summary>
/// A network of hosts with nodes on them, in simulated time: a queue of events in the order of (time, sequence). One
/// thread, no clock, no chance but the seed's: the same seed gives the same run, in any process.
/// </summary>
public sealed class SimWorld
{
    /// <summary>Inputs that one node may be given in one moment before <see cref="Spinning"/> names it.</summary>
    public const int InputsPerMomentMax = 100_000;

    private static readonly NetInput.DeadlineReached Reached = new();

    private readonly EventQueue _queue = new();
    private readonly Dictionary<IpAddress, SimHost> _byAddress = [];
    private readonly HashSet<(SimHost One, SimHost Other)> _parted = [];
    private readonly List<SimNode> _nodes = [];
    private readonly NetEffects _effects = new();
    private readonly SimNet _net;
    private TraceHash _trace;
    private long _ticks;

    /// <summary>An empty world.</summary>
    /// <param name="seed">Where all its chance comes from.</param>
    /// <param name="start">The true date and time at its start.</param>
    public SimWorld(ulong seed, DateTimeOffset? start = null)
    {
        Seed = seed;
        Start = start ?? new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        _net = new SimNet(this, EntropyFor("the links"), new SimSecurity(this, EntropyFor("the keys")));
    }

    /// <summary>What a waiting event takes in memory, in bytes: the alarm of a device is one.</summary>
    public static int EventBytes => EventQueue.EntryBytes;

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>The true date and time at the start.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>How far the world has come.</summary>
    public Instant Time => new(_ticks);

    /// <summary>Events so far.</summary>
    public long Events { get; private set; }

    /// <summary>The digest of every input so far: time, node, kind, flow and bytes.</summary>
    public TraceHash Trace => _trace;

    /// <summary>How the links are.</summary>
    public Weather Weather { get; set; } = Weather.Calm;

    /// <summary>
    /// The certificates that listeners present, by the name they give to <see cref="NetEffect.Listen"/>.
    /// </summary>
    public Dictionary<string, TlsFacts> Certificates { get; } = new(StringComparer.Ordinal);

    /// <summary>Who gives Kerberos tickets.</summary>
    public SimTicketServer Tickets { get; } = new();

    /// <summary>Who looks on; <c>null</c> for nobody.</summary>
    public WorldWatcher? Watcher { get; set; }

    /// <summary>Every place, in order of placing.</summary>
    public IReadOnlyList<SimNode> Nodes => _nodes;

    /// <summary>
    /// The node that got into a circle without time passing, if one did. The world then stands still.
    /// </summary>
    public SimNode? Spinning { get; private set; }

    /// <summary>A stream of chance for <paramref name="name"/>: of a node, or of a scenario.</summary>
    public SeededEntropy EntropyFor(string name) => new(Seed, name);

    /// <summary>Adds a machine.</summary>
    /// <exception cref="ArgumentException">An address is taken, or there is none.</exception>
    public SimHost AddHost(string name, params ReadOnlySpan<IpAddress> addresses)
    {
        if (addresses.IsEmpty)
        {
            throw new ArgumentException("A host has at least one address.", nameof(addresses));
        }

        return Add(new(name, [.. addresses]));
    }

    private SimHost Add(SimHost host)
    {
        foreach (var address in host.Addresses)
        {
            if (!_byAddress.TryAdd(address, host))
            {
                throw new ArgumentException($"{address} belongs to {_byAddress[address]}.", nameof(host));
            }
        }

        return host;
    }

    /// <summary>
    /// Adds a load balancer: connections to its address are passed on, one after another, to the hosts behind it that
    /// listen on that port.
    /// </summary>
    /// <exception cref="ArgumentException">The address is taken, or there is nobody behind it.</exception>
    public SimHost AddBalancer(string name, IpAddress address, ImmutableArray<SimHost> backends)
    {
        if (backends.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A balancer has somebody behind it.", nameof(backends));
        }

        return Add(new(name, [address]) { Backends = backends });
    }

    /// <summary>Parts two hosts: nothing passes between them until they are joined again.</summary>
    public void Part(SimHost one, SimHost other) => _parted.Add((one, other));

    /// <summary>Joins two hosts that were parted.</summary>
    public void Join(SimHost one, SimHost other)
    {
        _ = _parted.Remove((one, other));
        _ = _parted.Remove((other, one));
    }

    /// <summary>Gives a node a place. It begins with <see cref="PowerOn"/>.</summary>
    public SimNode Place(SimHost host, string name, INode node)
    {
        var place = new SimNode(_nodes.Count, name, host, node);
        _nodes.Add(place);
        return place;
    }

    /// <summary>Starts the node at a place, or after a power cut a new one that takes it over.</summary>
    /// <exception cref="InvalidOperationException">A node runs there.</exception>
    public void PowerOn(SimNode place, INode? node = null)
    {
        if (place.IsRunning)
        {
            throw new InvalidOperationException($"{place} runs already.");
        }

        place.Node = node ?? place.Node;
        place.IsRunning = true;
        place.Life++;
        place.Scheduled = null;
        Post(_ticks, place, new NetInput.PowerOn());
    }

    /// <summary>
    /// Takes the power from a place at once: nothing is said to any peer. What was being stored is kept as it was
    /// before or as it was to become, or, with <see cref="Weather.TornSaves"/>, something of both.
    /// </summary>
    public void PowerCut(SimNode place)
    {
        place.IsRunning = false;
        _net.Forget(place);
        _net.CutSaves(place);
    }

    /// <summary>Ends a node as a system ends a process: its connections are reset and its ports are free.</summary>
    public void Stop(SimNode place)
    {
        _net.ResetAll(place);
        PowerCut(place);
    }

    /// <summary>Tells a node something from outside the network: sign out, the network changed.</summary>
    public void Tell(SimNode place, NetInput input) => Post(_ticks, place, input);

    /// <summary>Has something done at a moment: a fault to begin or to end.</summary>
    public void At(Instant moment, Action action) =>
        Enqueue(Math.Max(moment.Ticks, _ticks), new(WorldEventKind.Control, null, 0, action));

    /// <summary>Takes something that a scenario or a journal saw into the trace.</summary>
    public void Mark(ulong value) => _trace.Add(value);

    /// <summary>The time at a host.</summary>
    public Now NowAt(SimHost host) => new(new(_ticks), Start + new TimeSpan(_ticks) + host.ClockError);

    /// <summary>Lets the next event happen. False where there is none, or a node spins.</summary>
    public bool Step()
    {
        if (Spinning is not null || _queue.Count == 0)
        {
            return false;
        }

        if (_queue.NextTicks != _ticks)
        {
            _ticks = _queue.NextTicks;
        }

        Events++;
        Happen(_queue.Dequeue());
        return true;
    }

    /// <summary>Runs to a moment; every event up to and with it has then happened.</summary>
    public void RunTo(Instant moment)
    {
        while (_queue.NextTicks <= moment.Ticks && Step())
        {
        }

        if (Spinning is null && moment.Ticks > _ticks)
        {
            _ticks = moment.Ticks;
        }
    }

    /// <summary>
    /// Runs until something is so, looked at after every event, at the latest to <paramref name="limit"/>.
    /// </summary>
    /// <returns>Whether it was so.</returns>
    public bool RunUntil(Func<bool> isSo, Instant limit)
    {
        while (!isSo())
        {
            if (_queue.NextTicks > limit.Ticks || !Step())
            {
                RunTo(limit);
                return isSo();
            }
        }

        return true;
    }

    internal long Ticks => _ticks;

    /// <summary>Whether packets go from one host to another.</summary>
    internal bool Passes(SimHost from, SimHost to) =>
        !from.IsMute && !to.IsMute
        && (_parted.Count == 0 || !(_parted.Contains((from, to)) || _parted.Contains((to, from))));

    internal SimHost? HostAt(IpAddress address) => _byAddress.GetValueOrDefault(address);

    internal void Enqueue(long ticks, in WorldEvent what) => _queue.Enqueue(ticks, what);

    internal void Post(long ticks, SimNode node, NetInput input) =>
        Enqueue(ticks, new(WorldEventKind.Input, node, node.Life, input));

    internal void Give(SimNode node, NetInput input)
    {
        if (node.InputsAt(_ticks) > InputsPerMomentMax)
        {
            Spinning = node;
            return;
        }

        Trail(node, input);
        var now = NowAt(node.Host);
        _effects.Clear();
        node.Node.Handle(now, input, _effects);
        Watcher?.Invoke(node, now, input, _effects);
        for (var i = 0; i < _effects.Count && node.EffectsLeft != 0; i++)
        {
            _net.Perform(node, _effects[i]);
            node.EffectsLeft--;
        }

        if (node.EffectsLeft >= 0)
        {
            PowerCut(node);
        }

        node.EffectsLeft = -1;

        // A deadline that moved back is looked at again when the earlier event comes.
        if (node.IsRunning && node.Node.Deadline is { } deadline
            && !(node.Scheduled is { } scheduled && scheduled <= deadline))
        {
            Schedule(node, deadline);
        }
    }

    private void Happen(in WorldEvent what)
    {
        switch (what.Kind)
        {
            case WorldEventKind.Input when Lives(what):
                Give(what.Node!, (NetInput)what.Subject!);
                break;
            case WorldEventKind.Deadline when Lives(what):
                ReachDeadline(what.Node!);
                break;
            case WorldEventKind.Syn:
                _net.SynArrives((SimStream)what.Subject!);
                break;
            case WorldEventKind.Stream:
                _net.StreamArrives((SimStream)what.Subject!);
                break;
            case WorldEventKind.Saved when Lives(what):
                _net.SaveDone(what.Node!);
                break;
            case WorldEventKind.Control:
                ((Action)what.Subject!)();
                break;
            default:
                break;
        }
    }

    private static bool Lives(in WorldEvent what) => what.Node!.IsRunning && what.Node.Life == what.Life;

    private void ReachDeadline(SimNode node)
    {
        // A deadline that moved forward left its later event behind.
        if (node.Scheduled is not { } scheduled || scheduled.Ticks > _ticks)
        {
            return;
        }

        node.Scheduled = null;
        if (node.Node.Deadline is not { } deadline)
        {
            return;
        }

        if (deadline.Ticks <= _ticks)
        {
            Give(node, Reached);
        }
        else
        {
            Schedule(node, deadline);
        }
    }

    private void Schedule(SimNode node, Instant deadline)
    {
        node.Scheduled = deadline;
        Enqueue(Math.Max(deadline.Ticks, _ticks), new(WorldEventKind.Deadline, node, node.Life, null));
    }

    private void Trail(SimNode node, NetInput input)
    {
        _trace.Add((ulong)_ticks);
        _trace.Add((ulong)node.Index);
        switch (input)
        {
            case NetInput.Received received:
                _trace.Add(received.Flow.Value | (1UL << 32));
                _trace.Add(received.Bytes.Span);
                break;
            case NetInput.Datagram datagram:
                _trace.Add(datagram.Flow.Value | (2UL << 32));
                _trace.Add(datagram.Bytes.Span);
                break;
            case NetInput.Connected connected:
                _trace.Add(connected.Flow.Value | (3UL << 32));
                break;
            case NetInput.Secured secured:
                _trace.Add(secured.Flow.Value | (4UL << 32));
                break;
            case NetInput.Accepted accepted:
                _trace.Add(accepted.Flow.Value | (5UL << 32));
                break;
            case NetInput.Ended ended:
                _trace.Add(ended.Flow.Value | (6UL << 32) | ((ulong)ended.Why << 40));
                break;
            case NetInput.HttpRequested requested:
                _trace.Add(requested.Flow.Value | (9UL << 32));
                _trace.Add(requested.Request.Body.Span);
                break;
            case NetInput.HttpAnswered answered:
                _trace.Add(answered.Flow.Value | (10UL << 32) | ((ulong)answered.Response.Status << 40));
                _trace.Add(answered.Response.Body.Span);
                break;
            case NetInput.TlsDskStepped stepped:
                _trace.Add(stepped.Flow.Value | (11UL << 32));
                _trace.Add(stepped.Token.Span);
                break;
            case NetInput.SecurityFailed failed:
                _trace.Add(failed.Flow.Value | (12UL << 32) | ((ulong)failed.Why << 40));
                break;
            case NetInput.DeadlineReached:
                _trace.Add(7UL << 32);
                break;
            default:
                _trace.Add(8UL << 32);
                break;
        }
    }
}
