using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace Dialtone.Watcher.Hosting;

/// <summary>Who starts and stops the watcher: a terminal, systemd, or Windows' service control manager.</summary>
public static class HostLifetime
{
    /// <summary>The name of the service, where Windows runs it.</summary>
    public const string ServiceName = "DialtoneWatch";

    /// <summary>
    /// How long stopping may take: runs are given up at once, and what has come in is handed to history. Less than the
    /// 30 s that Windows and the unit allow.
    /// </summary>
    public static readonly TimeSpan StopMax = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Whether systemd runs it and waits for its word: the variable <c>NOTIFY_SOCKET</c> says so (sd_notify(3)). What
    /// .NET goes by, the name of its parent, is hidden from it by the unit's <c>ProtectProc</c>.
    /// </summary>
    public static bool IsUnderSystemd => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));

    /// <summary>
    /// Tells systemd when it is ready and when it stops, where systemd started it; and obeys Windows' service control
    /// manager where that is asked for.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="windowsService">Whether Windows started it as a service: <c>--windows-service</c>.</param>
    public static void Add(IServiceCollection services, bool windowsService)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = StopMax);
        if (IsUnderSystemd)
        {
            services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
            services.AddSingleton<IHostLifetime, SystemdLifetime>();
        }

        if (windowsService)
        {
            services.AddWindowsService(options => options.ServiceName = ServiceName);
        }
    }

    /// <summary>Tells systemd that the watcher lives, where it asks for that; else is over at once.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="isAlive">Whether it lives: what <c>/healthz</c> says.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task TellAsync(
        IServiceProvider services, Func<bool> isAlive, TimeProvider time, CancellationToken cancellationToken)
    {
        var interval = SystemdWatchdog.IntervalOf(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"));
        return interval is { } every && services.GetService<ISystemdNotifier>() is { IsEnabled: true } notifier
            ? SystemdWatchdog.TellAsync(notifier, isAlive, every, time, cancellationToken)
            : Task.CompletedTask;
    }
}
