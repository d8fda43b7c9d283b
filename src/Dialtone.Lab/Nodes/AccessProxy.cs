using System.Buffers;
using System.Text;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Sip;

namespace Dialtone.Lab.Nodes;

/// <summary>
/// The Edge that remote devices come through: takes SIP over TLS (and TCP), and relays each client's connection over
/// one of its own to a Front End, with a Via pushed on the way there and taken off on the way back (RFC 3261 section
/// 16), and so what the Front End asks of the client. A phone that knows Path is given one, so that it is reached
/// through here (RFC 3327), over the connection that it made (RFC 5626 section 5).
/// </summary>
public sealed partial class AccessProxy : INode
{
    private readonly FlowIds _ids = new();
    private readonly ServerPort _tls;
    private readonly ServerPort _tcp;
    private readonly Dictionary<FlowId, AccessProxyLink> _links = [];
    private readonly List<AccessProxyLink> _connecting = [];
    private readonly Newcomers _newcomers;
    private readonly Newcomers _asked; // connections to Front Ends that have said nothing since they were asked
    private readonly SipMessage _message = new();
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly SipWriter _writer;
    private readonly RegistrarDirectory _directory;
    private readonly IEntropy _entropy;
    private int _clients;

    /// <summary>An access proxy.</summary>
    /// <param name="settings">What it is.</param>
    /// <param name="directory">The users, whose homes decide where their requests go.</param>
    /// <param name="entropy">For branches.</param>
    public AccessProxy(AccessProxySettings settings, RegistrarDirectory directory, IEntropy entropy)
    {
        Settings = settings;
        _directory = directory;
        _entropy = entropy;
        _writer = new(_buffer);
        _newcomers = new(settings.NewcomerTimeMax);
        _asked = new(settings.AnswerTimeMax);
        _tls = new(settings.Tls);
        _tcp = new(settings.Tcp);
    }

    /// <summary>What it is.</summary>
    public AccessProxySettings Settings { get; }

    /// <summary>What it does wrong.</summary>
    public AccessProxyBehaviour Behaviour { get; } = new();

    /// <summary>Requests passed on.</summary>
    public long Relayed { get; private set; }

    /// <summary>Requests answered with 504 because no Front End could be reached.</summary>
    public long Unreachable { get; private set; }

    /// <summary>Connections that the host did not bring: their handshake failed, or the host was at a limit.</summary>
    public long NotAccepted { get; private set; }

    /// <summary>Connections that came when there were <see cref="AccessProxySettings.ConnectionsMax"/>.</summary>
    public long ConnectionsOverLimit { get; private set; }

    /// <summary>
    /// Connections that were closed because nothing was answered with 200 on them in <see
    /// cref="AccessProxySettings.NewcomerTimeMax"/>.
    /// </summary>
    public long NewcomersClosed { get; private set; }

    /// <summary>
    /// Connections that were reset on both sides because a Front End said nothing for <see
    /// cref="AccessProxySettings.AnswerTimeMax"/> after it was asked.
    /// </summary>
    public long TakenBack { get; private set; }

    /// <summary>Why a port could not be opened; empty where both could.</summary>
    public string ListenFault { get; private set; } = "";

