using System.Text;
using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.SignIn;
using Dialtone.Core.Time;
using Dialtone.Core.Profiles;
using Dialtone.Lab.World;

namespace Dialtone.Lab.Scenarios;

/// <summary>
/// A device of a run and who watches it: reads its journal entry by entry and its effects one by one, and notes what
/// must never be. Knows nothing of the device's insides.
/// </summary>
internal sealed partial class DeviceWatch : IJournal
{
    /// <summary>Findings of one device after which the watch stops noting: the first are the ones to read.</summary>
    private const int FindingsMax = 8;

    private static readonly TimeSpan PauseAfterCut = TimeSpan.FromSeconds(20);

    private readonly SimWorld _world;
    private readonly SimDeployment _lab;
    private readonly SimHost _host;
    private readonly DeviceSettings _settings;
    private readonly LabAccount _account;
    private readonly byte[] _password;
    private readonly List<SimulationFinding> _findings;
    private readonly Action<string, JournalEntry>? _looker;
    private readonly bool _isStandard;
    private readonly SeededEntropy _chance;
    private readonly string _instance;
    private int _noted;
    private bool _isSignedIn;
    private bool _wasSignedInSinceCalm;
    private bool _isOff = true;
    private bool _leaves;
    private MishapKind? _armed;
    private DeviceFactory? _make;

    public DeviceWatch(
        SimWorld world, SimDeployment lab, SimHost host, DeviceSettings settings, LabAccount account,
        List<SimulationFinding> findings, Action<string, JournalEntry>? looker)
    {
        (_world, _lab, _host, _settings) = (world, lab, host, settings);
        (_account, _password) = (account, Encoding.UTF8.GetBytes(account.Password));
        (_findings, _looker) = (findings, looker);
        _isStandard = settings.Profile.Dialect == SipDialect.Standard;
        _instance = $"<urn:uuid:{EndpointIdentity.Instance(settings.Epid)}>";
        Place = world.Place(host, host.Name, new Nobody());
        _chance = world.EntropyFor($"{host.Name} mishaps");
    }

    public string Name => _host.Name;

    public SimHost Host => _host;

    public long SignIns { get; private set; }

    private SimNode Place { get; }

    /// <summary>
    /// Switches the device on, with what it stored before; one that still runs is switched off first.
    /// </summary>
    public void Boot(DeviceFactory make)
    {
        if (Place.IsRunning)
        {
            CutPower();
        }

        CheckStored();
        ForgetBoot();
        (_isOff, _make) = (false, make);
        var settings = Place.StoredRoots is { } roots
            && LearnedRootsFormat.TryRead(roots.Span, _settings.Account.Domain, out var learned, out _)
            ? _settings with { Roots = learned } : _settings;
        var node = make(settings, _world.EntropyFor($"{Name} {Place.Life}"), this, Place.Stored);
        _world.PowerOn(Place, node);
    }

    public void Befall(MishapKind kind)
    {
        switch (kind)
        {
            case MishapKind.PowerCut when Place.IsRunning:
                CutPower();
                break;
            case MishapKind.SignOut when Place.IsRunning:
                _leaves = true;
                _world.Tell(Place, new NetInput.SignOut());
                break;
            case MishapKind.NetworkChange when Place.IsRunning:
                _world.Tell(Place, new NetInput.NetworkChanged(_host.Addresses));
                break;
            case MishapKind.PowerCutWhileDoing or MishapKind.PowerCutWhileSaving:
                _armed = kind;
                break;
            default:
                break;
        }
    }

    public void BeginCalm()
    {
        _host.ClockError = TimeSpan.Zero;
        _wasSignedInSinceCalm = _isSignedIn;
    }

    /// <summary>
    /// After the calm. "Was signed in at some moment since the calm began": at the very end it may be refreshing.
    /// </summary>
    public void Conclude()
    {
        if (!_wasSignedInSinceCalm)
        {
            Note(SimulationCheck.Liveness,
                $"not signed in within {SimulationOptions.Calm} of calm; last entry: {_last}");
        }

        CheckBinding();
        CheckHome();
        CheckContacts();
    }

