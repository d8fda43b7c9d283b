using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace Dialtone.Watcher.Hosting;

/// <summary>
/// Tells systemd's watchdog that the watcher lives, as long as it does (<c>WatchdogSec</c>, sd_watchdog_enabled(3)):
/// one that is stuck is started anew.
/// </summary>
public static class SystemdWatchdog
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    /// <summary>
    /// How often systemd must hear of it, half of what it allows; <c>null</c> where it does not ask for that.
    /// </summary>
    /// <param name="microseconds">The variable <c>WATCHDOG_USEC</c>.</param>
    /// <param name="process">The variable <c>WATCHDOG_PID</c>: whom it asks, where it is set.</param>
    public static TimeSpan? IntervalOf(string? microseconds, string? process)
    {
        var isOurs = string.IsNullOrEmpty(process)
            || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isOurs && long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var allowed)
            && allowed is > 0 and < long.MaxValue / TimeSpan.TicksPerMicrosecond
            ? TimeSpan.FromMicroseconds(allowed) / 2 : null;
    }

    /// <summary>Tells it each time that the interval is over, until it is told to stop.</summary>
    /// <param name="notifier">Tells systemd.</param>
    /// <param name="isAlive">Whether the watcher lives.</param>
    /// <param name="interval">How often.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task TellAsync(
        ISystemdNotifier notifier, Func<bool> isAlive, TimeSpan interval, TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notifier);
        ArgumentNullException.ThrowIfNull(isAlive);
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                if (isAlive())
                {
                    notifier.Notify(Alive);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That was asked for.
        }
    }
}
