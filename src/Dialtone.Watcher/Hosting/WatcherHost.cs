using System.Net;
using System.Net.Sockets;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Health;
using Dialtone.Watcher.History;
using Dialtone.Watcher.History.Postgres;
using Dialtone.Watcher.History.Sqlite;
using Dialtone.Watcher.Leases;
using Dialtone.Watcher.Logs;
using Dialtone.Watcher.Metrics;
using Dialtone.Watcher.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Hosting;

/// <summary>One watcher that runs: its checks, and what it serves over HTTP.</summary>
public sealed class WatcherHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly WatcherParts _parts;
    private readonly ILogger _logger;
    private readonly Task _running;

    private WatcherHost(WebApplication application, WatcherParts parts, TimeProvider time, ILogger logger)
    {
        (_application, _parts, _logger) = (application, parts, logger);
        Address = new(application.Urls.First());
        _running = RunAsync(time);
    }

    /// <summary>Where the page is.</summary>
    public Uri Address { get; }

    /// <summary>How many checks there are.</summary>
    public int Checks => _parts.Configuration.Checks.Length;

    /// <summary>Looks at a configuration, and starts nothing.</summary>
    public static CheckedFile Check(string file)
    {
        if (!ConfigurationFile.TryOpen(file, TimeProvider.System, out var opened, out var fault))
        {
            return new(null, fault, []);
        }

        using (opened)
        {
            return new(opened.Current, null, ConfigurationWarnings.Of(opened.Current));
        }
    }

    /// <summary>Starts a watcher.</summary>
    public static async Task<WatcherStart> StartAsync(WatcherOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!ConfigurationFile.TryOpen(options.ConfigurationFile, options.Time, out var file, out var fault))
        {
            return new WatcherStart.Refused(options.ConfigurationFile, fault);
        }

        try
        {
            var (history, leases) = NewHistory(file.Current, options.Time);
            return await StartAsync(options, file, history, leases, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            return new WatcherStart.Unable(trouble.Message);
        }
    }

    /// <summary>Runs until it is cancelled, told to stop from outside, or a part of it broke.</summary>
    /// <exception cref="InvalidOperationException">A part of it broke: a defect.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var told = cancellationToken.Register(_application.Lifetime.StopApplication);
        await using (told.ConfigureAwait(false))
        {
            await _running.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _application.Lifetime.StopApplication();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _application.DisposeAsync().ConfigureAwait(false);
        await _parts.DisposeAsync().ConfigureAwait(false);
    }

    private static (IHistory History, ILeases Leases) NewHistory(WatchConfiguration configuration, TimeProvider time)
    {
        Directory.CreateDirectory(configuration.StateDirectory);
        if (configuration.Postgres is not { } source)
        {
            return (new SqliteHistory(configuration.SqliteFile!, time), new SoleWatcher());
        }

        if (!source.TryRead(out var connection, out var why))
        {
            throw new IOException($"The connection string of PostgreSQL cannot be read: {why}");
        }

        return (new PostgresHistory(connection, time),
            new PostgresLeases(connection, configuration.Watcher, configuration.LeaseDuration, time));
    }

    private static async Task<WatcherStart> StartAsync(
        WatcherOptions options, ConfigurationFile file, IHistory history, ILeases leases,
        CancellationToken cancellationToken)
    {
        var listen = options.Listen ?? file.Current.Listen;
        var application = NewApplication(options, listen);
        var logger = application.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Dialtone.Watch");
        var parts = new WatcherParts(file, options.ConfigurationFile, history, leases, options.Time, logger);
        Map(application, parts, options, listen);
        try
        {
            await MigrateAsync(history, logger, cancellationToken).ConfigureAwait(false);
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            return new WatcherStart.Running(new(application, parts, options.Time, logger));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or SocketException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            await parts.DisposeAsync().ConfigureAwait(false);
            return trouble.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException
                ? new WatcherStart.PortTaken(listen) : new WatcherStart.Unable(trouble.Message);
        }
    }

    // A server that is away now may come back: what is seen until then waits.
    private static async Task MigrateAsync(IHistory history, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await history.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HistoryException away) when (away.IsPassing)
        {
            logger.HistoryAway(away.Message);
        }
    }

    private static WebApplication NewApplication(WatcherOptions options, string listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddWatchLogging(HostLifetime.IsUnderSystemd);
        HostLifetime.Add(builder.Services, options.IsWindowsService);
        builder.WebHost.UseUrls(listen);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Whoever may read is decided by where it listens; nobody may use it up.
            kestrel.Limits.MaxConcurrentConnections = 1000;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        });
        return builder.Build();
    }

    private static void Map(WebApplication application, WatcherParts parts, WatcherOptions options, string listen)
    {
        if (new Uri(listen) is { IsLoopback: true })
        {
            var hosts = new LoopbackHosts(parts.Configuration.PublicAddress);
            application.Use(next => context => hosts.HandleAsync(context, next));
        }

        HealthEndpoints.Map(application, parts.Health);
        MetricsEndpoint.Map(
            application, parts.Board,
            new(parts.Tally, parts.ProbeTally, parts.History.SizeAsync, parts.Reading, options.Time));
        ProbeEndpoint.Map(application, parts.Probe, () => parts.Configuration, parts.ProbeTally, options.Time);
        PageEndpoints.Map(application, new(parts.Board, parts.History, options.Time)
        {
            Configuration = () => parts.Configuration,
            Troubles = parts.Troubles,
            Token = parts.Token,
            RunNow = parts.Engine.RunNow,
            Pause = parts.Engine.Pause,
            Stopping = application.Lifetime.ApplicationStopping,
        });
    }

    private async Task RunAsync(TimeProvider time)
    {
        var stopping = _application.Lifetime.ApplicationStopping;
        _logger.HostStarted($"{Address}");
        if (!Address.IsLoopback)
        {
            _logger.HostOpen($"{Address}");
        }

        var watchdog = HostLifetime.TellAsync(
            _application.Services, () => HealthAnswer.Lives(_parts.Health()).IsGood, time, stopping);
        try
        {
            await _parts.RunAsync(stopping).ConfigureAwait(false);
        }
        catch (InvalidOperationException broke)
        {
            _logger.HostBroke(broke, "The engine");
            throw;
        }
        finally
        {
            await _application.StopAsync().ConfigureAwait(false);
            await watchdog.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _logger.HostStopped();
        }
    }
}
