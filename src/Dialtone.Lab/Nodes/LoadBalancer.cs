using System.Collections.Immutable;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// A hardware load balancer before a pool: passes TCP connections through as they are, TLS and all, to one member after
/// another, and connects to each now and then to see whether it lives. With no member that does, it does not listen.
/// For sockets: a simulated world, whose TLS is no bytes, has one of its own (<see
/// cref="World.SimWorld.AddBalancer"/>).
/// </summary>
public sealed class LoadBalancer : INode
{
    private readonly FlowIds _ids = new();
    private readonly ImmutableArray<(ushort Port, ServerPort Listener)> _ports;
    private readonly Dictionary<FlowId, Link> _links = [];
    private readonly Dictionary<FlowId, (IpAddress Member, Instant Due)> _checks = [];
    private readonly HashSet<IpAddress> _dead = [];
    private Instant? _checkAt;
    private int _next;

    /// <summary>A load balancer.</summary>
    public LoadBalancer(LoadBalancerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
        _ports = [.. settings.Ports.Select(port => (port, new ServerPort(new(settings.Address, port))))];
    }

    /// <summary>What it is.</summary>
    public LoadBalancerSettings Settings { get; }

    /// <summary>What it does wrong.</summary>
    public LoadBalancerBehaviour Behaviour { get; } = new();

    /// <summary>The members that it takes to be alive, in their order.</summary>
    public ImmutableArray<IpAddress> InService => Behaviour.HasNoMembers ? []
        : Behaviour.IsBlind ? Settings.Members
        : [.. Settings.Members.Where(member => !_dead.Contains(member))];

    /// <summary>Connections passed on.</summary>
    public long PassedOn { get; private set; }

