using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Discovery;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Web;

/// <summary>
/// A web server from its name to a connection that may carry HTTP: its addresses one after another, and with TLS its
/// certificate judged for its name. Nothing is sent here.
/// </summary>
internal sealed class WebConnection(WebUrl server, DeviceSettings settings, IEntropy entropy, FlowIds flows)
{
    /// <summary>The most addresses of one name that are tried.</summary>
    public const int AddressesMax = 4;

    private readonly List<WebTry> _tries = [];
    private ImmutableArray<IpAddress> _left = [];
    private Instant _stepBegan;
    private bool _isOpen;

    /// <summary>How it stands.</summary>
    public WebConnectionState State { get; private set; }

    /// <summary>Its flow, from the first address on.</summary>
    public FlowId Flow { get; private set; }

    /// <summary>The address of now.</summary>
    public EndPointAddress? Remote { get; private set; }

    /// <summary>What the handshake showed.</summary>
    public TlsFacts? Tls { get; private set; }

    /// <summary>What came of asking for its name.</summary>
    public DnsOutcome? Addresses { get; private set; }

    /// <summary>Every address that failed.</summary>
    public IReadOnlyList<WebTry> Tries => _tries;

    /// <summary>When something must have happened; <c>null</c> when ready or failed.</summary>
    public Instant? Deadline { get; private set; }

    /// <summary>The addresses that were given; empty where DNS was asked.</summary>
    public ImmutableArray<IpAddress> Given { get; private set; } = [];

    /// <summary>Whether a request was answered on it.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Whether it leads to the server of an address.</summary>
    public bool LeadsTo(WebUrl url) =>
        url.Host == server.Host && url.Port == server.Port && url.IsSecure == server.IsSecure;

    /// <summary>Asks for the addresses, unless they are given.</summary>
    public void Begin(Now now, ImmutableArray<IpAddress> given, List<DeviceEffect> effects)
    {
        Given = IpAddress.TryParse(server.Host.Text, out var literal) ? [literal] : given;
        BeginStep(now, WebConnectionState.Resolving, settings.Timings.Discovery);
        if (Given.IsEmpty)
        {
            effects.Add(new DeviceEffect.AskAddresses(server.Host, default));
        }
        else
        {
            _left = Given;
            Next(now, effects);
        }
    }

    /// <summary>Takes an input; what does not concern it changes nothing.</summary>
    public void Handle(Now now, DeviceInput input, List<DeviceEffect> effects)
    {
        switch (input)
        {
            case DeviceInput.AddressesAnswered answered
                when State == WebConnectionState.Resolving && answered.Name == server.Host:
                UseAddresses(now, answered.Outcome, effects);
                break;
            case DeviceInput.OfHost { Input: NetInput.Connected connected }
                when State == WebConnectionState.Connecting && connected.Flow == Flow:
                OnConnected(now);
                break;
            case DeviceInput.OfHost { Input: NetInput.Secured secured }
                when State == WebConnectionState.Securing && secured.Flow == Flow:
                OnSecured(now, secured.Tls, effects);
                break;
            case DeviceInput.OfHost { Input: NetInput.Ended ended } when _isOpen && ended.Flow == Flow:
                _isOpen = false;
                Fail(now, StepOfNow(), ended.Why, ended.Detail, ended.Tls, judgement: null, effects);
                break;
            case DeviceInput.DeadlineReached when Deadline <= now.Monotonic:
                OnDeadline(now, effects);
                break;
            default:
                break;
        }
    }

    /// <summary>The server at this address did not do: it is left, and the next is tried.</summary>
    public void Fail(
        Now now, WebStep step, ChannelEnd why, string detail, TlsFacts? tls, CertificateJudgement? judgement,
        List<DeviceEffect> effects)
    {
        Close(effects);
        _tries.Add(new(Remote!.Value, step, why, detail, now.Monotonic - _stepBegan)
        {
            Expected = server.IsSecure ? server.Host : default,
            WallClock = now.WallClock,
            Tls = tls,
            Judgement = judgement,
        });
        Next(now, effects);
    }

    /// <summary>The connection is no more.</summary>
    public void Ended() => _isOpen = false;

    /// <summary>Closes what is open.</summary>
    public void Close(List<DeviceEffect> effects)
    {
        if (_isOpen)
        {
            effects.Add(new DeviceEffect.OfHost(new NetEffect.Close(Flow)));
        }

        _isOpen = false;
    }

    private WebStep StepOfNow() => State switch
    {
        WebConnectionState.Connecting => WebStep.Connect,
        WebConnectionState.Securing => WebStep.Tls,
        _ => WebStep.Http,
    };

    private void UseAddresses(Now now, DnsOutcome outcome, List<DeviceEffect> effects)
    {
        Addresses = outcome;
        _left = AddressSequence.Of(outcome.Addresses, settings, entropy);
        Next(now, effects);
    }

    private void Next(Now now, List<DeviceEffect> effects)
    {
        if (_left.IsEmpty || _tries.Count >= AddressesMax)
        {
            (State, Deadline) = (WebConnectionState.Failed, null);
            return;
        }

        var remote = new EndPointAddress(_left[0], server.Port);
        _left = _left.RemoveAt(0);
        (Flow, Remote, Tls, IsUsed, _isOpen) = (flows.Next(), remote, null, false, true);
        var tls = server.IsSecure ? new TlsRequest(server.Host) : null;
        effects.Add(new DeviceEffect.OfHost(new NetEffect.Connect(Flow, remote, tls)));
        BeginStep(now, WebConnectionState.Connecting, settings.Timings.Connect);
    }

    private void OnConnected(Now now)
    {
        if (server.IsSecure)
        {
            BeginStep(now, WebConnectionState.Securing, settings.Timings.Tls);
        }
        else
        {
            BeReady(now);
        }
    }

    private void OnSecured(Now now, TlsFacts facts, List<DeviceEffect> effects)
    {
        Tls = facts;
        var judgement = CertificateJudge.Judge(facts, [server.Host], now.WallClock);
        if (judgement.IsGood)
        {
            BeReady(now);
        }
        else
        {
            Fail(now, WebStep.Tls, ChannelEnd.Failed, "", facts, judgement, effects);
        }
    }

    private void BeReady(Now now)
    {
        (State, Deadline) = (WebConnectionState.Ready, null);
        _stepBegan = now.Monotonic;
    }

    private void OnDeadline(Now now, List<DeviceEffect> effects)
    {
        if (State == WebConnectionState.Resolving)
        {
            var took = now.Monotonic - _stepBegan;
            UseAddresses(now, new() { Status = DnsStatus.TimedOut, Name = server.Host, Took = took }, effects);
        }
        else
        {
            Fail(now, StepOfNow(), ChannelEnd.TimedOut, "", tls: null, judgement: null, effects);
        }
    }

    private void BeginStep(Now now, WebConnectionState state, TimeSpan limit)
    {
        State = state;
        _stepBegan = now.Monotonic;
        Deadline = now.Monotonic + limit;
    }
}
