using Dialtone.Core.Net;
using Dialtone.Live;
using Dialtone.Wire.Addresses;

namespace Dialtone.Net.Tests.Live;

/// <summary>Runs test nodes, with a limit that only a hanging test meets.</summary>
internal static class Runs
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static readonly EndPointAddress AnyPort = new(IpAddress.Parse("127.0.0.1"), 0);

    /// <summary>Runs a node until it says that it is finished.</summary>
    public static Task UntilFinishedAsync(ScriptNode node, LiveSettings? settings = null) =>
        new LiveDriver(node, settings ?? new()).RunAsync(() => node.Finished, TestContext.Current.CancellationToken)
            .Within();

    /// <summary>Waits, but not for ever.</summary>
    public static Task Within(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    /// <summary>Runs a node that binds something, in the background, and answers where it is bound.</summary>
    public static async Task<RunningPeer> StartAsync(ScriptNode node, LiveSettings? settings = null)
    {
        var bound = new TaskCompletionSource<EndPointAddress>(TaskCreationOptions.RunContinuationsAsynchronously);
        var driver = new LiveDriver(node, (settings ?? new()) with { Bound = (_, local) => bound.TrySetResult(local) });
        var stop = new CancellationTokenSource();
        var running = Task.Run(() => driver.RunAsync(() => node.Finished, stop.Token));
        var at = await bound.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        return new(node, driver, running, stop, at);
    }
}

internal sealed record RunningPeer(
    ScriptNode Node, LiveDriver Driver, Task Running, CancellationTokenSource Stop, EndPointAddress At)
    : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Stop.CancelAsync();
        await ((Task)Running.ContinueWith(static _ => { }, TaskScheduler.Default)).WaitAsync(Runs.Limit);
        Stop.Dispose();
    }
}
