using Dialtone.Cli.Tests.Running;

namespace Dialtone.Cli.Tests.Test;

/// <summary>
/// The runs of the faults, each by the real program: most of a run is waiting, so that a few of them go on at a time,
/// and what waits longest begins first.
/// </summary>
public sealed class FaultDiagnoses : IAsyncDisposable
{
    private const int AtATime = 6;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(150);

    private readonly SemaphoreSlim _turns = new(AtATime);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Task<RunResult>> _runs = [];

    public FaultDiagnoses()
    {
        foreach (var one in FaultDiagnosis.All.OrderByDescending(one => one.IsLong))
        {
            // Who waits for a turn first has it first.
            _runs.Add(one.Fault.Name, RunAsync(one));
        }
    }

    internal Task<RunResult> Of(FaultDiagnosis one) => _runs[one.Fault.Name];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task all = Task.WhenAll(_runs.Values);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _turns.Dispose();
        _stop.Dispose();
    }

    private async Task<RunResult> RunAsync(FaultDiagnosis one)
    {
        await _turns.WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var run = await RunningProgram.RunForManyAsync(one.CommandLine, Limit, _stop.Token);
            for (var times = 1; times < one.RunsMax && one.WhyWrong(run).Length > 0; times++)
            {
                run = await RunningProgram.RunForManyAsync(one.CommandLine, Limit, _stop.Token);
            }

            return run;
        }
        finally
        {
            _ = _turns.Release();
        }
    }
}
