using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Lab;

/// <summary>The runs of the table: most of a run is waiting, so that a few of them go on at a time.</summary>
public sealed class FaultRuns : IAsyncDisposable
{
    private const int AtATime = 4;

    private readonly SemaphoreSlim _turns = new(AtATime);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Task<RunResult>> _runs;

    public FaultRuns() =>
        _runs = FaultTable.All.ToDictionary(row => row.ToString(), row => Task.Run(() => RunAsync(row)));

    public Task<RunResult> Of(FaultRow row) => _runs[row.ToString()];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task all = Task.WhenAll(_runs.Values);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _turns.Dispose();
        _stop.Dispose();
    }

    private async Task<RunResult> RunAsync(FaultRow row)
    {
        await _turns.WaitAsync(_stop.Token);
        try
        {
            return await RunningProgram.RunForManyAsync(
                ["sign-in", "--lab", "--fault", row.Fault, "--json", "--strict", .. row.Options], _stop.Token);
        }
        finally
        {
            _ = _turns.Release();
        }
    }
}
