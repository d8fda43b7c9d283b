using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Net;
using Dialtone.Core.Profiles;
using Dialtone.Core.Time;
using Dialtone.Lab.World;
using Dialtone.Wire.Addresses;

namespace Dialtone.Lab.Scenarios;

/// <summary>Makes the node of a simulated device; a test of the checks makes one with a planted fault.</summary>
/// <param name="settings">What it is told.</param>
/// <param name="entropy">Its chance.</param>
/// <param name="journal">Where it writes.</param>
/// <param name="stored">What it stored before.</param>
public delegate INode DeviceFactory(
    DeviceSettings settings, IEntropy entropy, IJournal journal, ReadOnlyMemory<byte>? stored);

/// <summary>
/// One run: a deployment, one to five devices, an hour of trouble, half an hour of calm; watched at every event. A run
/// is its options and nothing else, so that a seed can be looked at again.
/// </summary>
public sealed class SimulationRun
{
    /// <summary>The network for measurements (RFC 2544): the one block for documentation has no room for all.</summary>
    private const int FollowersOneIn = 3;
    private const uint FirstAddress = (198u << 24) | (18u << 16) | 1;

    /// <summary>Endpoints of one user: fewer than a pool takes, so that none pushes another out.</summary>
    private const int EndpointsPerUser = 3;

    private readonly SimulationOptions _options;
    private readonly DeviceFactory _make;
    private readonly SimWorld _world;
    private readonly SimDeployment _lab;
    private readonly List<SimulationFinding> _findings = [];
    private readonly ImmutableArray<LabAccount> _accounts;
    private readonly ImmutableArray<DeviceWatch> _devices;

    /// <summary>A run that is ready to begin.</summary>
    /// <param name="options">What happens in it.</param>
    /// <param name="make">Makes devices; <c>null</c> for the device itself.</param>
    /// <param name="looker">Is told every journal entry, with the device's name; <c>null</c> for nobody.</param>
    public SimulationRun(
        SimulationOptions options, DeviceFactory? make = null, Action<string, JournalEntry>? looker = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _make = make ?? DeviceNode.WithStored;
        _world = new(options.Seed) { Weather = options.Weather };
        _lab = new(_world, DeploymentOf(options));
        if (options.ServerClockError != TimeSpan.Zero)
        {
            _lab.ShiftCertificates(options.ServerClockError);
        }

        _accounts = [.. _lab.Nodes.Deployment.Accounts.Where(account => !account.Disabled)];
        _devices = [.. Enumerable.Range(0, options.ClockErrors.Length).Select(i => PlaceDevice(i, looker))];
        _world.Watcher = (node, now, input, effects) =>
        {
            if (node.Index >= _lab.Places.Length)
            {
                _devices[node.Index - _lab.Places.Length].OnHandled(now, input, effects);
            }
        };
    }

    /// <summary>The world, for who wants to look.</summary>
    public SimWorld World => _world;

    /// <summary>The deployment, for who wants to meddle.</summary>
    public SimDeployment Lab => _lab;

    /// <summary>Makes the run and says what came of it.</summary>
    public SimulationReport Run()
    {
        Schedule();
        try
        {
            _world.RunTo(Instant.Zero + SimulationOptions.Chaos);
            BeginCalm();
            _world.RunTo(Instant.Zero + SimulationOptions.Chaos + SimulationOptions.Calm);
            Conclude();
        }
        catch (Exception defect)
        {
            Add("", SimulationCheck.Defect, $"{defect.GetType().Name}: {defect.Message} {FirstFrame(defect)}");
        }

        return new()
        {
            Seeds = 1,
            Simulated = _world.Time.SinceStart * _devices.Length,
            Events = _world.Events,
            SignIns = _devices.Sum(device => device.SignIns),
            Trace = SimulationReport.Fold(_options.Seed, _world.Trace),
            Findings = [.. _findings],
        };
    }

