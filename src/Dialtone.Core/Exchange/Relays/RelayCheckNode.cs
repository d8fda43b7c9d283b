using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Core.Exchange.Dns;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Exchange.Relays;

/// <summary>
/// Checks one relay and nothing else: every address of its name, over each transport, all at the same time.
/// </summary>
public sealed class RelayCheckNode : INode
{
    private readonly RelayCheckSettings _settings;
    private readonly IEntropy _entropy;
    private readonly FlowIds _flows = new();
    private readonly DnsResolver _dns;
    private readonly List<DnsAnswered> _answered = [];
    private readonly List<RelayCheck> _checks = [];

    /// <summary>A node that has not begun.</summary>
    public RelayCheckNode(RelayCheckSettings settings, IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _entropy = entropy;
        _dns = new(settings.Dns, entropy, _flows);
    }

    /// <summary>What DNS said of the name; <c>null</c> before that, and where it was not asked.</summary>
    public DnsOutcome? Resolved { get; private set; }

    /// <summary>What each check came to, in the order of the addresses and UDP first; complete once done.</summary>
    public ImmutableArray<RelayOutcome> Outcomes => [.. _checks.Select(check => check.Outcome).OfType<RelayOutcome>()];

    /// <summary>Whether every check has come to its end, or there is no address to check.</summary>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public Instant? Deadline =>
        _checks.Aggregate(_dns.Deadline, (earliest, check) => Instant.Earlier(earliest, check.Deadline));

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        if (input is NetInput.PowerOn)
        {
            Begin(now, effects);
        }
        else
        {
            _ = _dns.Handle(now, input, effects, _answered);
            _checks.ForEach(check => check.Handle(now, input, effects));
        }

        foreach (var (_, outcome) in _answered)
        {
            Resolved = outcome;
            CheckAll(now, outcome.Addresses, effects);
        }

        _answered.Clear();
        IsDone = _checks.TrueForAll(check => check.Outcome is not null) && (_checks.Count > 0 || Resolved is not null);
    }

    private void Begin(Now now, NetEffects effects)
    {
        if (_settings.Address is { } address)
        {
            CheckAll(now, [address], effects);
        }
        else
        {
            _ = _dns.AskAddresses(now, _settings.Host, effects, _answered);
        }
    }

    private void CheckAll(Now now, ImmutableArray<IpAddress> addresses, NetEffects effects)
    {
        foreach (var address in addresses.Take(RelayCheckSettings.AddressesMax))
        {
            Check(now, address, _settings.UdpPort, RelayTransport.Udp, effects);
            Check(now, address, _settings.TcpPort, RelayTransport.Tcp, effects);
        }
    }

    private void Check(Now now, IpAddress address, ushort? port, RelayTransport transport, NetEffects effects)
    {
        if (port is not { } given)
        {
            return;
        }

        var target = new RelayTarget(_settings.Host, new(address, given), transport, _settings.Dialect);
        var check = new RelayCheck(target, _settings.Credentials, _settings.Options, _entropy, _flows);
        _checks.Add(check);
        check.Begin(now, effects);
    }
}
