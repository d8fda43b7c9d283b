using System.Collections.Immutable;
using Dialtone.Core.Certificates;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.Time;

namespace Dialtone.Core.Rehearsal;

/// <summary>
/// One look at the network, to be run as a node until <see cref="IsDone"/>: a device that signs in and out again, or
/// one that only looks. Stores nothing.
/// </summary>
public sealed class ObservationStep : INode
{
    private readonly KeepingJournal _journal = new();
    private readonly NetEffects _wanted = [];
    private readonly DeviceNode? _device;
    private readonly DiscoveryNode? _look;
    private readonly bool _isProbe;
    private bool _leaves;

    private ObservationStep(DeviceSettings settings, IEntropy entropy)
    {
        _look = new(settings, entropy, _journal);
    }

    private ObservationStep(DeviceSettings settings, IEntropy entropy, DeviceMemory? memory, bool isProbe)
    {
        _device = new(settings, entropy, _journal, memory);
        _isProbe = isProbe;
    }

    /// <summary>Everything that was seen.</summary>
    public ImmutableArray<JournalEntry> Journal => [.. _journal.Entries];

    /// <summary>What the device remembers; <c>null</c> where it remembers nothing.</summary>
    public DeviceMemory? Memory => _device?.Device.Memory;

    /// <summary>The certificate that proved the user; <c>null</c> where none did.</summary>
    internal KeptCertificate? Certificate => _device?.Device.Certificate;

    /// <summary>Whether it is over.</summary>
    public bool IsDone => _look?.IsDone ?? _device!.Device.Phase is DevicePhase.BackingOff
        || (_leaves && _device.Device.Phase == DevicePhase.Off);

    /// <inheritdoc/>
    public Instant? Deadline => IsDone ? null : _look is not null ? _look.Deadline : _device!.Deadline;

    /// <inheritdoc/>
    public void Handle(Now now, NetInput input, NetEffects effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        if (_look is not null)
        {
            _look.Handle(now, input, effects);
            return;
        }

        Pass(now, input, effects);
        // What follows a registration names the home of the user; a probe is done with the answer to REGISTER.
        if (!_leaves && _device!.Device is { Phase: DevicePhase.SignedIn } device
            && (_isProbe || !device.AwaitsServices))
        {
            _leaves = true;
            Pass(now, new NetInput.SignOut(), effects);
        }
    }

    internal void Keep(KeptCertificate? certificate)
    {
        if (certificate is not null)
        {
            _device?.Keep(certificate);
        }
    }

    internal static ObservationStep SignIn(DeviceSettings settings, IEntropy entropy, DeviceMemory? memory) =>
        new(settings, entropy, memory, isProbe: false);

    internal static ObservationStep Probe(DeviceSettings settings, IEntropy entropy, DeviceMemory memory) =>
        new(settings, entropy, memory, isProbe: true);

    internal static ObservationStep Look(DeviceSettings settings, IEntropy entropy) => new(settings, entropy);

    private void Pass(Now now, NetInput input, NetEffects effects)
    {
        _wanted.Clear();
        _device!.Handle(now, input, _wanted);
        foreach (var effect in _wanted)
        {
            if (effect is not (NetEffect.Save or NetEffect.SaveCertificate or NetEffect.SaveRoots))
            {
                effects.Add(effect);
            }
        }
    }
}
