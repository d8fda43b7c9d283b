using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Discovery;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Devices;

/// <summary>
/// A device that only looks: asks everything that a phone asks, waits for every answer (all DHCP servers among them),
/// resolves every name that was found, and connects to nothing. The same stages as <see cref="Device"/>.
/// </summary>
public sealed class DiscoveryNode : INode
{
    private readonly IJournal _journal;
    private readonly DiscoveryStage _stage;
    private readonly Questions _questions;
    private readonly Queue<DeviceInput> _inputs = [];
    private readonly List<DeviceEffect> _wanted = [];
    private readonly HashSet<HostName> _unresolved = [];
    private ImmutableArray<Candidate> _plan = [];
    private bool _dhcpOut;
    private bool _dhcp6Out;

    /// <summary>A device that has not begun to look.</summary>
    public DiscoveryNode(DeviceSettings settings, IEntropy entropy, IJournal journal)
    {
        _journal = journal;
        ArgumentNullException.ThrowIfNull(settings);
        // Whoever wants to see everything waits for everything.
        var patient = settings with { Profile = settings.Profile with { SourcePatience = null } };
        // Lyncdiscover answers to a user who is proved, over connections.
        var ladder = settings.Profile.Ladder(settings.Account.Domain)
            .RemoveAll(static rung => rung.WaitsForLyncdiscover);
        var flows = new FlowIds();
        _stage = new DiscoveryStage(patient, Cycle.Scratch, ladder, entropy, journal, flows);
        _questions = new Questions(settings, entropy, flows);
    }

    /// <summary>What a phone would try, in order; complete once <see cref="IsDone"/>.</summary>
    public ImmutableArray<Candidate> Plan => _plan;

    /// <summary>Whether any name of the plan has an address.</summary>
    public bool AnyResolved { get; private set; }

    /// <summary>Whether every answer is in.</summary>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public Instant? Deadline => IsDone ? null : Instant.Earlier(_stage.Deadline, _questions.Deadline);

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        if (input is NetInput.PowerOn)
        {
            _stage.Begin(now, _wanted);
            _dhcpOut = _wanted.OfType<DeviceEffect.AskDhcp>().Any();
            _dhcp6Out = _wanted.OfType<DeviceEffect.AskDhcp6>().Any();
            PerformWanted(now, effects);
        }
        else
        {
            _questions.Handle(now, input, effects, _inputs);
        }

        while (_inputs.TryDequeue(out var answer))
        {
            Take(now, answer);
        }

        if (_dhcpOut && _questions.DhcpOutcome is { } dhcp)
        {
            _dhcpOut = false;
            _stage.OnDhcp(now, dhcp);
        }

        if (_dhcp6Out && _questions.Dhcp6Outcome is { } dhcp6)
        {
            _dhcp6Out = false;
            _stage.OnDhcp6(now, dhcp6);
        }

        _stage.OnDeadline(now, _wanted);
        Resolve(now, effects);
        IsDone = _stage.Done && _unresolved.Count == 0;
    }

    private void Take(Now now, DeviceInput answer)
    {
        switch (answer)
        {
            case DeviceInput.DnsAnswered dns:
                _stage.OnDns(now, dns.Question, dns.Outcome);
                break;
            case DeviceInput.AddressesAnswered addresses when _unresolved.Remove(addresses.Name):
                AnyResolved |= !addresses.Outcome.Addresses.IsEmpty;
                var candidate = _plan.First(each => each.Host == addresses.Name && each.Address is null);
                _journal.Write(
                    new JournalEntry.Resolved(now.Monotonic, candidate, addresses.Outcome, FromMemory: false));
                break;
            default:
                break;
        }
    }

    private void Resolve(Now now, NetEffects effects)
    {
        for (var found = _stage.TakeDecided(now, _wanted);
            !found.IsEmpty || _wanted.Count > 0;
            found = _stage.TakeDecided(now, _wanted))
        {
            foreach (var candidate in found)
            {
                if (candidate.Address is not null || IpAddress.TryParse(candidate.Host.Text, out _))
                {
                    // A phone does not ask DNS for what is an address already.
                    AnyResolved = true;
                }
                else if (_plan.All(earlier => earlier.Host != candidate.Host || earlier.Address is not null))
                {
                    _ = _unresolved.Add(candidate.Host);
                    _wanted.Add(new DeviceEffect.AskAddresses(candidate.Host, candidate.Via));
                }

                _plan = _plan.Add(candidate);
            }

            PerformWanted(now, effects);
            while (_inputs.TryDequeue(out var known))
            {
                Take(now, known);
            }
        }
    }

    private void PerformWanted(Now now, NetEffects effects)
    {
        foreach (var effect in _wanted)
        {
            _ = _questions.Perform(now, effect, effects, _inputs);
        }

        _wanted.Clear();
    }
}
