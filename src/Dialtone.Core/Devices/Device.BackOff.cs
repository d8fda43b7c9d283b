using System.Collections.Immutable;
using Dialtone.Core.Journal;
using Dialtone.Core.Time;

namespace Dialtone.Core.Devices;

/// <content>
/// The wait after a cycle that failed. How long is a table with a reason for each row (<see cref="DeviceTimings"/>);
/// chance spreads it, so that phones which failed together do not come back together.
/// </content>
public sealed partial class Device
{
    private void BackOffAfterFailure(Now now)
    {
        var (table, why) = _metIdleBackup
            ? (Settings.Timings.BackupBackOff, BackOffReason.BackupIdle)
            : (Settings.Timings.BackOff, BackOffReason.NothingReached);
        var wait = Within(table[Math.Min(_failedCycles, table.Length - 1)]);
        _failedCycles += _failedCycles < byte.MaxValue ? (byte)1 : (byte)0;
        var asked = _retryAfter < Settings.Timings.RetryAfterMax ? _retryAfter : Settings.Timings.RetryAfterMax;
        if (asked > wait)
        {
            (wait, why) = (Beyond(asked), BackOffReason.RetryAfter);
        }

        BackOff(now, wait, why);
    }

    private void BackOffAfterRefusal(Now now) =>
        BackOff(now, Beyond(Settings.Timings.RefusedPause), BackOffReason.Refused);

    private void BackOff(Now now, TimeSpan wait, BackOffReason why)
    {
        journal.Write(new JournalEntry.BackedOff(now.Monotonic, wait, why));
        _wake = now.Monotonic + wait;
        Phase = DevicePhase.BackingOff;
    }

    /// <summary>A wait of our own choice: at most that of its row.</summary>
    private TimeSpan Within(TimeSpan row) => row - DrawUpTo(row * Settings.Timings.BackOffJitter);

    /// <summary>A wait that was asked for, or that keeps an account safe: at least so long.</summary>
    private TimeSpan Beyond(TimeSpan least) => least + DrawUpTo(least * Settings.Timings.BackOffJitter);

    private TimeSpan DrawUpTo(TimeSpan most) =>
        TimeSpan.FromMilliseconds(entropy.Below((uint)most.TotalMilliseconds + 1));
}
