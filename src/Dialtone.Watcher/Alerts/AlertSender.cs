using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dialtone.Watcher.Configuration;
using Dialtone.Watcher.History;
using Microsoft.Extensions.Logging;

namespace Dialtone.Watcher.Alerts;

/// <summary>
/// Tells webhooks of every check that turned: each hook in order, at least once, from where it stopped before. What
/// turned is read from history, so that nothing is lost between two watchers or two lives of one.
/// </summary>
public sealed class AlertSender : IDisposable
{
    private readonly IHistory _history;
    private readonly Func<string, bool> _holds;
    private readonly WebhookPost _post;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, HookStatus> _status = [];
    private volatile InForce _inForce = new(new());

    /// <summary>Sends nothing yet.</summary>
    /// <param name="history">What turned, and how far each hook has come.</param>
    /// <param name="holds">Whether this watcher holds a lease now: <c>hook:NAME</c>.</param>
    /// <param name="handler">Sends; stays the caller's.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it is said.</param>
    public AlertSender(
        IHistory history, Func<string, bool> holds, HttpMessageHandler handler, TimeProvider time, ILogger logger)
    {
        _history = history;
        _holds = holds;
        _post = new(handler, time);
        _time = time;
        _logger = logger;
    }

    /// <summary>How each hook of the configuration stands, in its order.</summary>
    public ImmutableArray<HookStatus> Hooks =>
        [.. _inForce.Configuration.Webhooks.Select(each => StatusOf(each.Name))];

    /// <summary>The lease under which a hook sends, which is also the name of its mark in history.</summary>
    public static string LeaseOf(string hook) => $"hook:{hook}";

    /// <summary>
    /// Sends as it should: follows no redirect, keeps no cookie, and looks a receiver's name up again now and then.
    /// </summary>
    public static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = AlertLimits.AnswerWaitMax,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxConnectionsPerServer = 4,
        MaxResponseDrainSize = 64 * 1024,
    };

    /// <summary>
    /// Puts another configuration in force. Hooks that wait try again at once, and those that were told 410 Gone begin
    /// again.
    /// </summary>
    public void Apply(WatchConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var before = _inForce;
        _inForce = new(configuration);
        foreach (var gone in _status.Keys.Except(configuration.Webhooks.Select(each => each.Name)))
        {
            _ = _status.TryRemove(gone, out _);
        }

        before.Replaced();
    }

    /// <summary>Sends until it is told to stop. What is being sent then is sent again by whoever comes next.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, Task> loops = [];
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var inForce = _inForce;
                foreach (var hook in inForce.Configuration.Webhooks.Where(each => !loops.ContainsKey(each.Name)))
                {
                    loops.Add(hook.Name, new WebhookLoop(this, hook.Name).RunAsync(cancellationToken));
                }

                // A loop ends by itself once its hook is gone; one that broke takes the sender with it.
                _ = await Task.WhenAny([inForce.Over, .. loops.Values]).WaitAsync(cancellationToken)
                    .ConfigureAwait(false);
                foreach (var (name, loop) in loops.Where(each => each.Value.IsCompleted).ToList())
                {
                    _ = loops.Remove(name);
                    await loop.ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That was asked for.
        }

        await Task.WhenAll(loops.Values).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _post.Dispose();

    internal IHistory History => _history;

    internal WebhookPost Post => _post;

    internal TimeProvider Time => _time;

    internal ILogger Logger => _logger;

    internal InForce Current => _inForce;

    internal bool Holds(string lease) => _holds(lease);

    internal HookStatus StatusOf(string hook) => _status.GetValueOrDefault(hook) ?? new(hook);

    internal void Show(HookStatus status) => _status[status.Name] = status;

    /// <summary>A configuration, and when it is not in force any more.</summary>
    internal sealed record InForce(WatchConfiguration Configuration)
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Over => _over.Task;

        public void Replaced() => _over.TrySetResult();

        public WebhookSettings? Find(string hook) =>
            Configuration.Webhooks.FirstOrDefault(each => each.Name == hook);
    }
}
