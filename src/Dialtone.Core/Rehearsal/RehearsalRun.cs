using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Journal;
using Dialtone.Core.Memory;
using Dialtone.Core.Net;
using Dialtone.Core.Time;

namespace Dialtone.Core.Rehearsal;

/// <summary>
/// A device switched on in an observed network of which something is declared dead: the same device that signs in on
/// the real one, with the same settings and memory, in time that costs nothing.
/// </summary>
public sealed class RehearsalRun
{
    // A sign-in takes some dozens; a device that is woken for ever would be a defect.
    private const int EventsMax = 10_000;

    // A registration that is lost sooner after it came to stand is taken for one that a server gives and takes back.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    private readonly KeepingJournal _journal = new();
    private readonly List<DeviceEffect> _effects = [];
    private readonly RehearsedNetwork _network;
    private readonly Device _device;
    private Now _now;

    private RehearsalRun(
        DeviceSettings settings, DeviceMemory? memory, ObservedNetwork observed, DateTimeOffset wallClock,
        IEntropy entropy)
    {
        _device = new(WithoutLyncdiscover(settings), entropy, _journal, new FlowIds(), memory);
        _network = new(settings, observed);
        _now = new(Instant.Zero, wallClock);
    }

    /// <summary>
    /// A device that boots in the outage, from power-on to registered, or to the end of everything that there is to try
    /// once.
    /// </summary>
    /// <param name="settings">What the device is told.</param>
    /// <param name="memory">What it remembers; <c>null</c> for a new one.</param>
    /// <param name="observed">The network as it was seen.</param>
    /// <param name="outage">What is declared dead of it.</param>
    /// <param name="manner">How what is dead behaves.</param>
    /// <param name="wallClock">The device's clock.</param>
    /// <param name="entropy">The device's chance.</param>
    public static RehearsedSignIn Boot(
        DeviceSettings settings, DeviceMemory? memory, ObservedNetwork observed, Outage outage, OutageManner manner,
        DateTimeOffset wallClock, IEntropy entropy)
    {
        var run = new RehearsalRun(settings, memory, observed, wallClock, entropy);
        run._network.Break(run._now, outage, manner);
        run.Give(new DeviceInput.PowerOn());
        run.GoOn(() => run._device.Phase is DevicePhase.SignedIn or DevicePhase.BackingOff);
        return new([.. run._journal.Entries], [.. run._network.Unseen]);
    }

    /// <summary>
    /// A device that is signed in when the outage begins, from the moment at which it notices what is dead: to the
    /// renewal of its registration, another registration, or the end of everything that there is to try once. Where one
    /// address of a pool dies, it is signed in there.
    /// </summary>
    /// <returns><c>null</c> where it does not come to be signed in even with nothing dead.</returns>
    /// <inheritdoc cref="Boot" path="/param"/>
    public static RehearsedStay? Stay(
        DeviceSettings settings, DeviceMemory? memory, ObservedNetwork observed, Outage outage, OutageManner manner,
        DateTimeOffset wallClock, IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(outage);
        var run = new RehearsalRun(settings, memory, observed, wallClock, entropy);
        var elsewhere = new Outage(OutageKind.Nothing) { Addresses = outage.Others };
        run._network.Break(run._now, elsewhere, OutageManner.Refusing);
        run.Give(new DeviceInput.PowerOn());
        run.GoOn(() => run._device.Phase is DevicePhase.SignedIn or DevicePhase.BackingOff);
        if (run._device.Phase != DevicePhase.SignedIn)
        {
            return null;
        }

        run.Wait(Settled);
        var before = run._journal.Entries.Count;
        var began = run._now.Monotonic;
        run._network.Break(run._now, outage, manner);
        run.GoOn(() => run._device.Phase == DevicePhase.BackingOff
            || run._journal.Entries.Skip(before).Any(entry => entry is JournalEntry.Registered));
        return new([.. run._journal.Entries.Skip(before)], run._now.Monotonic - began);
    }

    private void Give(DeviceInput input)
    {
        _effects.Clear();
        _device.Handle(_now, input, _effects);
        _effects.ForEach(effect => _network.Perform(_now, effect));
    }

    private void Wait(TimeSpan time)
    {
        var end = _now.Monotonic + time;
        GoOn(() => !(Instant.Earlier(_network.Next, _device.Deadline) <= end));
        MoveTo(end);
    }

    private void MoveTo(Instant moment) =>
        _now = moment > _now.Monotonic ? new(moment, _now.WallClock + (moment - _now.Monotonic)) : _now;

    private void GoOn(Func<bool> isOver)
    {
        for (var events = 0; !isOver(); events++)
        {
            if (events == EventsMax || Instant.Earlier(_network.Next, _device.Deadline) is not { } next)
            {
                throw new InvalidOperationException($"The device came to no end, in phase {_device.Phase}.");
            }

            MoveTo(next);
            if (_network.Next > _now.Monotonic || _network.Next is null)
            {
                Give(new DeviceInput.DeadlineReached());
            }
            else if (_network.Take() is { } input)
            {
                Give(input);
            }
        }
    }

    // Web Services are not among what was observed; what stands below them on the ladder is.
    private static DeviceSettings WithoutLyncdiscover(DeviceSettings settings)
    {
        var ladder = settings.Profile.Ladder;
        return settings with
        {
            Profile = settings.Profile with
            {
                Ladder = domain => ladder(domain).RemoveAll(static rung => rung.WaitsForLyncdiscover),
            },
        };
    }
}