    private DeviceWatch PlaceDevice(int index, Action<string, JournalEntry>? looker)
    {
        var name = $"phone{index + 1}";
        var host = _world.AddHost(name, IpAddress.V4(FirstAddress + (uint)index));
        host.ClockError = _options.ClockErrors[index];
        var account = _accounts[index % _accounts.Length];
        var settings = SimulatedPhone.Settings(
            _lab.Nodes.Deployment, index, account, host.Addresses[0],
            kind: _options.StandardDevices.Contains(index) ? DeviceProfile.Sip : _options.Profile) with
        {
            Racing = _options.Racing,
            LearnsRoots = _options.LearnsRoots,
            // One in three: what is followed costs a world many events.
            FollowsPresence = index % FollowersOneIn == 0,
        };
        settings = settings with { Timings = settings.Timings with { Ping = _options.Ping } };
        settings = settings.Profile.Dialect == SipDialect.Standard
            ? settings with { Failback = _options.Failback } : settings;
        return new(_world, _lab, host, settings, account, _findings, looker);
    }

    private static Deployment DeploymentOf(SimulationOptions options)
    {
        var pools = options.HasBalancer ? Deployment.Contoso.WithBalancer() : Deployment.Contoso;
        pools = options.Schemes.IsEmpty ? pools : pools with { Schemes = options.Schemes };
        var contoso = (options.HasDirector ? pools.WithDirector() : pools) with
        {
            ProvisionsBriefly = true,
            FailureDetectionInterval = options.FailureDetection,
            FailbackDetectionInterval = options.FailbackDetection,
        };
        var wanted = options.ClockErrors.Length / EndpointsPerUser;
        return wanted <= contoso.Accounts.Length
            ? contoso
            : contoso with
            {
                Accounts =
                [
                    .. contoso.Accounts,
                    .. Enumerable.Range(1, wanted).Select(i => new LabAccount($"user{i}", $"Dial-Tone-{i}0")),
                ],
            };
    }

    private void Schedule()
    {
        foreach (var device in _devices)
        {
            var watch = device;
            _world.At(Instant.Zero + _world.EntropyFor(watch.Name).Between(TimeSpan.Zero, TimeSpan.FromSeconds(30)),
                () => watch.Boot(_make));
        }

        foreach (var window in _options.Faults)
        {
            _world.At(window.From, () => _lab.Switch(window.Fault, true));
            _world.At(window.To, () => _lab.Switch(window.Fault, false));
        }

        foreach (var outage in _options.Outages)
        {
            _world.At(outage.From, () => _lab.Lose(outage.Place));
            _world.At(outage.To, () => _lab.Return(outage.Place));
        }

        foreach (var clog in _options.Clogs)
        {
            var host = _lab.PlaceOf(clog.Place).Host;
            _world.At(clog.From, () => host.Clogged = true);
            _world.At(clog.To, () => host.Clogged = false);
        }

        foreach (var window in _options.Partitions)
        {
            var (device, server) = (_devices[window.Device].Host, _lab.PlaceOf(window.Place).Host);
            _world.At(window.From, () => _world.Part(device, server));
            _world.At(window.To, () => _world.Join(device, server));
        }

        foreach (var step in _options.ClockSteps)
        {
            var device = _devices[step.Device].Host;
            _world.At(step.At, () => device.ClockError = step.Error);
        }

        foreach (var mishap in _options.Mishaps)
        {
            var watch = _devices[mishap.Device];
            _world.At(mishap.At, () => watch.Befall(mishap.Kind));
            if (mishap.Kind != MishapKind.NetworkChange)
            {
                _world.At(mishap.Back, () => watch.Boot(_make));
            }
        }
    }

    private void BeginCalm()
    {
        _world.Weather = Weather.Calm;
        // Windows that reach into the calm are still in the queue: their ends do no harm, and none of them begins
        // there.
        _lab.Mend();
        if (_options.ServerClockError != TimeSpan.Zero)
        {
            _lab.ShiftCertificates(TimeSpan.Zero);
        }

        foreach (var window in _options.Partitions)
        {
            _world.Join(_devices[window.Device].Host, _lab.PlaceOf(window.Place).Host);
        }

        foreach (var device in _devices)
        {
            device.BeginCalm();
        }
    }

    private void Conclude()
    {
        if (_world.Spinning is { } node)
        {
            Add(node.Name, SimulationCheck.Defect, "turns in a circle without time passing");
        }

        foreach (var device in _devices)
        {
            device.Conclude();
        }
    }

    private void Add(string device, SimulationCheck check, string what) =>
        _findings.Add(new(_options.Seed, _world.Time, device, check, what));

    private static string FirstFrame(Exception defect) =>
        defect.StackTrace?.Split('\n') is [var first, ..] ? first.Trim() : "";
}