    public void Write(JournalEntry entry)
    {
        _looker?.Invoke(Name, entry);
        _world.Mark((ulong)entry.At.Ticks);
        foreach (var c in entry.GetType().Name)
        {
            _world.Mark(c);
        }

        Read(entry);
        ReadContacts(entry);
        _last = entry;
    }

    private void CutPower()
    {
        _world.PowerCut(Place);
        _isSignedIn = false;
        _isOff = true;
    }

    /// <summary>Cuts the power in the midst of what the device does now, where a mishap waits for that.</summary>
    private void CutWhileDoing(NetEffects effects)
    {
        if (_armed == MishapKind.PowerCutWhileDoing)
        {
            (_armed, _isSignedIn, _isOff) = (null, false, true);
            Place.CutPowerAfter((int)_chance.Below((uint)effects.Count + 1));
            _world.At(_world.Time + PauseAfterCut, BootUnlessRunning);
        }
        else if (_armed == MishapKind.PowerCutWhileSaving && effects.Any(effect => effect is NetEffect.Save))
        {
            _armed = null;
            // Storing takes five milliseconds; sometimes it is just done.
            var life = Place.Life;
            _world.At(_world.Time + _chance.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(6)), () =>
            {
                if (Place.IsRunning && Place.Life == life)
                {
                    CutPower();
                    _world.At(_world.Time + PauseAfterCut, BootUnlessRunning);
                }
            });
        }
    }

    private void BootUnlessRunning()
    {
        if (!Place.IsRunning)
        {
            Boot(_make!);
        }
    }

    /// <summary>What is stored is one of the memories that were handed over, or what was there before them.</summary>
    private void CheckStored()
    {
        if (!IsWhole(Place.Stored) && !_mayBeTorn)
        {
            Note(SimulationCheck.Memory, "what is stored was never handed over");
        }
    }

    /// <summary>
    /// A device that begins remembers all that was stored, or nothing: where the power was cut while storing, never a
    /// mixture of the old and the new.
    /// </summary>
    private void CheckMemoryAtStart(JournalEntry.PoweredOn entry)
    {
        ReadOnlyMemory<byte>? remembered = null;
        if (entry.Memory is { } memory)
        {
            remembered = DeviceMemoryFormat.Write(memory);
        }

        if (!Equal(remembered, _wasSetAside ? null : Place.Stored))
        {
            Note(SimulationCheck.Memory, "the device does not remember what was stored");
        }

        if (remembered is not null && !IsWhole(remembered))
        {
            Note(SimulationCheck.Memory, "the device remembers what was never handed over");
        }

        var isWhole = IsWhole(Place.Stored);
        if (_wasSetAside && isWhole)
        {
            Note(SimulationCheck.Memory, "sound memory was set aside");
        }

        _durable.Clear();
        if (isWhole)
        {
            _durable.Add(Place.Stored);
        }
    }

    private bool IsWhole(ReadOnlyMemory<byte>? stored) =>
        _durable.Count == 0 ? stored is null : _durable.Exists(one => Equal(one, stored));

    private static bool Equal(ReadOnlyMemory<byte>? left, ReadOnlyMemory<byte>? right) =>
        left is { } one ? right is { } other && one.Span.SequenceEqual(other.Span) : right is null;

    private void Note(SimulationCheck check, string what)
    {
        if (_noted++ < FindingsMax)
        {
            _findings.Add(new(_world.Seed, _world.Time, Name, check, what));
        }
    }

    /// <summary>What is at a device's place before its first start.</summary>
    private sealed class Nobody : INode
    {
        public Instant? Deadline => null;

        public void Handle(Now now, NetInput input, NetEffects effects)
        {
        }
    }
}
