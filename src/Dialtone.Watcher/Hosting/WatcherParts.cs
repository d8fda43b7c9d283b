using System.Collections.Immutable;
using Dialtone.Watcher.Alerts;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Health;
using Dialtone.Watcher.History;
using Dialtone.Watcher.Leases;
using Dialtone.Watcher.Logs;
using Dialtone.Watcher.Metrics;
using Dialtone.Watcher.Pages;
using Dialtone.Watcher.Probing;
using Dialtone.Watcher.Runs;
using Dialtone.Watcher.Tracing;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Hosting;

/// <summary>The parts of one watcher, put together; nothing of it runs before <see cref="RunAsync"/>.</summary>
internal sealed class WatcherParts : IAsyncDisposable
{
    private readonly ConfigurationFile _file;
    private readonly ILeases _leases;
    private readonly ILogger _logger;
    private readonly string _path;
    private readonly HttpMessageHandler _sending = AlertSender.NewHandler();
    private readonly AlertSender _alerts;
    private readonly NagiosPassive _nagios;
    private readonly RunTracing? _tracing;
    private readonly IDisposable _listening;

    public WatcherParts(
        ConfigurationFile file, string path, IHistory history, ILeases leases, TimeProvider time, ILogger logger)
    {
        (_file, _path, History, _leases, _logger) = (file, path, history, leases, logger);
        _tracing = RunTracing.To(file.Current.Otlp, file.Current.Watcher, time, logger);
        Probe probe = new TransactionProbe(file.Current.StateDirectory, time).RunAsync;
        Probe = _tracing?.Over(probe, CheckOf) ?? probe;
        Engine = new(Probe, RunMaker.Of, history, leases, Board, time, logger, file.Current.StateDirectory)
        {
            Ended = Tally.Count,
        };
        _alerts = new(history, Engine.Holds, _sending, time, logger);
        _nagios = new(Board, time, logger);
        Apply();
        _listening = file.Listen(Apply);
    }

    public CheckBoard Board { get; } = new();

    public WatchEngine Engine { get; }

    public IHistory History { get; }

    public Probe Probe { get; }

    public RunTally Tally { get; } = new();

    public ProbeTally ProbeTally { get; } = new();

    public WatchConfiguration Configuration => _file.Current;

    /// <summary>How the watcher is, for <c>/healthz</c> and <c>/readyz</c>.</summary>
    public WatchHealth Health()
    {
        var engine = Engine.Health;
        return new()
        {
            SinceHeartbeat = engine.SinceHeartbeat,
            KnowsItsChecks = engine.IsReady,
            Held = engine.Held,
            Due = engine.Due,
            Late = engine.Late,
            HasConfiguration = true,
            ConfigurationFault = _file.LastFault is { } fault ? $"{fault}" : "",
            IsHistoryReachable = engine.HistoryFault is null,
            HistoryTrouble = engine.HistoryFault ?? "",
            Waiting = engine.Waiting,
            HasRoomToWait = engine.SpoolFault is null,
        };
    }

    /// <summary>What the parts say of themselves, for <c>/metrics</c>.</summary>
    public WatcherReading Reading() => new(Engine.Health)
    {
        IsConfigurationGood = _file.LastFault is null,
        ConfigurationLoadedAt = _file.LoadedAt,
        Hooks = _alerts.Hooks,
    };

    /// <summary>What the pages show of the watcher's own trouble.</summary>
    public ImmutableArray<PageTrouble> Troubles()
    {
        var troubles = PageTroubles.Of(Engine.Health, _file.LastFault);
        return _file.AwaitingRestart is { IsEmpty: false } keys
            ? troubles.Add(new("Part of the configuration counts after a restart", string.Join(", ", keys))) : troubles;
    }

    /// <summary>The token that the pages ask for; <c>null</c> where there is none, or it cannot be read.</summary>
    public string? Token()
    {
        if (Configuration.Token is not { } source)
        {
            return null;
        }

        if (source.TryRead(out var token, out var why))
        {
            return token;
        }

        _logger.SecretUnreadable("the page's token", why);
        return null;
    }

    /// <summary>Watches until it is cancelled, and hands on what there is then.</summary>
    /// <exception cref="InvalidOperationException">A part of it broke: a defect.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] parts = [Engine.RunAsync(both.Token), _alerts.RunAsync(both.Token), _nagios.RunAsync(both.Token)];
        // Where one broke, the others hand on what they have before that is said.
        var first = await Task.WhenAny(parts).ConfigureAwait(false);
        await both.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (parts.FirstOrDefault(each => each.IsFaulted) is { Exception: { InnerException: { } broke } })
        {
            throw new InvalidOperationException("A part of the watcher broke.", broke);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listening.Dispose();
        _tracing?.Dispose();
        _file.Dispose();
        _nagios.Dispose();
        _alerts.Dispose();
        _sending.Dispose();
        await _leases.DisposeAsync().ConfigureAwait(false);
        Engine.Dispose();
        await History.DisposeAsync().ConfigureAwait(false);
    }

    private WatchCheck? CheckOf(string name) => Board.TryGet(name, out var view) ? view.Check : null;

    private void Apply()
    {
        if (_file.LastFault is { } fault)
        {
            _logger.ConfigurationRefused(_path, $"{fault}");
            return;
        }

        var configuration = _file.Current;
        Engine.Apply(configuration);
        _alerts.Apply(configuration);
        _nagios.Apply(configuration);
        _logger.ConfigurationInForce(_path, configuration.Checks.Length, configuration.Webhooks.Length);
        foreach (var key in _file.AwaitingRestart)
        {
            _logger.ConfigurationNeedsRestart(key);
        }

        foreach (var warning in ConfigurationWarnings.Of(configuration))
        {
            _logger.SecretUnreadable(warning.Path, warning.What);
        }
    }
}
