using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dhcp;
using Dialtone.Core.Exchange.Dhcp6;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Exchange.Relays;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dns;

namespace Dialtone.Core.Devices;

/// <summary>
/// The questions that a device has out: DNS, DHCP and Media Relays as effects and inputs of a <see cref="Device"/>.
/// </summary>
internal sealed class Questions(DeviceSettings settings, IEntropy entropy, FlowIds flows)
{
    private readonly DnsResolver _dns = new(settings.Dns, entropy, flows);
    private readonly Dictionary<DnsRequestId, DnsQuestion> _records = [];
    private readonly Dictionary<DnsRequestId, HostName> _names = [];
    private readonly List<DnsAnswered> _answered = [];
    private readonly List<RelayCheck> _relays = [];
    private DhcpInform? _dhcp;
    private Dhcp6InformationRequest? _dhcp6;
    private bool _dhcpTold;
    private DhcpOutcome? _dhcpHeard;
    private bool _dhcp6Told;

    /// <summary>When the earliest of them wants to be told the time.</summary>
    public Instant? Deadline
    {
        get
        {
            var earliest = Instant.Earlier(_dns.Deadline, Instant.Earlier(_dhcp?.Deadline, _dhcp6?.Deadline));
            foreach (var relay in _relays)
            {
                earliest = Instant.Earlier(earliest, relay.Deadline);
            }

            return earliest;
        }
    }

    /// <summary>What it asks by.</summary>
    public DeviceSettings Settings => settings;

    /// <summary>Whether no question is out; what was answered may still be known.</summary>
    public bool HasNoneOut => _dhcp is null && _dhcp6 is null && _records.Count == 0 && _names.Count == 0;

    /// <summary>Whether nothing is asked and nothing is known: another may then take its place.</summary>
    public bool IsIdle => _dhcp is null && _dhcp6 is null && _relays.Count == 0 && _dns.IsIdle;

    /// <summary>
    /// Everything that DHCP brought, once it has been listened to for its whole time; <c>null</c> until then.
    /// </summary>
    public DhcpOutcome? DhcpOutcome => _dhcp?.Outcome;

    /// <summary>The same of DHCPv6.</summary>
    public Dhcp6Outcome? Dhcp6Outcome => _dhcp6?.Outcome;

    /// <summary>Puts a question if the effect is one; answers that are known already are queued at once.</summary>
    /// <returns>Whether the effect was a question.</returns>
    public bool Perform(Now now, DeviceEffect effect, NetEffects effects, Queue<DeviceInput> answers)
    {
        switch (effect)
        {
            case DeviceEffect.AskDns ask:
                _records[_dns.Ask(now, ask.Question.Name.Host, ask.Question.Type, effects, _answered)] = ask.Question;
                break;
            case DeviceEffect.AskAddresses ask:
                _names[_dns.AskAddresses(now, ask.Name, effects, _answered, ask.Via)] = ask.Name;
                break;
            case DeviceEffect.AskDhcp:
                var options = settings.Dhcp with { Purpose = settings.Profile.Dhcp };
                _dhcp = new DhcpInform(options, settings.DhcpInterface!, entropy, flows);
                (_dhcpTold, _dhcpHeard) = (false, null);
                _dhcp.Begin(now, effects);
                break;
            case DeviceEffect.AskDhcp6:
                _dhcp6 = new Dhcp6InformationRequest(settings.Dhcp6.Options, settings.Dhcp6.Interface!, entropy, flows);
                _dhcp6Told = false;
                _dhcp6.Begin(now, effects);
                break;
            case DeviceEffect.CheckRelay check:
                _relays.Add(new(check.Target, check.Credentials, new(), entropy, flows));
                _relays[^1].Begin(now, effects);
                break;
            case DeviceEffect.StopAsking:
                Stop(now, effects);
                break;
            case DeviceEffect.FlushAnswers:
                _dns.Flush();
                break;
            default:
                return false;
        }

        Take(answers);
        return true;
    }

    /// <summary>Passes an input on and queues the answers that it completes.</summary>
    public void Handle(Now now, NetInput input, NetEffects effects, Queue<DeviceInput> answers)
    {
        _ = _dns.Handle(now, input, effects, _answered);
        _ = _dhcp?.Handle(now, input, effects);
        _ = _dhcp6?.Handle(now, input, effects);
        _relays.ForEach(relay => relay.Handle(now, input, effects));
        Take(answers);
    }

    private void Take(Queue<DeviceInput> answers)
    {
        foreach (var (request, outcome) in _answered)
        {
            if (_records.Remove(request, out var question))
            {
                answers.Enqueue(new DeviceInput.DnsAnswered(question, outcome));
            }
            else if (_names.Remove(request, out var name))
            {
                answers.Enqueue(new DeviceInput.AddressesAnswered(name, outcome));
            }
        }

        _answered.Clear();
        foreach (var relay in _relays)
        {
            if (relay.Outcome is { } outcome)
            {
                answers.Enqueue(new DeviceInput.RelayChecked(outcome));
            }
        }

        _ = _relays.RemoveAll(relay => relay.Outcome is not null);
        if (!_dhcpTold && _dhcp?.Usable is { } usable)
        {
            _dhcpTold = true;
            answers.Enqueue(new DeviceInput.DhcpAnswered(usable));
        }
        else if (_dhcp?.Heard is { } heard && heard != _dhcpHeard)
        {
            // Another server, which changes nothing but what is known of them.
            _dhcpHeard = heard;
            answers.Enqueue(new DeviceInput.DhcpAnswered(heard));
        }

        if (!_dhcp6Told && _dhcp6?.Usable is { } usable6)
        {
            _dhcp6Told = true;
            answers.Enqueue(new DeviceInput.Dhcp6Answered(usable6));
        }
    }

    private void Stop(Now now, NetEffects effects)
    {
        foreach (var request in _records.Keys.Concat(_names.Keys))
        {
            _dns.Cancel(request, effects);
        }

        _records.Clear();
        _names.Clear();
        _dhcp?.Abandon(now, effects);
        _dhcp = null;
        _dhcp6?.Abandon(now, effects);
        _dhcp6 = null;
        _relays.ForEach(relay => relay.Abandon(now, effects));
        _relays.Clear();
    }
}