    /// <inheritdoc/>
    public Instant? Deadline
    {
        get
        {
            var earliest = _checkAt;
            foreach (var (_, due) in _checks.Values)
            {
                earliest = Instant.Earlier(earliest, due);
            }

            foreach (var link in _links.Values)
            {
                earliest = Instant.Earlier(earliest, link.ConnectBy);
            }

            return earliest;
        }
    }

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        switch (input)
        {
            case NetInput.PowerOn:
                Begin(now.Monotonic, effects);
                break;
            case NetInput.SettingsChanged:
                SetPorts(effects);
                break;
            case NetInput.Accepted accepted:
                Accept(now.Monotonic, accepted, effects);
                break;
            case NetInput.Connected connected when _checks.Remove(connected.Flow, out var check):
                effects.Add(new NetEffect.Close(connected.Flow));
                Judge(check.Member, isAlive: true, effects);
                break;
            case NetInput.Connected connected when _links.TryGetValue(connected.Flow, out var link):
                BecomeReady(link, effects);
                break;
            case NetInput.Received received when _links.TryGetValue(received.Flow, out var link):
                PassOn(link, received, effects);
                break;
            case NetInput.Ended ended:
                End(now.Monotonic, ended, effects);
                break;
            case NetInput.DeadlineReached:
                DoWhatIsDue(now.Monotonic, effects);
                break;
            default:
                break;
        }
    }

    private void Begin(Instant now, NetEffects effects)
    {
        foreach (var (_, listener) in _ports)
        {
            listener.Forget();
        }

        _links.Clear();
        _checks.Clear();
        _dead.Clear();
        SetPorts(effects);
        CheckMembers(now, effects);
    }

    private void SetPorts(NetEffects effects)
    {
        var isOpen = !InService.IsEmpty;
        foreach (var (_, listener) in _ports)
        {
            listener.Set(isOpen, null, _ids, effects);
        }
    }

    private void CheckMembers(Instant now, NetEffects effects)
    {
        _checkAt = now + Settings.HealthInterval;
        foreach (var member in Settings.Members)
        {
            var flow = _ids.Next();
            _checks.Add(flow, (member, now + Settings.ConnectLimit));
            effects.Add(new NetEffect.Connect(flow, new(member, Settings.Ports[0]), null));
        }
    }

    private void Judge(IpAddress member, bool isAlive, NetEffects effects)
    {
        if (isAlive ? _dead.Remove(member) : _dead.Add(member))
        {
            SetPorts(effects);
        }
    }

    private void Accept(Instant now, NetInput.Accepted accepted, NetEffects effects)
    {
        var port = _ports.FirstOrDefault(one => one.Listener.Flow == accepted.Listener).Port;
        if (port == 0 || _links.Count >= 2 * Settings.ConnectionsMax)
        {
            effects.Add(new NetEffect.Close(accepted.Flow));
            return;
        }

        var link = new Link(accepted.Flow, port, InService.Length);
        _links.Add(accepted.Flow, link);
        TryMember(now, link, effects);
    }

    private void TryMember(Instant now, Link link, NetEffects effects)
    {
        var members = InService;
        if (members.IsEmpty || link.TriesLeft == 0)
        {
            Close(link, effects);
            return;
        }

        link.TriesLeft = Behaviour.IsBlind ? 0 : link.TriesLeft - 1;
        link.MemberAddress = members[_next++ % members.Length];
        link.Member = _ids.Next();
        link.ConnectBy = now + Settings.ConnectLimit;
        _links.Add(link.Member, link);
        effects.Add(new NetEffect.Connect(link.Member, new(link.MemberAddress, link.Port), null));
    }

    private void BecomeReady(Link link, NetEffects effects)
    {
        PassedOn++;
        link.ConnectBy = null;
        link.IsReady = true;
        if (link.Waiting.Count > 0)
        {
            effects.Add(new NetEffect.Write(link.Member, link.Waiting.ToArray()));
            link.Waiting.Clear();
        }
    }

    private void PassOn(Link link, NetInput.Received received, NetEffects effects)
    {
        if (received.Flow == link.Member)
        {
            effects.Add(new NetEffect.Write(link.Client, received.Bytes));
        }
        else if (link.IsReady)
        {
            effects.Add(new NetEffect.Write(link.Member, received.Bytes));
        }
        else if (link.Waiting.Count + received.Bytes.Length > Settings.WaitingBytesMax)
        {
            Close(link, effects);
        }
        else
        {
            link.Waiting.AddRange(received.Bytes.Span);
        }
    }

    private void End(Instant now, NetInput.Ended ended, NetEffects effects)
    {
        var flow = ended.Flow;
        if (_checks.Remove(flow, out var check))
        {
            Judge(check.Member, isAlive: false, effects);
        }
        else if (_links.TryGetValue(flow, out var link))
        {
            _ = _links.Remove(flow);
            if (flow == link.Member && !link.IsReady)
            {
                GiveUp(now, link, effects);
            }
            else
            {
                // Who resets takes back what has not arrived.
                Close(link, effects, abort: ended.Why == ChannelEnd.Reset);
            }
        }
        else if (_ports.Any(one => one.Listener.Failed(flow)))
        {
            // It comes back with the next look at the members.
            _checkAt = now;
        }
    }

    /// <summary>A member did not accept: it is dead, until a check says otherwise, and the next one is tried.</summary>
    private void GiveUp(Instant now, Link link, NetEffects effects)
    {
        Judge(link.MemberAddress, isAlive: false, effects);
        TryMember(now, link, effects);
    }

    private void DoWhatIsDue(Instant now, NetEffects effects)
    {
        foreach (var (flow, check) in _checks.Where(one => one.Value.Due <= now).ToArray())
        {
            _ = _checks.Remove(flow);
            effects.Add(new NetEffect.Close(flow));
            Judge(check.Member, isAlive: false, effects);
        }

        foreach (var link in _links.Values.Where(one => one.ConnectBy <= now).Distinct().ToArray())
        {
            _ = _links.Remove(link.Member);
            effects.Add(new NetEffect.Close(link.Member));
            GiveUp(now, link, effects);
        }

        if (_checkAt <= now)
        {
            SetPorts(effects);
            CheckMembers(now, effects);
        }
    }

    private void Close(Link link, NetEffects effects, bool abort = false)
    {
        foreach (var flow in (ReadOnlySpan<FlowId>)[link.Client, link.Member])
        {
            // A flow that ended by itself is gone from the table already.
            if (_links.Remove(flow))
            {
                effects.Add(new NetEffect.Close(flow) { Abort = abort });
            }
        }
    }

    /// <summary>A client's connection and the one that it is passed on to.</summary>
    private sealed class Link(FlowId client, ushort port, int triesLeft)
    {
        public FlowId Client { get; } = client;

        public ushort Port { get; } = port;

        public FlowId Member { get; set; }

        public IpAddress MemberAddress { get; set; }

        public int TriesLeft { get; set; } = triesLeft;

        public bool IsReady { get; set; }

        /// <summary>Until when the member may accept; <c>null</c> where it has.</summary>
        public Instant? ConnectBy { get; set; }

        /// <summary>What the client said before that.</summary>
        public List<byte> Waiting { get; } = [];
    }
}
