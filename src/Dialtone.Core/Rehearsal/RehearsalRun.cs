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
public static class RehearsalRun
{
    // A sign-in takes some dozens; a device that is woken for ever would be a defect.
    private const int EventsMax = 10_000;

    /// <summary>Runs it from power-on to registered, or to the end of everything that there is to try once.</summary>
    /// <param name="settings">What the device is told.</param>
    /// <param name="memory">What it remembers; <c>null</c> for a new one.</param>
    /// <param name="observed">The network as it was seen.</param>
    /// <param name="outage">What is declared dead of it.</param>
    /// <param name="manner">How what is dead behaves.</param>
    /// <param name="wallClock">The device's clock.</param>
    /// <param name="entropy">The device's chance.</param>
    public static RehearsedSignIn Of(
        DeviceSettings settings, DeviceMemory? memory, ObservedNetwork observed, Outage outage, OutageManner manner,
        DateTimeOffset wallClock, IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(outage);
        var journal = new KeepingJournal();
        var device = new Device(settings, entropy, journal, new FlowIds(), memory);
        var network = new RehearsedNetwork(settings, observed, outage, manner);
        var effects = new List<DeviceEffect>();
        var now = new Now(Instant.Zero, wallClock);
        DeviceInput? input = new DeviceInput.PowerOn();
        for (var events = 0; device.Phase is not (DevicePhase.SignedIn or DevicePhase.BackingOff); events++)
        {
            if (events == EventsMax)
            {
                throw new InvalidOperationException($"The device came to no end, in phase {device.Phase}.");
            }

            if (input is not null)
            {
                effects.Clear();
                device.Handle(now, input, effects);
                effects.ForEach(effect => network.Perform(now, effect));
            }

            if (Instant.Earlier(network.Next, device.Deadline) is not { } next)
            {
                break;
            }

            now = next > now.Monotonic ? new(next, now.WallClock + (next - now.Monotonic)) : now;
            input = network.Next <= now.Monotonic ? network.Take() : new DeviceInput.DeadlineReached();
        }

        return new([.. journal.Entries], [.. network.Unseen]);
    }
}
