using System.Collections.Concurrent;
using System.Threading.Channels;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.Engine;
using Dialtone.Watcher.Logs;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Alerts;

/// <summary>Hands each run of this watcher's own checks to Nagios, Icinga and their kind as a passive result.</summary>
public sealed class NagiosPassive : IDisposable
{
    private readonly ILogger _logger;
    private readonly DateTimeOffset _began;
    private readonly IDisposable _listening;
    private readonly ConcurrentDictionary<string, Guid> _last = [];
    private readonly Channel<CheckView> _waiting;
    private volatile WatchConfiguration _configuration = new();
    private string? _away;
    private long _lost;

    /// <summary>Listens to the board from now on; writes nothing before there are settings.</summary>
    /// <param name="board">Where runs are shown.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it is said that nobody takes them.</param>
    public NagiosPassive(CheckBoard board, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(time);
        _logger = logger;
        _began = time.GetUtcNow();
        _waiting = Channel.CreateBounded<CheckView>(
            new BoundedChannelOptions(AlertLimits.PassiveResultsMax)
            {
                FullMode = BoundedChannelFullMode.DropOldest,
                SingleReader = true,
            },
            _ => Interlocked.Increment(ref _lost));
        _listening = board.Listen(Take);
    }

    /// <summary>How many results were not taken by anybody, since the start.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Puts another configuration in force.</summary>
    public void Apply(WatchConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration;
        foreach (var gone in _last.Keys.Except(configuration.Checks.Select(each => each.Name)))
        {
            _ = _last.TryRemove(gone, out _);
        }
    }

    /// <summary>Writes until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var view in _waiting.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                Write(view);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That was asked for.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listening.Dispose();

    // A board tells of more than runs, begins with what history knows, and shows what others ran.
    private void Take(CheckView view)
    {
        if (_configuration is not { Nagios: not null, Watcher: var own } || view.State.Last is not { } run
            || run.Watcher != own || run.StartedAt + run.Took < _began)
        {
            return;
        }

        var isNew = true;
        _ = _last.AddOrUpdate(view.Check.Name, run.Id, (_, before) =>
        {
            isNew = before != run.Id;
            return run.Id;
        });
        if (isNew)
        {
            _ = _waiting.Writer.TryWrite(view);
        }
    }

    private void Write(CheckView view)
    {
        if (_configuration.Nagios is not { } settings)
        {
            return;
        }

        var line = NagiosLine.Of(settings.Host, view.Check, view.State, view.State.Last!);
        if (NagiosFile.TryAdd(settings.CommandFile, line.Span, out var why))
        {
            if (_away is not null)
            {
                _away = null;
                _logger.NagiosBack(settings.CommandFile, Lost);
            }

            return;
        }

        _ = Interlocked.Increment(ref _lost);
        if (_away != why)
        {
            _away = why;
            _logger.NagiosAway(settings.CommandFile, why);
        }
    }
}