    /// <inheritdoc/>
    public Instant? Deadline
    {
        get
        {
            var earliest = Instant.Earlier(_newcomers.Deadline, _asked.Deadline);
            foreach (var link in _connecting)
            {
                earliest = Instant.Earlier(earliest, link.GiveUpAt);
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
                Forget();
                SetPorts(effects);
                break;
            case NetInput.SettingsChanged:
                SetPorts(effects);
                break;
            case NetInput.Accepted accepted:
                Accept(now.Monotonic, accepted, effects);
                break;
            case NetInput.NotAccepted missed:
                NotAccepted += missed.Count;
                break;
            case NetInput.Secured secured when _links.TryGetValue(secured.Flow, out var link):
                BecomeReady(now.Monotonic, link, effects);
                break;
            case NetInput.Received received when _links.TryGetValue(received.Flow, out var link) && !Behaviour.Silent:
                Receive(now.Monotonic, link, received, effects);
                break;
            case NetInput.Ended ended:
                End(now.Monotonic, ended, effects);
                break;
            case NetInput.DeadlineReached:
                GiveUpLate(now.Monotonic, effects);
                CloseNewcomers(now.Monotonic, effects);
                TakeBack(now.Monotonic, effects);
                break;
            default:
                break;
        }
    }

    private void Forget()
    {
        _tls.Forget();
        _tcp.Forget();
        foreach (var link in _links.Values)
        {
            link.Dispose();
        }

        _links.Clear();
        _connecting.Clear();
        _newcomers.Clear();
        _asked.Clear();
        _clients = 0;
    }

    private void Accept(Instant now, NetInput.Accepted accepted, NetEffects effects)
    {
        if (_clients >= Settings.ConnectionsMax)
        {
            ConnectionsOverLimit++;
            if (!_newcomers.TryTakeOldest(out var oldest))
            {
                effects.Add(new NetEffect.Close(accepted.Flow));
                return;
            }

            Close(_links[oldest], effects);
        }

        _clients++;
        _links.Add(accepted.Flow,
            new(accepted.Flow, accepted.Remote, accepted.Listener == _tls.Flow, Settings.Limits));
        _newcomers.Add(accepted.Flow, now);
    }

    private void CloseNewcomers(Instant now, NetEffects effects)
    {
        while (_newcomers.TryTakeDue(now, out var client))
        {
            NewcomersClosed++;
            Close(_links[client], effects);
        }
    }

    // The system would go on sending for minutes what nobody waits for any more.
    private void TakeBack(Instant now, NetEffects effects)
    {
        while (_asked.TryTakeDue(now, out var registrar))
        {
            TakenBack++;
            Close(_links[registrar], effects, abort: true);
        }
    }

    private void SetPorts(NetEffects effects)
    {
        var isUp = !Behaviour.IsDown;
        _tls.Set(isUp && !Behaviour.RefusesTls, Behaviour.TlsIdentity ?? Settings.TlsIdentity, _ids, effects);
        _tcp.Set(isUp && !Behaviour.RefusesTcp, null, _ids, effects);
        foreach (var link in isUp ? [] : _links.Values.Distinct().ToArray())
        {
            Close(link, effects);
        }
    }

    private void Receive(Instant now, AccessProxyLink link, NetInput.Received received, NetEffects effects)
    {
        var isClient = received.Flow == link.Client;
        var reader = isClient ? link.FromClient : link.FromRegistrar;
        reader.Feed(received.Bytes.Span);
        if (!isClient)
        {
            _asked.Remove(link.Registrar);
        }

        while (_links.ContainsKey(received.Flow))
        {
            switch (reader.Read(_message, out _))
            {
                case SipStreamRead.Message when isClient && _message.IsRequest:
                    TakeRequest(now, link, effects);
                    break;
                case SipStreamRead.Message when _message.IsRequest:
                    RelayRequest(link, isOfClient: false, effects);
                    break;
                case SipStreamRead.Message when link.RegistrarIsReady:
                    RelayResponse(link, isClient, effects);
                    break;
                case SipStreamRead.NeedMore:
                    return;
                case SipStreamRead.Malformed:
                    // A relay that cannot find the next message cannot go on for either side.
                    Close(link, effects);
                    return;
                default:
                    break;
            }
        }
    }

    private void TakeRequest(Instant now, AccessProxyLink link, NetEffects effects)
    {
        if (_message.TryGetMaxForwards(out var hops, out _) && hops == 0)
        {
            Reply(link, 483, "Too Many Hops"u8, effects);
            return;
        }

        if (link.RegistrarIsReady)
        {
            AskRegistrar(now, link, effects);
            return;
        }

        if (link.Waiting.Count == AccessProxyLink.WaitingMax)
        {
            Close(link, effects);
            return;
        }

        link.Waiting.Enqueue(_message.Bytes.ToArray());
        if (link.Registrar == default)
        {
            FindWay(link);
            TryNext(now, link, effects);
        }
    }

    private void FindWay(AccessProxyLink link)
    {
        var home = _message.TryGetTo(out var to, out _) && SipUri.TryRead(to.Uri, out var uri, out _)
            ? _directory.Find(Encoding.UTF8.GetString(uri.User))?.Home
            : null;
        link.Untried.Clear();
        foreach (var hop in Settings.NextHops.OrderBy(hop => hop.Pool == home ? 0 : 1))
        {
            foreach (var address in hop.Addresses)
            {
                link.Untried.Enqueue((hop.Pool, address));
            }
        }
    }

    private void TryNext(Instant now, AccessProxyLink link, NetEffects effects)
    {
        if (!link.Untried.TryDequeue(out var next))
        {
            link.GiveUpAt = null;
            _connecting.Remove(link);
            AnswerUnreachable(link, effects);
            return;
        }

        link.Registrar = _ids.Next();
        link.GiveUpAt = now + Settings.NextHopLimit;
        _links.Add(link.Registrar, link);
        if (!_connecting.Contains(link))
        {
            _connecting.Add(link);
        }

        effects.Add(new NetEffect.Connect(link.Registrar, next.Address, new TlsRequest(next.Pool)));
    }

    private void BecomeReady(Instant now, AccessProxyLink link, NetEffects effects)
    {
        link.RegistrarIsReady = true;
        link.GiveUpAt = null;
        _connecting.Remove(link);
        while (link.Waiting.TryDequeue(out var request))
        {
            if (SipMessage.TryRead(request, Settings.Limits, _message, out _))
            {
                AskRegistrar(now, link, effects);
            }
        }
    }

    private void AskRegistrar(Instant now, AccessProxyLink link, NetEffects effects)
    {
        if (!_asked.Contains(link.Registrar))
        {
            _asked.Add(link.Registrar, now);
        }

        RelayRequest(link, isOfClient: true, effects);
    }

    private void AnswerUnreachable(AccessProxyLink link, NetEffects effects)
    {
        link.Registrar = default;
        while (link.Waiting.TryDequeue(out var request))
        {
            Unreachable++;
            if (SipMessage.TryRead(request, Settings.Limits, _message, out _))
            {
                Reply(link, 504, "Server time-out"u8, effects);
            }
        }
    }

    private void Reply(AccessProxyLink link, int status, ReadOnlySpan<byte> reason, NetEffects effects)
    {
        if (SipReply.TryBegin(_message, _writer, status, reason, "edge"u8, out _))
        {
            _writer.Header("ms-diagnostics"u8, Encoding.ASCII.GetBytes(
                $"1014;reason=\"Unable to reach the next hop\";source=\"{Settings.Name}\""));
            Send(link.Client, effects);
        }
    }

    private void Send(FlowId flow, NetEffects effects, ReadOnlySpan<byte> body = default)
    {
        _writer.End(body);
        effects.Add(new NetEffect.Write(flow, _buffer.WrittenSpan.ToArray()));
        _buffer.ResetWrittenCount();
    }

    private void End(Instant now, NetInput.Ended ended, NetEffects effects)
    {
        if (_tls.Failed(ended.Flow) || _tcp.Failed(ended.Flow))
        {
            ListenFault = $"{Settings.Name}: {ended.Why} {ended.Detail}".TrimEnd();
        }
        else if (_links.Remove(ended.Flow, out var link))
        {
            if (ended.Flow == link.Registrar && !link.RegistrarIsReady)
            {
                TryNext(now, link, effects);
            }
            else
            {
                // Who resets takes back what has not arrived.
                Close(link, effects, abort: ended.Why == ChannelEnd.Reset);
            }
        }
    }

    private void GiveUpLate(Instant now, NetEffects effects)
    {
        foreach (var link in _connecting.ToArray())
        {
            if (link.GiveUpAt is { } moment && moment <= now)
            {
                _links.Remove(link.Registrar);
                effects.Add(new NetEffect.Close(link.Registrar));
                TryNext(now, link, effects);
            }
        }
    }

    private void Close(AccessProxyLink link, NetEffects effects, bool abort = false)
    {
        foreach (var flow in (ReadOnlySpan<FlowId>)[link.Client, link.Registrar])
        {
            // A flow that ended by itself is gone from the table already.
            if (_links.Remove(flow))
            {
                effects.Add(new NetEffect.Close(flow) { Abort = abort });
            }
        }

        _clients--;
        _newcomers.Remove(link.Client);
        _asked.Remove(link.Registrar);
        _connecting.Remove(link);
        link.Dispose();
    }
}
