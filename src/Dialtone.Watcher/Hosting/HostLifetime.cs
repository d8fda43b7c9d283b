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
    /// Tells systemd when it is ready, that it lives, and when it stops, where systemd started it; and obeys Windows'
    /// service control manager where that is asked for.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="windowsService">Whether Windows started it as a service: <c>--windows-service</c>.</param>
    /// <param name="isAlive">Whether it lives: the engine's health.</param>
    /// <param name="time">The clock.</param>
    public static void Add(IServiceCollection services, bool windowsService, Func<bool> isAlive, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = StopMax);
        services.AddSystemd();
        if (SystemdHelpers.IsSystemdService())
        {
            services.AddHostedService(each =>
                new SystemdWatchdog(each.GetRequiredService<ISystemdNotifier>(), isAlive, time));
        }

        if (windowsService)
        {
            services.AddWindowsService(options => options.ServiceName = ServiceName);
        }
    }
}
