using Dialtone.Core.Net;
using Dialtone.Lab.Scenarios;
using Dialtone.Live;

namespace Dialtone.Lab.Hosting;

/// <summary>One server of a lab, running.</summary>
internal sealed class HostedPlace : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HostedNode _node;
    private readonly LiveDriver _driver;

    public HostedPlace(LabPlace place, Lock turn, LiveSettings settings)
    {
        Name = place.Name;
        _node = new(place.Node, turn);
        _driver = new(_node, settings with { Bound = _node.Bound });
        Run = Task.Run(() => _driver.RunAsync(_node.IsFinished, _stop.Token));
    }

    /// <summary>The place's name.</summary>
    public string Name { get; }

    /// <summary>Ends when the place is disposed, or before that with the exception of a defect.</summary>
    public Task Run { get; }

    /// <summary>Waits until its ports are open: <c>null</c>, or why one is not.</summary>
    public async Task<LabStart.NotBound?> UpAsync(CancellationToken cancellation)
    {
        var first = await Task.WhenAny(_node.Up, Run).WaitAsync(cancellation).ConfigureAwait(false);
        await first.ConfigureAwait(false);
        var detail = await _node.Up.ConfigureAwait(false);
        return detail.Length == 0 ? null : new(Name, detail);
    }

    /// <summary>Tells the server something that no flow brings.</summary>
    public void Tell(NetInput input) => _driver.Post(input);

    /// <summary>Closes its ports and connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
