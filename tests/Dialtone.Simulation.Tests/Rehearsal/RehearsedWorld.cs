using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.Rehearsal;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Lab.Faults;
using Dialtone.Lab.Scenarios;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Simulation.Tests.Rehearsal;

/// <summary>
/// A deployment and one phone that has signed in there once; what a rehearsal says of it, and what really happens when
/// each outage is made.
/// </summary>
internal sealed class RehearsedWorld
{
    // Longer than any first round of a phone: discovery, every candidate, memory.
    private static readonly TimeSpan RoundMax = TimeSpan.FromMinutes(5);

    private readonly SimWorld _world;
    private readonly SimDeployment _lab;
    private readonly SimNode _place;

    public RehearsedWorld(Deployment deployment, string user, DeviceProfile profile, bool useDhcp = true)
    {
        _world = new SimWorld(seed: 1);
        _lab = new SimDeployment(_world, deployment);
        var address = IpAddress.V4(192, 0, 2, 50);
        var account = deployment.Accounts.First(account => account.User == user);
        Settings = SimulatedPhone.Settings(deployment, 0, account, address, kind: profile) with
        {
            UseDhcp = useDhcp,
        };
        _place = _world.Place(
            _world.AddHost("phone", address, SimulatedPhone.LinkLocalOf(address)), "phone", new NobodyThere());
        _world.RunTo(_world.Time + TimeSpan.FromSeconds(1));
    }

    public DeviceSettings Settings { get; }

    private Now Now => _world.NowAt(_place.Host);

    /// <summary>Signs in as a phone does, and switches it off; what it remembers then.</summary>
    public DeviceMemory SignIn()
    {
        var (_, memory) = Boot(null);
        return memory.ShouldNotBeNull("with nothing broken a phone signs in");
    }

    /// <summary>REGISTERs that the pools were sent.</summary>
    public long Registers => _lab.Nodes.Registrars.Sum(registrar => registrar.Observed.Registers);

    /// <summary>The phone of the same endpoint, which signs in elsewhere and stays so; its journal.</summary>
    public IReadOnlyList<JournalEntry> StaySignedIn(DeviceMemory memory)
    {
        var journal = new KeepingJournal();
        var node = new DeviceNode(Settings, _world.EntropyFor("other"), journal, memory);
        _world.PowerOn(_world.Place(_world.AddHost("other", IpAddress.V4(192, 0, 2, 99)), "other", node));
        _world.RunUntil(() => node.Device.Phase == DevicePhase.SignedIn, _world.Time + RoundMax).ShouldBeTrue();
        return journal.Entries;
    }

    /// <summary>Whether the endpoint of the phone is registered with a pool.</summary>
    public bool IsBound(string user)
    {
        var instance = $"<urn:uuid:{EndpointIdentity.Instance(Settings.Epid)}>";
        return _lab.Nodes.Pool01Directory.IsBound(user, instance, _world.Time)
            || _lab.Nodes.Pool02Directory.IsBound(user, instance, _world.Time);
    }

    /// <summary>Looks at everything.</summary>
    public Observation Look(DeviceMemory? memory)
    {
        var observation = new Observation(Settings, memory, _world.EntropyFor("observation"));
        while (observation.Next() is { } step)
        {
            _world.PowerOn(_place, step);
            _world.RunUntil(() => step.IsDone, _world.Time + RoundMax).ShouldBeTrue("a look comes to an end");
            _world.Stop(_place);
        }

        return observation;
    }

    /// <summary>Rehearses every outage.</summary>
    public RehearsalReport Rehearse(DeviceMemory? memory) => RehearsalReport.Of(
        Settings, memory, Look(memory), Now.WallClock, _world.EntropyFor("rehearsal"));

    /// <summary>Rehearses one.</summary>
    public RehearsedSignIn Rehearse(DeviceMemory? memory, Observation observation, Outage outage) => RehearsalRun.Boot(
        Settings, memory, observation.Network, outage, OutageManner.Refusing, Now.WallClock,
        _world.EntropyFor("rehearsal"));

    /// <summary>Really breaks it, and boots a phone.</summary>
    public ImmutableArray<JournalEntry> Boot(Outage outage, OutageManner manner, DeviceMemory? memory)
    {
        var fault = OutageFault.Of(outage, manner);
        _lab.Switch(fault, true);
        _world.RunTo(_world.Time + TimeSpan.FromMinutes(1));
        var (journal, _) = Boot(memory);
        _lab.Switch(fault, false);
        _world.RunTo(_world.Time + TimeSpan.FromMinutes(5));
        return journal;
    }

    /// <summary>
    /// Signs a phone in, then really breaks it; what the phone sees from then on, a quarter of an hour long.
    /// </summary>
    public ImmutableArray<JournalEntry> Stay(Outage outage, DeviceMemory? memory)
    {
        var journal = new KeepingJournal();
        var node = new DeviceNode(Settings, _world.EntropyFor("phone"), journal, memory);
        _world.PowerOn(_place, node);
        _world.RunTo(_world.Time + TimeSpan.FromMinutes(2));
        node.Device.Phase.ShouldBe(DevicePhase.SignedIn);
        var before = journal.Entries.Count;
        var fault = OutageFault.Of(outage, OutageManner.Silent);
        _lab.Switch(fault, true);
        _world.RunTo(_world.Time + TimeSpan.FromMinutes(15));
        var seen = journal.Entries.Skip(before).ToImmutableArray();
        _world.Stop(_place);
        _lab.Switch(fault, false);
        _world.RunTo(_world.Time + TimeSpan.FromMinutes(15));
        return seen;
    }

    private (ImmutableArray<JournalEntry> Journal, DeviceMemory? Memory) Boot(DeviceMemory? memory)
    {
        var journal = new KeepingJournal();
        var node = new DeviceNode(Settings, _world.EntropyFor("phone"), journal, memory);
        _world.PowerOn(_place, node);
        _world.RunUntil(
            () => node.Device.Phase is DevicePhase.SignedIn or DevicePhase.BackingOff, _world.Time + RoundMax)
            .ShouldBeTrue("a phone signs in, or has tried everything");
        var found = journal.Entries.ToImmutableArray();
        _world.RunTo(_world.Time + TimeSpan.FromSeconds(5));
        var (remembered, signedIn) = (node.Device.Memory, node.Device.Phase == DevicePhase.SignedIn);
        if (signedIn)
        {
            _world.Tell(_place, new NetInput.SignOut());
            _world.RunTo(_world.Time + TimeSpan.FromSeconds(10));
        }

        _world.Stop(_place);
        return (found, remembered);
    }

    private sealed class NobodyThere : INode
    {
        public Instant? Deadline => null;

        public void Handle(Now now, NetInput input, NetEffects effects)
        {
        }
    }
}
