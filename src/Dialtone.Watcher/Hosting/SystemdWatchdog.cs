using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace Dialtone.Watcher.Hosting;

/// <summary>
/// Tells systemd's watchdog that the watcher lives, as long as it does (<c>WatchdogSec</c>, sd_watchdog_enabled(3)):
/// one that is stuck is started anew.
/// </summary>
/// <param name="notifier">Tells systemd.</param>
/// <param name="isAlive">Whether it lives.</param>
/// <param name="time">The clock.</param>
public sealed class SystemdWatchdog(ISystemdNotifier notifier, Func<bool> isAlive, TimeProvider time)
    : BackgroundService
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

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        notifier.IsEnabled && IntervalOf(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"))
            is { } interval ? TellAsync(interval, stoppingToken) : Task.CompletedTask;

    /// <summary>Tells it each time that the interval is over, until it is told to stop.</summary>
    public async Task TellAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
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
